//! The part of the preview that can be asked to do something: what stands below `/_desk/`. Requests and answers
//! pass through as they are; who may write is decided by the guard. It never knows what they are about.

use std::net::SocketAddr;

use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, LOCATION, REFERRER_POLICY};
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use tokio::task;

use super::Answer;
use super::server::{Preview, bare, broken};

/// Where it stands.
pub(super) const ROOM: &str = "/_desk/";

/// The most bytes that somebody may say at once.
pub(super) const MOST: usize = 256 << 10;

/// Nothing but the room's own style, script and answers; nobody may put it into a page of theirs.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// What is asked of the room.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request<'r> {
    /// What follows `/_desk/`, still percent-encoded.
    pub path: &'r str,
    /// What follows the question mark, still percent-encoded.
    pub query: &'r str,
    /// What is to be done; only those who may write get this far. None when somebody only looks.
    pub body: Option<&'r [u8]>,
    /// The word that allows writing, for those who may have it.
    pub token: Option<&'r str>,
}

/// Answers for the room.
pub(super) async fn enter(
    State(preview): State<Preview>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    method: Method,
    uri: Uri,
    body: Bytes,
) -> Response {
    let Ok(permit) = preview.makers.acquire_owned().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let ip = peer.ip().to_canonical();
    // Whoever calls from the very address that is called sits at this machine.
    let is_here = ip.is_loopback() || preview.own == Some(ip);
    let made = task::spawn_blocking(move || {
        let _permit = permit;
        let query = uri.query().unwrap_or_default();
        let told = query.split('&').find_map(|pair| pair.strip_prefix("token="));
        let may_write = is_here || told.is_some_and(|told| preview.token.is(told.as_bytes()));
        let token = may_write.then(|| preview.token.text());
        preview.site.room(&Request {
            path: uri.path().strip_prefix(ROOM).unwrap_or_default(),
            query,
            body: (method == Method::POST).then_some(&*body),
            token: token.as_deref(),
        })
    });
    let mut response = bare(made.await.unwrap_or_else(|_| broken()));
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    // The address may hold the token.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// Leads to the room.
pub(super) async fn door() -> Response {
    (StatusCode::PERMANENT_REDIRECT, [(LOCATION, ROOM)]).into_response()
}

/// A preview without one.
pub(super) fn nobody() -> Answer {
    let body = Vec::new();
    Answer { status: 404, content_type: "text/plain; charset=utf-8", body, location: None }
}
