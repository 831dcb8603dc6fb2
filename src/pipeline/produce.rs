//! All pages of a site, from source text to the bytes of every edition, on all cores. It keeps no page
//! and writes none.
//!
//! A worker takes a few pages at a time, and all of them through one stage before the next: templates,
//! the model that converts and the disk each fill a processor's own memory with what they need, and to
//! fetch that anew for every page took a tenth of a build.

use rayon::prelude::*;

use super::{AT_ONCE, making, unreadable};
use crate::address::Address;
use crate::diagnostic::{self, Diagnostic};
use crate::project::Edition;
use crate::render::{Page, Sheet, Studio, fold_repeats};
use crate::site::{Route, Scope};
use crate::stopwatch::Stage;

/// Pages that go through the stages together. More gained nothing, and have to stay somewhere.
const TOGETHER: usize = 8;

/// Renders every route and hands each output, with its address, to `put`, from many threads at
/// once. Returns what is wrong with the pages; the first error of `put` ends the work.
pub(crate) fn produce<E: Send>(
    studio: &Studio,
    put: impl Fn(&Address, &[u8]) -> Result<(), E> + Sync,
) -> Result<Vec<Diagnostic>, E> {
    // What takes longest comes first, and nobody takes many pages at once: at the end, when nothing
    // is left to be taken, no thread should have much to do while the others wait.
    let (large, small): (Vec<_>, Vec<_>) =
        studio.site().routes.iter().partition(|(_, route)| is_large(route));
    let results: Result<Vec<Vec<Diagnostic>>, E> = large
        .par_chunks(1)
        .with_max_len(1)
        .chain(small.par_chunks(TOGETHER).with_max_len(AT_ONCE / TOGETHER))
        .map_init(Vec::new, |buffers, routes| produce_some(studio, routes, buffers, &put))
        .filter(|result| !matches!(result, Ok(faults) if faults.is_empty()))
        .collect();
    let mut faults: Vec<Diagnostic> = results?.into_iter().flatten().collect();
    faults.extend(making::pictures(studio, &put)?);
    faults.extend(making::fonts(studio, &put)?);
    diagnostic::sort(&mut faults);
    fold_repeats(&mut faults);
    Ok(faults)
}

/// Whether one page takes as long as many others: it names all articles, or holds whole ones.
fn is_large(route: &Route) -> bool {
    matches!(route, Route::Sitemap | Route::Feed)
}

/// A page before it is made into its editions.
struct Rendered<'s> {
    address: &'s Address,
    route: &'s Route,
    page: Page,
    /// Those that are made from it.
    editions: Vec<&'s Edition>,
}

/// Some pages: rendered once for each body that somebody wrote, then made into their editions.
fn produce_some<E>(
    studio: &Studio,
    routes: &[(&Address, &Route)],
    buffers: &mut Vec<String>,
    put: &impl Fn(&Address, &[u8]) -> Result<(), E>,
) -> Result<Vec<Diagnostic>, E> {
    let mut waiting = Vec::with_capacity(routes.len());
    for (address, route) in routes {
        for (written, editions) in bodies(studio, route) {
            let begin = || studio.begin(route, written);
            let body = studio.stopwatch().time(Stage::Pages, begin);
            waiting.push((address, route, written, editions, body));
        }
    }
    let mut faults = Vec::new();
    let mut rendered = Vec::with_capacity(waiting.len());
    for (address, route, written, editions, body) in waiting {
        let finish = || studio.finish(address, route, written, body);
        let (page, told) = studio.stopwatch().time(Stage::Pages, finish);
        faults.extend(told);
        rendered.extend(page.map(|page| Rendered { address, route, page, editions }));
    }
    let mut texts = Vec::with_capacity(rendered.len());
    for it in &rendered {
        match studio.stopwatch().time(Stage::Editions, || it.page.sheet()) {
            // A file may be large, and nothing is done to it.
            Ok(Sheet::Shared(bytes)) => {
                for edition in &it.editions {
                    put(&output(edition, it), &bytes)?;
                }
            }
            Ok(text) => texts.push((it, text)),
            Err(error) => faults.push(unreadable(&it.page, it.address, &error)),
        }
    }
    put_texts(studio, &texts, buffers, put)?;
    Ok(faults)
}

/// Makes the editions of some pages, all of one before the next. `buffers` are kept from one time to
/// the next.
fn put_texts<E>(
    studio: &Studio,
    texts: &[(&Rendered<'_>, Sheet<'_>)],
    buffers: &mut Vec<String>,
    put: &impl Fn(&Address, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let mut spare = std::mem::take(buffers).into_iter();
    let mut outputs = Vec::with_capacity(2 * texts.len());
    for edition in &studio.site().config.editions {
        for (it, sheet) in texts {
            if it.editions.iter().any(|one| std::ptr::eq(*one, edition)) {
                let mut text = spare.next().unwrap_or_default();
                let write = || studio.edition(sheet, edition, it.address, &mut text).len();
                studio.stopwatch().time(Stage::Editions, write);
                outputs.push((output(edition, it), text));
            }
        }
    }
    for (address, text) in &outputs {
        put(address, text.as_bytes())?;
    }
    buffers.extend(outputs.into_iter().map(|(_, text)| text).chain(spare));
    Ok(())
}

/// Each body that somebody wrote for a route, by its number, with the editions that are made from it.
fn bodies<'s>(studio: &'s Studio, route: &Route) -> Vec<(usize, Vec<&'s Edition>)> {
    let mut bodies: Vec<(usize, Vec<&Edition>)> = Vec::with_capacity(1);
    for edition in editions(studio, route) {
        let written = studio.written_for(route, edition);
        match bodies.iter_mut().find(|(body, _)| *body == written) {
            Some((_, editions)) => editions.push(edition),
            None => bodies.push((written, vec![edition])),
        }
    }
    bodies
}

/// The editions that a route is made for; what is shared is made once, as the first.
fn editions<'s>(studio: &'s Studio, route: &Route) -> &'s [Edition] {
    let all = studio.site().config.editions.as_slice();
    match route.scope() {
        Scope::Edition => all,
        Scope::Shared => all.get(..1).unwrap_or_default(),
    }
}

/// Where a page stands in an edition.
fn output(edition: &Edition, page: &Rendered<'_>) -> Address {
    if edition.path.is_empty() || page.route.scope() == Scope::Shared {
        page.address.clone()
    } else {
        Address::new(&format!("/{}{}", edition.path, page.address))
    }
}
