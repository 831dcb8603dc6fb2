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
use tokio::sync::watch;

/// Where pages listen.
pub(super) const EVENTS: &str = "/_jianfan/events";
/// Where a page asks what is to be known of it.
pub(super) const ABOUT: &str = "/_jianfan/about";

/// What has happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// Pages may read differently: each looks again and changes if it does.
    Content,
    /// So they may, for an article was saved. It stands at these links, one an edition; pages go there
    /// if their readers want to.
    Article(Vec<String>),
    /// Only styles have changed: pages fetch them anew and stay.
    Style,
    /// Something is wrong, and this is what; pages ask what is to be shown.
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
    saved: Option<SavedArticle>,
    /// The state as an event, written once for all pages.
    event: Bytes,
}

/// The article that was saved last.
#[derive(Debug)]
struct SavedArticle {
    /// The state of the content since then: another number, another save.
    number: u64,
    hrefs: Vec<String>,
}

impl Reload {
    /// A new handle, with no fault.
    pub(crate) fn new() -> Self {
        // Counting starts at the clock, so that a page left open over a restart of the preview
        // finds another number and looks again.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let start = u64::try_from(now.as_millis()).unwrap_or_default();
        let mut state =
            State { content: start, style: start, fault: None, saved: None, event: Bytes::new() };
        state.event = state.written();
        Self(watch::Sender::new(state))
    }

    /// Tells all open pages, and those that open later. Call it when the site already answers
    /// what is new.
    pub(crate) fn changed(&self, change: Change) {
        self.all_changed([change]);
    }

    /// Tells several things at once.
    pub(crate) fn all_changed(&self, changes: impl IntoIterator<Item = Change>) {
        self.0.send_if_modified(|state| {
            let mut is_news = false;
            for change in changes {
                is_news |= state.take_in(change);
            }
            if is_news {
                state.event = state.written();
            }
            is_news
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
    /// Whether it is news.
    fn take_in(&mut self, change: Change) -> bool {
        match change {
            Change::Content => self.content += 1,
            Change::Article(hrefs) => {
                self.content += 1;
                self.saved = Some(SavedArticle { number: self.content, hrefs });
            }
            Change::Style => self.style += 1,
            Change::Fault(text) if self.fault.as_ref() == Some(&text) => return false,
            Change::Fault(text) => self.fault = Some(text),
            Change::Healed if self.fault.is_none() => return false,
            Change::Healed => self.fault = None,
        }
        true
    }

    fn written(&self) -> Bytes {
        let saved = self.saved.as_ref().map(
            |saved| serde_json::json!({ "number": saved.number.to_string(), "hrefs": saved.hrefs }),
        );
        // JSON has no line break of its own, so one `data` line holds it.
        let data = serde_json::json!({
            "content": self.content.to_string(),
            "style": self.style.to_string(),
            "fault": self.fault,
            "saved": saved,
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
