//! The filters that templates may use beside Tera's own. They look at their argument, and at
//! nothing of the page around it.

mod base64;
mod chart;
mod number;
mod pattern;

use std::sync::Arc;

use tera::{Error, Kwargs, State, TeraResult, Value};

use super::offer::Offer;
use super::{Shelf, body};
use crate::article::Moment;
use crate::script::{Lexicon, Script};
use crate::site::slug;

/// Makes the filters known; this must happen before templates are read.
pub(super) fn register(tera: &mut Offer, shelf: &Arc<Shelf>) {
    let script = shelf.site.config.script;
    let words = shelf.site.words.clone();
    tera.register_filter("in_script", move |text: &str, kwargs: Kwargs, _: &State| {
        in_script(text, &kwargs, script, &words)
    });
    tera.register_filter("han_date", |text: &str, _: Kwargs, _: &State| {
        moment(text).map(Moment::han).unwrap_or_default()
    });
    tera.register_filter("date", |text: &str, kwargs: Kwargs, _: &State| date(text, &kwargs));
    tera.register_filter("json_encode", |value: &Value, _: Kwargs, _: &State| json(value));
    tera.register_filter("striptags", |text: &str, _: Kwargs, _: &State| striptags(text));
    tera.register_filter("urlencode", |text: &str, _: Kwargs, _: &State| urlencode(text));
    tera.register_filter("slugify", |text: &str, _: Kwargs, _: &State| slug(text));
    let own = shelf.clone();
    tera.register_filter("markdown", move |text: &str, kwargs: Kwargs, _: &State| {
        markdown(&own, text, &kwargs)
    });
    base64::register(tera);
    chart::register(tera, script);
    number::register(tera, script);
    pattern::register(tera);
}

/// Markdown as HTML; `inline` leaves out the paragraph around a text that is one.
fn markdown(shelf: &Shelf, text: &str, kwargs: &Kwargs) -> TeraResult<Value> {
    let html = body::words(shelf, text);
    if !kwargs.get("inline")?.unwrap_or(false) {
        return Ok(Value::safe_string(&html));
    }
    let inner = html.trim_end().strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
    Ok(Value::safe_string(inner.filter(|inner| !inner.contains("<p>")).unwrap_or(html.trim_end())))
}

/// The text in another script than the site's, for a page that speaks several at once.
fn in_script(text: &str, kwargs: &Kwargs, from: Script, words: &Lexicon) -> TeraResult<String> {
    let tag: &str = kwargs.must_get("script")?;
    let to = Script::from_tag(tag)
        .ok_or_else(|| Error::message(format!("`{tag}` is no script of Chinese.")))?;
    Ok(words.convert(text, from, to).into_owned())
}

/// A date in the form that `format` gives (strftime's letters); empty stays empty.
fn date(text: &str, kwargs: &Kwargs) -> TeraResult<String> {
    let format: &str = kwargs.get("format")?.unwrap_or("%Y-%m-%d");
    let Some(moment) = moment(text) else { return Ok(String::new()) };
    let time = moment.time.unwrap_or_else(jiff::civil::Time::midnight);
    jiff::fmt::strtime::format(format, moment.day.to_datetime(time))
        .map_err(|error| Error::message(format!("`{format}` is no date format: {error}")))
}

/// Dates in contexts are local to the site already; what stands after the time is its offset.
fn moment(text: &str) -> Option<Moment> {
    let local = text.get(..19).filter(|_| text.contains('T')).unwrap_or(text);
    Moment::parse(local, &jiff::tz::TimeZone::UTC)
}

/// JSON that may stand inside a `script` element.
fn json(value: &Value) -> TeraResult<Value> {
    Ok(Value::safe_string(&script_json(value)?))
}

/// JSON of which no part can end a `script` element or begin a reference.
pub(super) fn script_json(value: &impl serde::Serialize) -> TeraResult<String> {
    let json = serde_json::to_string(value).map_err(Error::message)?;
    if !json.contains(['<', '>', '&']) {
        return Ok(json);
    }
    Ok(json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
}

/// The text between the tags.
fn striptags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text
}

fn urlencode(text: &str) -> String {
    crate::address::encode(text).replace('&', "%26").replace('+', "%2B").replace('=', "%3D")
}
