//! How many ordinary Word files `jianfan import` reads a second. It makes the files itself, the same ones
//! every time, from the sentences of the sample site; imports them into an empty site as an office would;
//! and does the same with pandoc where there is one. It asserts only that every file became an article.
//!
//! `cargo bench --bench import [-- FILES [RUNS]]`

#[path = "../../src/dice.rs"]
mod dice;
mod document;
mod sentences;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    // Cargo itself passes `--bench`.
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse::<usize>().ok());
    let files = numbers.next().unwrap_or(1000).max(1);
    let runs = numbers.next().unwrap_or(3).max(1);
    let folder = tempfile::tempdir()?;
    let incoming = folder.path().join("incoming");
    fs::create_dir(&incoming)?;
    let sentences = sentences::of_sample_site()?;
    let (mut bytes, mut letters) = (0, 0);
    for number in 0..files {
        let made = document::make(&sentences, number)?;
        bytes += made.bytes.len();
        letters += made.letters;
        fs::write(incoming.join(format!("{number:05}.docx")), &made.bytes)?;
    }
    let cores = std::thread::available_parallelism()?;
    println!(
        "{files} files, {} KB and {} characters each; {cores} cores",
        bytes / files / 1024,
        letters / files
    );
    let mut times = Vec::new();
    for run in 0..runs {
        let site = folder.path().join(format!("site-{run}"));
        times.push(ours(&site, &incoming, files)?);
    }
    tell("jianfan import", files, &mut times);
    if let Some(time) = pandoc(folder.path(), &incoming, files)? {
        tell("pandoc, one process a file on every core", files.min(MOST_OF_PEER), &mut [time]);
    }
    Ok(())
}

fn tell(who: &str, files: usize, times: &mut [Duration]) {
    times.sort_unstable();
    let (Some(least), Some(most)) = (times.first(), times.last()) else { return };
    let median = times.get(times.len() / 2).unwrap_or(most).as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a count of files")]
    let rate = files as f64 / median;
    println!(
        "{who}: {files} files in {median:.2} s ({least:.2?} to {most:.2?}), {rate:.0} a second"
    );
}

/// Imports the folder into an empty site.
fn ours(site: &Path, incoming: &Path, files: usize) -> Outcome<Duration> {
    fs::create_dir_all(site.join("content"))?;
    fs::write(site.join("site.yaml"), "title: 试\nbase_url: https://example.org/\n")?;
    let begin = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_jianfan"))
        .arg("import")
        .arg(incoming)
        .args(["--to", "content/news", "--root"])
        .arg(site)
        .stderr(Stdio::null())
        .output()?;
    let time = begin.elapsed();
    let articles = fs::read_dir(site.join("content/news"))?.count();
    if !output.status.success() || articles != files {
        return Err(format!("{files} files became {articles} articles").into());
    }
    Ok(time)
}

/// A peer is asked for no more files than this: it starts anew for each.
const MOST_OF_PEER: usize = 100;

/// What pandoc takes for Markdown of the first of the files, with as many of it as there are cores; all
/// of them must become something.
fn pandoc(folder: &Path, incoming: &Path, files: usize) -> Outcome<Option<Duration>> {
    if Command::new("pandoc").arg("--version").output().is_err() {
        return Ok(None);
    }
    let out = folder.join("pandoc");
    fs::create_dir(&out)?;
    let cores = std::thread::available_parallelism()?.get();
    let done = AtomicUsize::new(0);
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for core in 0..cores {
            let (out, done) = (&out, &done);
            scope.spawn(move || {
                for number in (core..files.min(MOST_OF_PEER)).step_by(cores) {
                    let target = out.join(format!("{number:05}.md"));
                    let file = incoming.join(format!("{number:05}.docx"));
                    let status = Command::new("pandoc").arg(file).arg("-o").arg(target).status();
                    if status.is_ok_and(|status| status.success()) {
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let (time, done) = (begin.elapsed(), done.into_inner());
    if done != files.min(MOST_OF_PEER) {
        return Err(format!("pandoc took {done} of the files").into());
    }
    Ok(Some(time))
}
