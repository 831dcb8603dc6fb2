//! Refuses requests that are not meant for the preview: other names, other sites, other methods,
//! paths that climb, and whatever would change something without the token; and puts on every answer the headers that keep it out of caches.
//!
//! The preview shows drafts. A page from the open web must not read them, neither by giving its
//! own name this machine's address (DNS rebinding: the `Host` is then that name) nor by asking
//! across origins. It never answers a request by itself except to refuse it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HOST, ORIGIN, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::room::{MOST, ROOM};
use super::token::Token;
use crate::address::{self, Address};

/// The header that the token is said in.
const TOKEN: HeaderName = HeaderName::from_static("x-jianfan-token");

/// Knows where the server listens, and therefore by which names it may be called.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guard {
    bound: SocketAddr,
    token: Token,
}

/// Why a request is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The `Host` is missing, doubled, or not this server.
    Host,
    /// The request comes from a page of another site.
    Origin,
    /// Neither GET nor HEAD, where nothing else is answered.
    Method,
    /// Something is to be done, and whoever asks does not know the token or does not say it as the desk does.
    Token,
    /// It says too much, or not how much.
    Length,
    /// The path does not decode, climbs, or holds what no address holds.
    Path,
}

impl Guard {
    pub(super) fn new(bound: SocketAddr, token: Token) -> Self {
        Self { bound, token }
    }

    fn check(self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        if !self.is_called(uri, headers) {
            return Err(Refusal::Host);
        }
        if !headers.get_all(ORIGIN).iter().all(|origin| self.is_own_origin(origin)) {
            return Err(Refusal::Origin);
        }
        match *method {
            Method::GET | Method::HEAD => {}
            Method::POST if uri.path().starts_with(ROOM) => self.may_write(headers)?,
            _ => return Err(Refusal::Method),
        }
        if is_sound(uri.path()) { Ok(()) } else { Err(Refusal::Path) }
    }

    /// Whether somebody may have something done: from a page of this very address, in JSON, which no form of
    /// another site can send, and with the token, which no other site can read.
    fn may_write(self, headers: &HeaderMap) -> Result<(), Refusal> {
        let one = |name: &HeaderName| {
            let mut all = headers.get_all(name).iter();
            all.next().filter(|_| all.next().is_none()).map(HeaderValue::as_bytes)
        };
        let origin = one(&ORIGIN).and_then(|origin| origin.strip_prefix(b"http://"));
        if origin.is_none() || origin != one(&HOST) {
            return Err(Refusal::Origin);
        }
        let length = one(&CONTENT_LENGTH).and_then(|it| std::str::from_utf8(it).ok()?.parse().ok());
        if length.is_none_or(|length: usize| length > MOST) {
            return Err(Refusal::Length);
        }
        let is_json = one(&CONTENT_TYPE) == Some(b"application/json");
        let is_known = one(&TOKEN).is_some_and(|given| self.token.is(given));
        if is_json && is_known { Ok(()) } else { Err(Refusal::Token) }
    }

    /// Exactly one `Host`, and it is us. A request line may also name a host; then that one too.
    fn is_called(self, uri: &Uri, headers: &HeaderMap) -> bool {
        let mut hosts = headers.get_all(HOST).iter();
        let host = hosts.next().and_then(|host| host.to_str().ok());
        hosts.next().is_none()
            && host.is_some_and(|host| self.is_own_host(host))
            && uri.authority().is_none_or(|authority| self.is_own_host(authority.as_str()))
    }

    fn is_own_origin(self, origin: &HeaderValue) -> bool {
        let host = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
        host.is_some_and(|host| self.is_own_host(host))
    }

    /// Whether `name:port` is one of ours: localhost, a loopback address, the bound address. When
    /// every interface is bound, any literal IP address is: an attacker needs a *name* to rebind.
    fn is_own_host(self, host: &str) -> bool {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port == self.bound.port().to_string() => name,
            _ if self.bound.port() == 80 => host,
            _ => return false,
        };
        let bound = self.bound.ip();
        name.eq_ignore_ascii_case("localhost")
            || literal(name).is_some_and(|ip| {
                ip == bound
                    || ip == Ipv4Addr::LOCALHOST
                    || ip == Ipv6Addr::LOCALHOST
                    || bound.is_unspecified()
            })
    }
}

/// An IP address as it stands in a URL.
fn literal(name: &str) -> Option<IpAddr> {
    match name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inner) => inner.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
        None => name.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
    }
}

/// Whether a path can be an address: it decodes, does not climb, holds no control character and
/// no backslash. Two slashes at its start would turn a redirect into one to another host.
pub(super) fn is_sound(path: &str) -> bool {
    let plain = address::decode(path);
    plain.is_some_and(|plain| !plain.contains('\\') && !plain.starts_with("//"))
        && Address::from_href(path).is_some()
}

/// The middleware: refuse or pass on, then add the headers.
pub(super) async fn stand(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let mut response = match guard.check(request.method(), request.uri(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // A foreign page can still ask for a file without saying who it is, as a picture or script.
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, text) = match self {
            Self::Host => (
                StatusCode::FORBIDDEN,
                "预览只回答以本机地址发来的请求。\nThe preview answers only to its own address.\n",
            ),
            Self::Origin => (
                StatusCode::FORBIDDEN,
                "预览不回答别的网站发来的请求。\nThe preview does not answer other sites.\n",
            ),
            Self::Method => (
                StatusCode::METHOD_NOT_ALLOWED,
                "预览只能看，不能写。\nThe preview can be read only.\n",
            ),
            Self::Token => (
                StatusCode::FORBIDDEN,
                "这里只能看，不能改；要改，打开命令窗口里给出的校对台网址。\n\
                 This desk is read-only; open it by the address with the token.\n",
            ),
            Self::Length => {
                (StatusCode::PAYLOAD_TOO_LARGE, "一次说得太多了。\nThis is too much at once.\n")
            }
            Self::Path => (StatusCode::BAD_REQUEST, "网址有误。\nThis is not an address.\n"),
        };
        let mut response = (status, text).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        if self == Self::Method {
            headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        response
    }
}
