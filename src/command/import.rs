//! `jianfan import`: files as offices have them become articles of a section, each with a report of
//! what was done to it. A file that cannot be imported stops no other.

mod account;

use std::path::PathBuf;

use clap::Args;
use rayon::prelude::*;

use super::{Ending, Global, Report, parse_line};
use crate::diagnostic::{Diagnostic, Place};
use crate::edit::{self, Arrival, EditError, Outcome, Wish};
use crate::import::{self, Asked, ENDINGS, Imported, Input, Neighbours, Rules};
use crate::project::{self, CONTENT, Incoming, LastGood, Project, ProjectError};
use crate::script::Readings;
use account::{Account, Told};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 要导入的文件或文件夹，可以写几个；- 是标准输入
    #[arg(value_name = "文件", help_heading = "参数", required = true)]
    files: Vec<PathBuf>,
    /// 放在哪个文件夹，如 content/news/county
    #[arg(long, value_name = "文件夹", value_parser = parse_line)]
    to: String,
    /// 都是这一种类型（默认：从文字里看出来）
    #[arg(long, value_name = "类型", value_parser = parse_line)]
    kind: Option<String>,
    /// 不用某条规则，如 --without quotes；可以写几次
    #[arg(long, value_name = "规则")]
    without: Vec<String>,
    /// 同名的文章已经在那里：更新它，并列出改了什么（默认：另取一个名字）
    #[arg(long)]
    update: bool,
    /// 把原来的文件也存一份在旁边（名字以点开头，不会发布）
    #[arg(long)]
    keep_raw: bool,
    /// 只看会怎样，什么也不写
    #[arg(long)]
    dry_run: bool,
}

impl Options {
    fn wish(&self) -> Wish {
        match (self.update, self.dry_run) {
            (false, false) => Wish::New,
            (true, false) => Wish::Update,
            (false, true) => Wish::TryNew,
            (true, true) => Wish::TryUpdate,
        }
    }
}

/// How many files are read at once: enough for all cores, and few enough for the memory.
const AT_ONCE: usize = 32;
/// And no more bytes than this, but for a single file that is larger.
const BYTES_AT_ONCE: u64 = 64 << 20;

pub(crate) fn run(global: &Global, options: &Options, report: &Report) -> Ending {
    match import(global, options, report) {
        Ok(ending) => ending,
        Err((ending, diagnostic)) => {
            report.diagnostics(&[*diagnostic]);
            ending
        }
    }
}

type Stop = (Ending, Box<Diagnostic>);

/// An article with the bytes that it was made of.
type ReadIn = Result<(Imported, Vec<u8>), Box<Diagnostic>>;

fn import(global: &Global, options: &Options, report: &Report) -> Result<Ending, Stop> {
    let failed = |error: &ProjectError| (Ending::Failed, Box::new(error.diagnostic()));
    let root = project::find_root(global.root.as_deref()).map_err(|error| failed(&error))?;
    let (project, _) = Project::load(&root, &Readings::default(), LastGood::default())
        .map_err(|error| failed(&error))?;
    let folder = section(&options.to).map_err(|fault| (Ending::Usage, fault))?;
    let asked = asked(options, &project).map_err(|fault| (Ending::Usage, fault))?;
    let (files, faults) = project::incoming(&options.files, &ENDINGS);
    report.diagnostics(&faults);
    let mut account = Account::new(report, files.len());
    let mut ending = if faults.is_empty() { Ending::Done } else { Ending::Failed };
    let mut rest = files.as_slice();
    while !rest.is_empty() {
        let (some, after) = rest.split_at(together(rest));
        rest = after;
        let read: Vec<ReadIn> = some
            .par_iter()
            .map(|file| read(file, &asked))
            // The bytes of a file are kept no longer than somebody needs them.
            .map(|read| {
                read.map(|(own, raw)| (own, if options.keep_raw { raw } else { Vec::new() }))
            })
            .collect();
        for (file, result) in some.iter().zip(read) {
            let told = match result {
                Ok((imported, raw)) => settle(&root, &folder, options, file, imported, &raw),
                // What could not be opened is the disk's fault, all else the file's.
                Err(fault) if fault.code == "unreadable-file" => Err((Ending::Failed, fault)),
                Err(fault) => Err((Ending::Faults, fault)),
            };
            if let Err((own, _)) = &told {
                ending = graver(ending, *own);
            }
            account.tell(file, told.map_err(|(_, fault)| fault));
        }
        account.progress(files.len() - rest.len());
    }
    account.finish(options.dry_run);
    Ok(ending)
}

/// How many of the files are read together.
fn together(files: &[Incoming]) -> usize {
    let mut bytes = 0;
    let fits = files.iter().take(AT_ONCE).take_while(|file| {
        bytes += file.length();
        bytes <= BYTES_AT_ONCE
    });
    fits.count().max(1)
}

fn graver(one: Ending, other: Ending) -> Ending {
    if one == Ending::Failed { one } else { other }
}

/// The folder within the site that articles go to.
fn section(to: &str) -> Result<String, Box<Diagnostic>> {
    let plain = to.trim().replace('\\', "/");
    let inner = plain.trim_end_matches('/').trim_start_matches("./");
    let inner = inner.strip_prefix(CONTENT).map_or(inner, |rest| rest.trim_start_matches('/'));
    let parts: Vec<&str> = inner.split('/').filter(|part| !part.is_empty()).collect();
    if plain.starts_with('/')
        || parts.iter().any(|part| part.starts_with('.') || part.contains(':'))
    {
        return Err(Box::new(
            Diagnostic::error(
                "bad-section-folder",
                format!("“{to}”不是网站里的文件夹"),
                format!("`{to}` is no folder of the site"),
            )
            .help(
                "写 content 下面的文件夹，如 --to content/news/county。",
                "Name a folder below `content`, such as --to content/news/county.",
            ),
        ));
    }
    Ok(std::iter::once(CONTENT).chain(parts).collect::<Vec<_>>().join("/"))
}

fn asked(options: &Options, project: &Project) -> Result<Asked, Box<Diagnostic>> {
    let kinds = &project.kinds;
    let kind = match &options.kind {
        Some(name) => {
            Some(kinds.find(name).ok_or_else(|| Box::new(kinds.unknown(name)))?.name.clone())
        }
        None => None,
    };
    Ok(Asked {
        rules: Rules::without(&options.without)?,
        kind,
        kinds: kinds.iter().map(|kind| kind.name.clone()).collect(),
        script: project.config.script,
    })
}

/// Reads and converts one file; its bytes come along for whoever keeps them.
fn read(file: &Incoming, asked: &Asked) -> ReadIn {
    let raw = file.read()?;
    let beside = Beside(file);
    let input = Input { name: &file.name, bytes: &raw, beside: Some(&beside) };
    let mut imported = import::import(input, asked).map_err(|mut fault| {
        at_file(&mut fault, file);
        fault
    })?;
    for warning in &mut imported.warnings {
        at_file(warning, file);
    }
    Ok((imported, raw))
}

/// What lies beside a file on the disk.
#[derive(Debug)]
struct Beside<'f>(&'f Incoming);

impl Neighbours for Beside<'_> {
    fn read(&self, name: &str) -> Option<Vec<u8>> {
        self.0.beside(name)
    }
}

/// Faults of a file are told with the path that was given.
fn at_file(fault: &mut Diagnostic, file: &Incoming) {
    match &mut fault.place {
        Some(place) => place.path = file.shown.clone(),
        None => fault.place = Some(Place::file(file.shown.clone())),
    }
}

fn settle(
    root: &std::path::Path,
    folder: &str,
    options: &Options,
    file: &Incoming,
    imported: Imported,
    raw: &[u8],
) -> Result<Told, Stop> {
    let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
    let title = if imported.title.is_empty() { stem } else { &imported.title };
    let mut beside: Vec<(String, &[u8])> = imported
        .pictures
        .iter()
        .map(|picture| (picture.name.clone(), picture.bytes.as_slice()))
        .collect();
    let raw_name = format!(".raw-{}", file.name);
    if options.keep_raw {
        beside.push((raw_name, raw));
    }
    let arrival = Arrival { folder, title, markdown: &imported.markdown, beside };
    let outcome = edit::arrive(root, &arrival, options.wish());
    let outcome: Outcome =
        outcome.map_err(|error: EditError| (Ending::of(&error), Box::new(error.diagnostic())))?;
    Ok(Told { imported, outcome })
}
