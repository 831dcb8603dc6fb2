//! `--timings`: where the time of a build went, by stage. It measures nothing itself.

use std::fmt::Write as _;
use std::time::Duration;

use crate::command::Report;
use crate::stopwatch::{Stage, Stopwatch};

/// Prints what each stage took, all threads together, and the whole build by the clock.
pub(super) fn say(report: &Report, stopwatch: &Stopwatch, whole: Duration) {
    let threads = rayon::current_num_threads();
    let took: Vec<(Stage, f64)> =
        Stage::ALL.iter().map(|&(stage, _, _)| (stage, own(stopwatch, stage))).collect();
    let sum: f64 = took.iter().map(|(_, seconds)| seconds).sum();
    if report.is_json() {
        let stages: serde_json::Map<String, serde_json::Value> = took
            .iter()
            .map(|(stage, seconds)| (format!("{stage:?}").to_lowercase(), (*seconds).into()))
            .collect();
        let line = serde_json::json!({
            "timings": stages, "threads": threads, "seconds": whole.as_secs_f64(),
        });
        report.say(&line.to_string(), &line.to_string());
        return;
    }
    let (mut zh, mut en) = (
        format!("各阶段用时，{threads} 个线程合计（秒）：\n"),
        format!("Seconds by stage, {threads} thread(s) together:\n"),
    );
    for ((_, seconds), (_, name_en, name_zh)) in took.iter().zip(Stage::ALL) {
        let percent = if sum > 0.0 { 100.0 * seconds / sum } else { 0.0 };
        // Han characters are two columns wide. Writing to a String cannot fail.
        let columns: usize = name_zh.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        let gap = " ".repeat(18_usize.saturating_sub(columns));
        let _ = writeln!(zh, "  {name_zh}{gap}{seconds:>8.3}  {percent:>4.1}%");
        let _ = writeln!(en, "  {name_en:<24}{seconds:>8.3}  {percent:>4.1}%");
    }
    let whole = whole.as_secs_f64();
    let _ = write!(zh, "  从头到尾 {whole:.3} 秒");
    let _ = write!(en, "  {whole:.3} s from beginning to end");
    report.say(&zh, &en);
}

/// A stage without what is measured inside it.
fn own(stopwatch: &Stopwatch, stage: Stage) -> f64 {
    let inner = match stage {
        Stage::Pages => stopwatch.took(Stage::Markdown),
        _ => Duration::ZERO,
    };
    stopwatch.took(stage).saturating_sub(inner).as_secs_f64()
}
