//! What is said when the preview listens: where it is found, and by a code, where a phone finds it.

use std::io::IsTerminal;
use std::net::SocketAddr;

use crate::command::Report;
use crate::deliver::preview::{self, Token};
use crate::render::qr;

/// Says where the preview is found; `home` is the path of its first page.
pub(super) fn say(report: &Report, bound: SocketAddr, home: &str, token: Token) {
    let here = preview::here(bound);
    report.say(&format!("预览：http://{here}{home}"), &format!("Preview: http://{here}{home}"));
    let others = preview::for_others(bound);
    match others {
        Some(other) => say_to_phones(report, &format!("http://{other}{home}")),
        None if bound.ip().is_unspecified() => report.say(
            "手机：查不出这台电脑的地址，可能没有连上网络。",
            "Phone: this machine has no address that others could reach; is it on a network?",
        ),
        None => {}
    }
    report.say(
        "保存稿件后页面自动更新；按 Ctrl+C 结束。",
        "Pages change when a file is saved; Ctrl+C ends.",
    );
    let desk = format!("http://{here}/_desk/");
    report.say(&format!("校对台：{desk}"), &format!("Proofreading desk: {desk}"));
    if let Some(other) = others {
        let desk = format!("http://{other}/_desk/?token={}", token.text());
        report.say(
            &format!("别的机器上的校对台只能看；要能改，用这个网址，只告诉要改的人：{desk}"),
            &format!("The desk is read-only for others, but for whom you tell this: {desk}"),
        );
    }
}

fn say_to_phones(report: &Report, url: &str) {
    report.say(
        &format!("手机：{url}\n同一网络里的人都能看到，草稿也在内。用手机扫下面的码："),
        &format!("Phone: {url}\nWhoever is on the same network can see it, drafts too. Scan this:"),
    );
    // Light on dark, whatever the terminal's own colours are.
    let coloured = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let (before, after) = if coloured { ("\u{1b}[97;40m", "\u{1b}[0m") } else { ("", "") };
    for line in qr::lines(url) {
        let line = format!("{before}{line}{after}");
        report.say(&line, &line);
    }
}
