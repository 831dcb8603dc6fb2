//! What open pages should know: how often the content and the styles have changed, and whether
//! there is a fault. Pages listen by server-sent events and compare with what they were made from.
//!
//! It tells a *state*, not a list of happenings: whoever comes late, was asleep or reads slowly
//! gets the newest state and is right; nothing is queued for anybody, so a slow page costs no
//! memory and delays no other. It never knows which page shows what.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use futures_core::Stream;
use memchr::memmem;
use tokio::sync::watch;

/// Where pages listen.
pub(super) const EVENTS: &str = "/_jianfan/events";
/// Where the script for pages stands.
pub(super) const SCRIPT: &str = "/_jianfan/reload.js";
/// The script itself.
pub(super) const CLIENT: &str = include_str!("client.js");

/// The one thing the preview adds to a page.
const TAG: &[u8] = b"<script src=\"/_jianfan/reload.js\"></script>";
/// What the overlay's button is called by a screen reader.
const CLOSE: &str = "收起";

/// What has happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// Pages may read differently: each looks again and reloads if it does.
    Content,
    /// Only styles have changed: pages fetch them anew and stay.
    Style,
    /// Something is wrong; pages show this text, as text, over the last good page.
    Fault(String),
    /// Nothing is wrong any longer.
    Healed,
}

/// A handle to tell open pages. Clones tell the same pages.
#[derive(Debug, Clone)]
pub(crate) struct Reload(watch::Sender<State>);

#[derive(Debug)]
struct State {
    content: u64,
    style: u64,
    fault: Option<String>,
    /// The state as an event, written once for all pages.
    event: Bytes,
}

impl Reload {
    /// A new handle, with no fault.
    pub(crate) fn new() -> Self {
        // Counting starts at the clock, so that a page left open over a restart of the preview
        // finds another number and looks again.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let start = u64::try_from(now.as_millis()).unwrap_or_default();
        let mut state = State { content: start, style: start, fault: None, event: Bytes::new() };
        state.event = state.written();
        Self(watch::Sender::new(state))
    }

    /// Tells all open pages, and those that open later. Call it when the site already answers
    /// what is new.
    pub(crate) fn changed(&self, change: Change) {
        self.0.send_if_modified(|state| {
            match change {
                Change::Content => state.content += 1,
                Change::Style => state.style += 1,
                Change::Fault(text) if state.fault.as_ref() == Some(&text) => return false,
                Change::Fault(text) => state.fault = Some(text),
                Change::Healed if state.fault.is_none() => return false,
                Change::Healed => state.fault = None,
            }
            state.event = state.written();
            true
        });
    }

    /// What a page is made from, to be asked for *before* it is made; see [`Stamp::seal`].
    pub(super) fn stamp(&self) -> Stamp {
        let state = self.0.borrow();
        Stamp { content: state.content, style: state.style }
    }

    /// The stream of events of one page. It begins with the state as it is.
    pub(super) fn listen(&self) -> Events {
        let mut states = self.0.subscribe();
        states.mark_changed();
        Events(Box::pin(next(states)))
    }

    /// How many pages listen.
    #[cfg(test)]
    pub(super) fn listeners(&self) -> usize {
        self.0.receiver_count()
    }
}

impl State {
    fn written(&self) -> Bytes {
        // JSON has no line break of its own, so one `data` line holds it.
        let data = serde_json::json!({
            "content": self.content.to_string(),
            "style": self.style.to_string(),
            "fault": self.fault,
            "close": CLOSE,
        });
        Bytes::from(format!("retry: 500\ndata: {data}\n\n"))
    }
}

/// The state of things when a page was asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp {
    content: u64,
    style: u64,
}

impl Stamp {
    /// The value of the `Server-Timing` header of a page. It is the one response header that a
    /// page can read of itself, so a change between the making of the page and its listening is
    /// never missed, and a page whose bytes are the same is not reloaded.
    pub(super) fn seal(self, body: &[u8]) -> String {
        let hash = blake3::hash(body).to_hex();
        format!("jianfan;desc=\"{}.{}.{hash}\"", self.content, self.style)
    }
}

/// The events of one page; it ends when the server does.
pub(super) struct Events(Pin<Box<dyn Future<Output = Option<Next>> + Send>>);

type Next = (Bytes, watch::Receiver<State>);

async fn next(mut states: watch::Receiver<State>) -> Option<Next> {
    states.changed().await.ok()?;
    let event = states.borrow_and_update().event.clone();
    Some((event, states))
}

impl Stream for Events {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some((event, states)) = ready!(self.0.as_mut().poll(cx)) else {
            return Poll::Ready(None);
        };
        self.0 = Box::pin(next(states));
        Poll::Ready(Some(Ok(event)))
    }
}

/// A page as the preview answers it: the built bytes with the script before the last `</body>`,
/// or at the end where there is none.
pub(crate) fn with_reload_script(body: &[u8]) -> Vec<u8> {
    let at = last_body_end(body).unwrap_or(body.len());
    let (before, after) = body.split_at_checked(at).unwrap_or((body, &[]));
    [before, TAG, after].concat()
}

fn last_body_end(body: &[u8]) -> Option<usize> {
    memmem::rfind_iter(body, b"</").find(|&at| {
        let name = body.get(at + 2..).and_then(|rest| rest.split_first_chunk::<5>());
        name.is_some_and(|([name @ .., end], _)| {
            name.eq_ignore_ascii_case(b"body") && matches!(end, b'>' | b' ' | b'\t' | b'\n' | b'\r')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_before_the_last_end_of_the_body() {
        let tag = std::str::from_utf8(TAG).unwrap();
        for (before, after) in [
            ("<html><body><p>一</p>", "</body></html>\n"),
            ("<pre>&lt;/body> </body> </pre>", "</BODY\n></html>"),
            ("<p>没有</p></bodyx>", ""),
            ("</bod", ""),
            ("", ""),
        ] {
            let built = format!("{before}{after}");
            let served = with_reload_script(built.as_bytes());
            assert_eq!(String::from_utf8(served).unwrap(), format!("{before}{tag}{after}"));
        }
    }

    #[test]
    fn what_is_no_news_is_not_told() {
        let reload = Reload::new();
        let mut states = reload.0.subscribe();
        reload.changed(Change::Healed);
        assert!(!states.has_changed().unwrap());
        reload.changed(Change::Fault("坏了".into()));
        assert!(states.has_changed().unwrap());
        states.mark_unchanged();
        reload.changed(Change::Fault("坏了".into()));
        assert!(!states.has_changed().unwrap());
    }

    #[test]
    fn an_event_is_one_line_whatever_the_fault_says() {
        let reload = Reload::new();
        reload.changed(Change::Fault("一\n\r\n二\r\u{2028}</script>\u{0}\"".into()));
        let event = reload.0.borrow().event.clone();
        let event = std::str::from_utf8(&event).unwrap();
        let data = event.strip_prefix("retry: 500\ndata: ").unwrap().strip_suffix("\n\n").unwrap();
        assert!(!data.contains(['\n', '\r']));
        let read: serde_json::Value = serde_json::from_str(data).unwrap();
        assert_eq!(read["fault"], "一\n\r\n二\r\u{2028}</script>\u{0}\"");
    }

    #[test]
    fn the_script_is_small_and_holds_no_words_of_its_own() {
        assert!(CLIENT.len() < 4096, "{}", CLIENT.len());
        assert!(CLIENT.is_ascii());
        assert!(!CLIENT.contains("innerHTML"));
        assert!(CLIENT.contains(EVENTS));
        assert!(std::str::from_utf8(TAG).unwrap().contains(SCRIPT));
    }
}
