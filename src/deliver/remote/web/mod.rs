//! Asks servers by HTTP: one request at a time a thread, tried again while what refuses may pass by
//! itself. It knows no kind of server, follows no redirection, and shows no header that it sends.

mod encode;
mod fault;
mod wait;
mod xml;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use ureq::http;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

pub(super) use encode::{encode_part, encode_path};
pub(crate) use fault::WebFault;
use wait::Wait;
pub(super) use xml::{Piece, walk};

/// How many connections are open at once: enough to hide the way to a server and back.
pub(super) const CONNECTIONS: usize = 16;

/// The longest file that is read back, in bytes, and the longest refusal.
const MOST: u64 = 1 << 30;
const FEW: u64 = 1 << 16;
/// An answer that holds others, of which each may be a refusal.
pub(super) const MULTI: u16 = 207;

/// What is asked.
pub(super) struct Request<'b> {
    pub(super) method: &'static str,
    /// With the path already encoded.
    pub(super) url: String,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: &'b [u8],
}

/// What was answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    headers: http::HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(super) fn succeeded(&self) -> bool {
        // What holds several answers says nothing by itself.
        (200..300).contains(&self.status) && self.status != MULTI
    }

    /// The name of a fault in an answer of object storage.
    pub(super) fn code(&self) -> &str {
        self.element("Code")
    }

    /// What is said of it.
    pub(super) fn message(&self) -> &str {
        self.element("Message")
    }

    fn element(&self, name: &str) -> &str {
        let text = str::from_utf8(&self.body).unwrap_or_default();
        let after = text.split_once(&format!("<{name}>")).map_or("", |(_, after)| after);
        after.split_once('<').map_or("", |(inside, _)| inside)
    }

    /// Whether another try may have another answer.
    fn may_pass(&self) -> bool {
        let conflicts = ["ConditionalRequestConflict", "OperationAborted", "RequestTimeout"];
        matches!(self.status, 408 | 425 | 429 | 500 | 502 | 503 | 504 | 509)
            || (matches!(self.status, 400 | 409) && conflicts.contains(&self.code()))
    }

    fn is_of_another_time(&self) -> bool {
        self.status == 403 && self.code() == "RequestTimeTooSkewed"
    }
}

/// The way to one server.
pub(super) struct Web {
    agent: ureq::Agent,
    /// Who is told of in a fault.
    label: String,
    /// How long nothing may happen.
    patience: Duration,
    /// How many seconds the server's clock is ahead of ours.
    ahead: AtomicI64,
}

impl Web {
    pub(super) fn new(label: String, patience: Duration) -> Self {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::Specific(certificates()))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = ureq::Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // Whatever comes is taken; saying so would be said of every file.
            .accept("")
            .user_agent(concat!("jianfan/", env!("CARGO_PKG_VERSION")))
            .max_idle_connections(CONNECTIONS * 2)
            .max_idle_connections_per_host(CONNECTIONS * 2)
            .max_idle_age(Duration::from_secs(4))
            .timeout_resolve(Some(patience))
            .timeout_connect(Some(patience.min(Duration::from_secs(20))))
            .timeout_per_read(Some(patience))
            .timeout_per_write(Some(patience))
            .allow_non_standard_methods(true)
            .build();
        Self { agent: config.into(), label, patience, ahead: AtomicI64::new(0) }
    }

    /// Asks until there is an answer that stands. `make` is told the time of the server, as far as it
    /// is known.
    pub(super) fn ask<'b>(
        &self,
        make: &dyn Fn(Timestamp) -> Request<'b>,
    ) -> Result<Answer, WebFault> {
        let mut wait = Wait::default();
        let mut is_corrected = false;
        loop {
            let asked = self.once(make(self.now()));
            let hint = match &asked {
                Ok(answer) if answer.is_of_another_time() => {
                    if is_corrected || !self.correct(answer) {
                        return Err(WebFault::Clock { at: self.label.clone() });
                    }
                    is_corrected = true;
                    continue;
                }
                Ok(answer) if answer.may_pass() => answer.header("retry-after"),
                Err(fault) if fault.may_pass() => None,
                _ => return asked,
            };
            if !wait.again(hint) {
                return asked;
            }
        }
    }

    /// Asks once.
    fn once(&self, request: Request<'_>) -> Result<Answer, WebFault> {
        let Request { method, url, headers, body } = request;
        let mut builder = http::Request::builder().method(method).uri(url);
        for (name, value) in headers {
            builder = builder.header(name, value);
        }
        let failed = |error: ureq::Error| WebFault::of(&self.label, self.patience, &error);
        let is_empty = body.is_empty() && method != "PUT";
        let answered = if is_empty {
            builder.body(()).map(|request| self.agent.run(request))
        } else {
            builder.body(body).map(|request| self.agent.run(request))
        };
        let mut answer = answered.map_err(ureq::Error::Http).and_then(|it| it).map_err(failed)?;
        // What refuses, says why in a few words.
        let most = if answer.status().is_success() { MOST } else { FEW };
        let body = answer.body_mut().with_config().limit(most).read_to_vec().map_err(failed)?;
        let (parts, _) = answer.into_parts();
        Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body })
    }

    fn now(&self) -> Timestamp {
        let ahead = SignedDuration::from_secs(self.ahead.load(Ordering::Relaxed));
        let now = Timestamp::now();
        now.checked_add(ahead).unwrap_or(now)
    }

    /// Takes the server's clock for right, when it tells it.
    fn correct(&self, answer: &Answer) -> bool {
        let parser = jiff::fmt::rfc2822::DateTimeParser::new();
        let in_header = || parser.parse_timestamp(answer.header("date")?).ok();
        // What stands in front of a server may not know the time.
        let told = answer.element("ServerTime").parse().ok();
        let Some(theirs) = told.or_else(in_header) else { return false };
        let ahead = theirs.as_second() - Timestamp::now().as_second();
        self.ahead.store(ahead, Ordering::Relaxed);
        true
    }
}

/// What the system trusts, read once.
fn certificates() -> Arc<Vec<Certificate<'static>>> {
    static KNOWN: OnceLock<Arc<Vec<Certificate<'static>>>> = OnceLock::new();
    let read = || {
        let found = rustls_native_certs::load_native_certs().certs;
        Arc::new(found.iter().map(|it| Certificate::from_der(it).to_owned()).collect())
    };
    KNOWN.get_or_init(read).clone()
}
