//! How long the stages of a build take, added up over all threads. It measures; it never prints,
//! and nothing depends on what it says.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A stage of a build, in the order in which the first page goes through them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Settings, theme and the tree of content.
    Project,
    /// Articles from disk to front matter.
    Articles,
    /// The site as a whole.
    Site,
    /// Templates are compiled.
    Templates,
    /// Bodies from Markdown to HTML.
    Markdown,
    /// Pages through their templates, contexts included.
    Pages,
    /// Editions from finished pages.
    Editions,
    /// Smaller pictures, made or found.
    Pictures,
    /// Bytes compared with the disk, and written.
    Output,
    /// New files moved to their places, old ones removed.
    Commit,
}

impl Stage {
    /// All of them with what people call them: English, Chinese.
    pub(crate) const ALL: [(Self, &'static str, &'static str); 10] = [
        (Self::Project, "settings, theme, tree", "设置、主题、目录"),
        (Self::Articles, "reading articles", "读稿件"),
        (Self::Site, "putting the site together", "编排全站"),
        (Self::Templates, "compiling templates", "读模板"),
        (Self::Markdown, "Markdown", "正文排版"),
        (Self::Pages, "templates", "套模板"),
        (Self::Editions, "editions", "文字版本"),
        (Self::Pictures, "pictures", "图片"),
        (Self::Output, "comparing and writing", "比对、写盘"),
        (Self::Commit, "commit", "换上新文件"),
    ];
}

/// The time each stage took so far. Many threads may add to it at once.
#[derive(Debug, Default)]
pub(crate) struct Stopwatch {
    nanoseconds: [AtomicU64; Stage::ALL.len()],
}

impl Stopwatch {
    /// Does something, and adds the time it takes to a stage. What is measured within is not
    /// taken off: stages that hold others measure around them.
    pub(crate) fn time<T>(&self, stage: Stage, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let made = work();
        if let Some(sum) = self.nanoseconds.get(stage as usize) {
            let took = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
            sum.fetch_add(took, Ordering::Relaxed);
        }
        made
    }

    /// What a stage took so far, all threads together.
    pub(crate) fn took(&self, stage: Stage) -> Duration {
        let sum = self.nanoseconds.get(stage as usize);
        Duration::from_nanos(sum.map_or(0, |sum| sum.load(Ordering::Relaxed)))
    }
}
