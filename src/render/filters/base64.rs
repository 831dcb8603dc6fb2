//! `base64_encode` and `base64_decode`, for small things that stand in an address or in JSON.

use data_encoding::BASE64;
use tera::{Error, Kwargs, State, TeraResult};

use crate::render::offer::Offer;

pub(super) fn register(tera: &mut Offer) {
    tera.register_filter("base64_encode", |text: &str, _: Kwargs, _: &State| {
        BASE64.encode(text.as_bytes())
    });
    tera.register_filter("base64_decode", |text: &str, _: Kwargs, _: &State| decode(text));
}

fn decode(text: &str) -> TeraResult<String> {
    let bytes = BASE64.decode(text.trim().as_bytes()).ok();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| Error::message(format!("`{text}` is no text in Base64.")))
}
