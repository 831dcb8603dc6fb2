//! The list of all articles as the desk shows it: what is asked for, in the order that is asked for, a page of
//! it at a time. It counts nothing itself: what is not counted yet is shown as such.

use std::collections::BTreeMap;

use serde::Serialize;

use super::count::Count;
use super::subject::{Subject, all};
use crate::article::Status;
use crate::diagnostic::{Diagnostic, Language, Text};
use crate::project::simplified;
use crate::render::Studio;
use crate::site::Entry;

/// What is asked for.
#[derive(Debug, Default)]
pub(crate) struct Wish {
    /// Part of a title or a path.
    pub(crate) text: String,
    /// A status by its English name; `open` or `faults` for those that have some; empty for all.
    pub(crate) only: String,
    /// `date`, `title`, `status`, `open` or `faults`.
    pub(crate) sort: String,
    /// How many rows are asked for.
    pub(crate) most: usize,
}

/// A page of the list.
#[derive(Debug, Serialize)]
pub(crate) struct List {
    pub(crate) rows: Vec<Row>,
    /// How many there are of what was asked for.
    pub(crate) found: usize,
    /// All articles.
    total: usize,
    /// All open questions that were counted so far.
    open: usize,
    /// Articles whose questions are not counted yet as they are now.
    pub(crate) waiting: usize,
    /// The statuses that there are, each with its name and how many have it.
    statuses: Vec<(&'static str, String, usize)>,
}

/// What is known of an article's questions.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) count: Count,
    /// Whether nothing has changed since they were counted.
    pub(crate) is_current: bool,
}

/// One article.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    pub(crate) path: String,
    pub(crate) title: String,
    status: &'static str,
    status_name: String,
    date: String,
    /// The day of its own going live, where that is to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    live: Option<String>,
    /// None while it was never counted.
    open: Option<usize>,
    /// Whether that, and what is wrong, is counted as the article is now.
    #[serde(skip)]
    is_current: bool,
    faults: Vec<Fault>,
}

/// A diagnostic, in short.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Fault {
    is_error: bool,
    /// `content/news/x.md:3:5`
    place: String,
    what: String,
    help: Option<String>,
}

impl Fault {
    /// The diagnostic in a language.
    pub(crate) fn new(fault: &Diagnostic, language: Language) -> Self {
        let place = fault.place.as_ref().map(|place| {
            let (line, column) = place.line_column();
            if place.text.is_empty() {
                place.path.to_string()
            } else {
                format!("{}:{line}:{column}", place.path)
            }
        });
        Self {
            is_error: fault.is_error(),
            place: place.unwrap_or_default(),
            what: language.pick(&fault.what),
            help: fault.help.as_ref().map(|help| language.pick(help)),
        }
    }
}

/// Faults in a language, each once, the grave ones first.
fn told<'d>(faults: impl Iterator<Item = &'d Diagnostic>, language: Language) -> Vec<Fault> {
    let mut told: Vec<Fault> = faults.map(|fault| Fault::new(fault, language)).collect();
    told.sort_by(|a, b| (!a.is_error, a).cmp(&(!b.is_error, b)));
    told.dedup();
    told
}

/// All rows: every article, and every other file that something is wrong with. `counted` gives what is known
/// of an article's questions.
pub(crate) fn rows(
    studio: &Studio,
    faults: &[Diagnostic],
    counted: impl Fn(&Subject<'_>) -> Option<Known>,
    language: Language,
) -> Vec<Row> {
    let site = studio.site();
    let mut by_path: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for fault in faults {
        by_path
            .entry(fault.place.as_ref().map_or("", |place| &place.path))
            .or_default()
            .push(fault);
    }
    let row = |subject: Subject<'_>| {
        let article = subject.written.first()?;
        let count = counted(&subject);
        let own: Vec<&Diagnostic> =
            subject.written.iter().filter_map(|it| by_path.remove(&*it.path)).flatten().collect();
        let (status, zh) = subject.entry.map_or(("section", "栏目"), Entry::state);
        let of_body = count.iter().flat_map(|known| &known.count.faults);
        let meta = &article.meta;
        let live = meta.date("publish_at").filter(|_| status == "scheduled");
        Some(Row {
            path: subject.path().to_owned(),
            title: site.readings.plain(meta.text("title"), meta.script).into_owned(),
            status,
            status_name: language.pick(&Text::new(zh, status)),
            date: meta.date("date").map(|date| date.day.to_string()).unwrap_or_default(),
            live: live.map(crate::article::Moment::day_and_time),
            open: count
                .as_ref()
                .map(|known| known.count.open)
                .or((meta.status == Status::Withdrawn).then_some(0)),
            is_current: count.as_ref().is_some_and(|known| known.is_current),
            faults: told(own.into_iter().chain(of_body), language),
        })
    };
    let mut rows: Vec<Row> = all(site).filter_map(row).collect();
    let others = by_path.into_iter().map(|(path, faults)| Row {
        path: path.to_owned(),
        title: path.rsplit('/').next().unwrap_or(path).to_owned(),
        status: "file",
        status_name: language.pick(&Text::new("其他文件", "other file")),
        date: String::new(),
        live: None,
        open: Some(0),
        is_current: true,
        faults: told(faults.into_iter(), language),
    });
    rows.extend(others);
    rows
}

/// All states, in the order in which an article goes through them; then what is none.
const STATES: [&str; 8] =
    ["draft", "review", "scheduled", "published", "expired", "withdrawn", "section", "file"];

/// A text as it is looked for: whoever writes it in the other script or in capitals finds it, too.
fn folded(text: &str) -> String {
    simplified(&text.to_lowercase())
}

/// The article after one in the order of the list that has something to look at; behind the last one stands the first.
/// Where some on the way are not counted as they are now, they are told instead: they are to be counted first.
pub(crate) fn next(rows: Vec<Row>, after: &str) -> Result<Option<String>, Vec<String>> {
    let wish = Wish { most: usize::MAX, ..Wish::default() };
    let mut rows = list(rows, &wish).rows;
    let here = rows.iter().position(|row| row.path == after);
    rows.rotate_left(here.map_or(0, |at| at + 1));
    rows.retain(|row| row.path != after);
    let found = rows.iter().position(|row| row.is_current && row.open != Some(0));
    let way = rows.get(..found.unwrap_or(rows.len())).unwrap_or_default();
    let uncounted = way.iter().filter(|row| !row.is_current);
    let uncounted: Vec<String> = uncounted.map(|row| row.path.clone()).collect();
    if uncounted.is_empty() {
        Ok(found.and_then(|at| rows.get(at)).map(|row| row.path.clone()))
    } else {
        Err(uncounted)
    }
}

/// What is asked for of all rows.
pub(crate) fn list(rows: Vec<Row>, wish: &Wish) -> List {
    let mut statuses: BTreeMap<&str, (String, usize)> = BTreeMap::new();
    for row in &rows {
        statuses.entry(row.status).or_insert_with(|| (row.status_name.clone(), 0)).1 += 1;
    }
    let total = rows.iter().filter(|row| row.status != "file").count();
    let open = rows.iter().filter_map(|row| row.open).sum();
    let waiting = rows.iter().filter(|row| !row.is_current).count();
    let text = folded(&wish.text);
    let mut found: Vec<Row> = rows.into_iter().filter(|row| wish.takes(row, &text)).collect();
    wish.sort(&mut found);
    let count = found.len();
    found.truncate(wish.most);
    let statuses = STATES.into_iter().filter_map(|status| {
        let (name, count) = statuses.remove(status)?;
        Some((status, name, count))
    });
    List { rows: found, found: count, total, open, waiting, statuses: statuses.collect() }
}

impl Wish {
    /// Whether a row is asked for; `text` is the text that is looked for, folded.
    fn takes(&self, row: &Row, text: &str) -> bool {
        let only = match self.only.as_str() {
            "" => true,
            "open" => row.open != Some(0),
            "faults" => !row.faults.is_empty(),
            status => row.status == status,
        };
        only && (text.is_empty()
            || folded(&row.title).contains(text)
            || folded(&row.path).contains(text))
    }

    /// Rows that are alike in what is asked for stand the newest first.
    fn sort(&self, rows: &mut [Row]) {
        rows.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.path.cmp(&b.path)));
        match self.sort.as_str() {
            "title" => rows.sort_by(|a, b| a.title.cmp(&b.title)),
            "status" => rows.sort_by_key(|row| STATES.iter().position(|it| *it == row.status)),
            "open" => rows.sort_by_key(|row| std::cmp::Reverse(row.open)),
            "faults" => rows.sort_by_key(|row| std::cmp::Reverse(row.faults.len())),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(path: &str, status: &'static str, date: &str, open: Option<usize>) -> Row {
        Row {
            path: path.to_owned(),
            title: format!("题目{path}"),
            status,
            status_name: status.to_owned(),
            date: date.to_owned(),
            live: None,
            open,
            is_current: open.is_some(),
            faults: Vec::new(),
        }
    }

    fn shown(text: &str, only: &str, sort: &str) -> String {
        let rows = vec![
            row("a", "published", "2026-01-01", Some(2)),
            row("b", "draft", "2026-03-01", None),
            row("c", "published", "2026-02-01", Some(0)),
            row("d", "published", "2026-02-01", Some(9)),
        ];
        let (text, only, sort) = (text.to_owned(), only.to_owned(), sort.to_owned());
        let list = list(rows, &Wish { text, only, sort, most: 3 });
        assert_eq!((list.total, list.open, list.waiting), (4, 11, 1));
        let rows: Vec<String> = list.rows.into_iter().map(|row| row.path).collect();
        format!("{}/{}", rows.concat(), list.found)
    }

    #[test]
    fn the_list_is_what_is_asked_for_in_its_order() {
        assert_eq!(shown("", "", ""), "bcd/4");
        assert_eq!(shown("", "", "open"), "dac/4");
        assert_eq!(shown("", "published", "title"), "acd/3");
        // In the order of their way to readers, not of their names.
        assert_eq!(shown("", "", "status"), "bcd/4");
        // In whatever script and case.
        assert_eq!(shown("題目C", "", ""), "c/1");
        // What is not counted yet may have questions.
        assert_eq!(shown("", "open", "open"), "dab/3");
    }

    #[test]
    fn a_count_that_is_old_is_shown_and_still_waited_for() {
        let old = Row { is_current: false, ..row("a", "draft", "2026-01-01", Some(2)) };
        let list = list(vec![old], &Wish { most: 1, ..Wish::default() });
        assert_eq!((list.open, list.waiting, list.rows.len()), (2, 1, 1));
    }

    #[test]
    fn the_next_one_comes_after_the_one_that_is_open_and_nothing_is_passed_over_uncounted() {
        let row = |path: &str, open| row(path, "draft", "2026-01-01", open);
        let rows =
            || vec![row("a", Some(1)), row("b", Some(0)), row("c", Some(2)), row("d", Some(0))];
        let path = |path: &str| Ok(Some(path.to_owned()));
        assert_eq!(next(rows(), "a"), path("c"));
        assert_eq!(next(rows(), "c"), path("a"));
        assert_eq!(next(rows(), "b"), path("c"));
        assert_eq!(next(rows(), "gone"), path("a"));
        let mut others = rows();
        others.push(row("bb", None));
        assert_eq!(next(others, "a"), Err(vec!["bb".to_owned()]));
        assert_eq!(next(vec![row("a", Some(3)), row("b", Some(0))], "a"), Ok(None));
    }
}
