//! Answers requests until it is told to stop: pages and files from the [`Site`], events and the
//! script from `reload`. It never caches, never renders itself, and never waits for slow pages.

use std::borrow::Cow;
use std::future::poll_fn;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::{future, io, thread};

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::{CONTENT_TYPE, HeaderName, LOCATION};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use axum::{Router, middleware};
use tokio::runtime::Builder;
use tokio::sync::Semaphore;
use tokio::task;

use super::client::{CLIENT, SCRIPT, with_reload_script};
use super::guard::{self, Guard};
use super::reload::{self, Reload, Stamp};
use super::room::{self, MOST, ROOM};
use super::token::Token;
use super::{Answer, OpenBrowser, Options, PreviewError, Site, browser, port};
use crate::address;

const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// Serves the site until ^C, then ends at once, whatever is still open. `ready` is told where it
/// listens. After it has returned, ^C no longer ends the program: return soon.
pub(crate) fn run(
    options: Options,
    site: Arc<dyn Site>,
    reload: Reload,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), PreviewError> {
    run_until(options, site, reload, ready, async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Then nobody catches ^C, and the system ends the program by itself.
            future::pending::<()>().await;
        }
    })
}

/// Like [`run`], but ends when `stop` does.
pub(crate) fn run_until(
    options: Options,
    site: Arc<dyn Site>,
    reload: Reload,
    ready: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()>,
) -> Result<(), PreviewError> {
    let processors = thread::available_parallelism().map_or(2, usize::from);
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(processors)
        .thread_name("preview")
        .enable_all()
        .build()
        .map_err(PreviewError::CannotStart)?;
    let state = Preview {
        site,
        reload,
        token: options.token,
        own: None,
        makers: Arc::new(Semaphore::new(processors)),
    };
    let outcome = runtime.block_on(serve(options, state, ready, stop));
    // Open connections are cut and a page that is still being made is not waited for.
    runtime.shutdown_background();
    outcome
}

async fn serve(
    options: Options,
    state: Preview,
    ready: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()>,
) -> Result<(), PreviewError> {
    let listener = port::listen(&options).await?;
    let bound = listener.local_addr().map_err(PreviewError::CannotStart)?;
    let own = Some(bound.ip().to_canonical()).filter(|own| !own.is_unspecified());
    let state = Preview { own, ..state };
    let listener = listener.tap_io(|stream| {
        // Events are small and must leave at once. Where that cannot be had they leave later.
        let _: io::Result<()> = stream.set_nodelay(true);
    });
    let router = Router::new()
        .route(reload::EVENTS, get(events))
        .route(reload::ABOUT, get(about))
        .route(SCRIPT, get(script))
        .route("/_desk", get(room::door))
        .route(ROOM, get(room::enter).post(room::enter))
        .route("/_desk/{*path}", get(room::enter).post(room::enter))
        .fallback(page)
        .with_state(state)
        .layer(DefaultBodyLimit::max(MOST))
        .layer(middleware::from_fn_with_state(Guard::new(bound, options.token), guard::stand))
        .into_make_service_with_connect_info::<SocketAddr>();
    task::spawn(async { axum::serve(listener, router).await });
    let mut stop = pin!(stop);
    // Whoever hears where it listens may end it at once: by then it must be listened for.
    let is_over = poll_fn(|context| Poll::Ready(stop.as_mut().poll(context).is_ready())).await;
    ready(bound);
    if options.open == OpenBrowser::Yes {
        browser::open(bound);
    }
    if !is_over {
        stop.await;
    }
    Ok(())
}

#[derive(Clone)]
pub(super) struct Preview {
    pub(super) site: Arc<dyn Site>,
    reload: Reload,
    pub(super) token: Token,
    /// The address that it listens at, if it is one.
    pub(super) own: Option<IpAddr>,
    /// One permit for each page that may be in the making.
    pub(super) makers: Arc<Semaphore>,
}

async fn events(State(preview): State<Preview>) -> Response {
    let stream = Body::from_stream(preview.reload.listen());
    ([(CONTENT_TYPE, "text/event-stream")], stream).into_response()
}

/// What is to be known of the page whose path the query names, percent-encoded once more.
async fn about(State(preview): State<Preview>, uri: Uri) -> Response {
    let given = uri.query().and_then(|query| address::decode(query.strip_prefix("at=")?));
    let Some(path) = given.filter(|path| guard::is_sound(path)).map(Cow::into_owned) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let Ok(permit) = preview.makers.acquire_owned().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let told = task::spawn_blocking(move || {
        let _permit = permit;
        preview.site.about(&path).json()
    });
    match told.await {
        Ok(json) => ([(CONTENT_TYPE, "application/json")], json).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn script() -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], CLIENT).into_response()
}

async fn page(State(preview): State<Preview>, uri: Uri) -> Response {
    let Preview { site, reload, makers, .. } = preview;
    let Ok(permit) = makers.acquire_owned().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let stamp = reload.stamp();
    let made = task::spawn_blocking(move || {
        // The work goes on when the browser has gone; so does its claim to a processor.
        let _permit = permit;
        respond(site.answer(uri.path()), stamp)
    });
    made.await.unwrap_or_else(|_| respond(broken(), stamp))
}

fn respond(mut answer: Answer, stamp: Stamp) -> Response {
    let mut seal = None;
    // Nobody looks at the body of a redirect.
    if answer.content_type.starts_with("text/html") && answer.location.is_none() {
        seal = HeaderValue::try_from(stamp.seal(&answer.body)).ok();
        answer.body = with_reload_script(&answer.body);
    }
    let mut response = bare(answer);
    if let Some(seal) = seal {
        response.headers_mut().insert(SERVER_TIMING, seal);
    }
    response
}

/// An answer as it is, without the script for pages.
pub(super) fn bare(answer: Answer) -> Response {
    let Answer { status, content_type, body, location } = answer;
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, media_type(content_type));
    if let Some(location) = location {
        match HeaderValue::try_from(location) {
            Ok(location) => drop(headers.insert(LOCATION, location)),
            Err(_) => *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
    response
}

/// A text without a charset would be read in the browser's own, which may be GBK.
fn media_type(content_type: &'static str) -> HeaderValue {
    if content_type.starts_with("text/") && !content_type.contains("charset") {
        HeaderValue::try_from(format!("{content_type}; charset=utf-8"))
            .unwrap_or(HeaderValue::from_static("text/plain; charset=utf-8"))
    } else {
        HeaderValue::from_str(content_type)
            .unwrap_or(HeaderValue::from_static("application/octet-stream"))
    }
}

/// The page shown when the making of one has panicked. It listens like any page, so it goes away
/// by itself once the sources change.
pub(super) fn broken() -> Answer {
    let body = "<!DOCTYPE html><html lang=\"zh-Hans\"><meta charset=\"utf-8\"><title>500</title>\
                <body><p>生成这一页时程序出了错，终端里有详情；改动后保存，会自动再试。</p>\
                <p lang=\"en\">The program failed while making this page; the terminal has the \
                details. It tries again after the next save.</p></body></html>";
    Answer {
        status: 500,
        content_type: "text/html; charset=utf-8",
        body: body.as_bytes().to_vec(),
        location: None,
    }
}
