//! `jianfan new`: an article that begins from its kind's scaffold, in the section where such
//! articles stand.

use std::sync::Arc;

use clap::Args;

use super::{Ending, Global, Report, parse_line, parse_moment};
use crate::article::{Home, Moment};
use crate::diagnostic::{Diagnostic, Text};
use crate::edit::{self, NewArticle, Wanted};
use crate::pipeline::{Order, Pipeline, Touched};
use crate::project::{self, CONTENT, Kind, ProjectError};
use crate::site::Visibility;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 文章类型，中文名、英文名都可以（jianfan list kinds 列出全部）
    #[arg(value_name = "类型", help_heading = "参数")]
    kind: String,
    /// 标题；有空格的，用引号括起来
    #[arg(value_name = "标题", help_heading = "参数", value_parser = parse_line)]
    title: String,
    /// 放在哪个栏目：文件夹（如 news/county）或栏目标题（默认：这类文章最多的栏目）
    #[arg(long, value_name = "栏目")]
    section: Option<String>,
    /// 日期（默认：今天）
    #[arg(long, value_name = "日期", value_parser = parse_moment)]
    date: Option<String>,
    /// 文件名，也就是网址的最后一段（默认：标题的拼音）
    #[arg(long, value_name = "名字", value_parser = parse_line)]
    name: Option<String>,
    /// 自成一个文件夹，图片和附件可以放在里面
    #[arg(long)]
    bundle: bool,
}

pub(crate) fn run(global: &Global, options: &Options, report: &Report) -> Ending {
    match write(global, options, report) {
        Ok(()) => Ending::Done,
        Err((ending, diagnostic)) => {
            report.diagnostics(&[*diagnostic]);
            ending
        }
    }
}

/// How the command ends without an article, and why.
type Stop = (Ending, Box<Diagnostic>);

fn write(global: &Global, options: &Options, report: &Report) -> Result<(), Stop> {
    let failed = |error: &ProjectError| (Ending::Failed, Box::new(error.diagnostic()));
    let root = project::find_root(global.root.as_deref()).map_err(|error| failed(&error))?;
    let order = Order {
        root: root.clone(),
        visibility: Visibility::Everything,
        base_url: None,
        as_of: None,
    };
    let mut pipeline = Pipeline::new(order, Arc::default());
    let assembled = pipeline.assemble(&Touched::Nothing).map_err(|error| failed(&error))?;
    report.diagnostics(&of_settings(assembled.faults));
    let site = assembled.studio.site();
    let unknown = || (Ending::Usage, Box::new(site.kinds.unknown(&options.kind)));
    let kind = site.kinds.find(&options.kind).ok_or_else(unknown)?;
    let zone = &site.config.timezone;
    let date = match options.date.as_deref().and_then(|text| Moment::parse(text, zone)) {
        Some(moment) => moment.day_and_time(),
        None => Moment::now(zone).iso_day(),
    };
    let wanted = Wanted {
        kind,
        title: &options.title,
        date: &date,
        section: options.section.as_deref(),
        name: options.name.as_deref(),
        home: if options.bundle { Home::Bundle } else { Home::Shared },
    };
    let article = edit::plan(site, &root, &wanted).map_err(|refusal| (Ending::Usage, refusal))?;
    edit::create(&root, &article)
        .map_err(|error| (Ending::of(&error), Box::new(error.diagnostic())))?;
    say_done(report, kind, &article);
    Ok(())
}

/// What is wrong with settings and kinds concerns a new article; what is wrong with others does
/// not.
fn of_settings(faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let is_of_content = |fault: &Diagnostic| {
        let place = fault.place.as_ref();
        place.is_some_and(|place| place.path.starts_with(&format!("{CONTENT}/")))
    };
    faults.into_iter().filter(|fault| !is_of_content(fault)).collect()
}

fn say_done(report: &Report, kind: &Kind, article: &NewArticle) {
    let required: Vec<(&str, &str)> = kind
        .fields
        .iter()
        .filter(|(_, field)| field.required)
        .map(|(name, field)| (name, field.label.as_str()))
        .collect();
    let names = |of: fn(&(&str, &str)) -> String, joint: &str| {
        required.iter().map(of).collect::<Vec<_>>().join(joint)
    };
    let (zh, en) = if required.is_empty() {
        (String::new(), String::new())
    } else {
        (
            format!("必须填写：{}。\n", names(|(_, label)| (*label).to_owned(), "、")),
            format!("It must say: {}.\n", names(|(name, _)| (*name).to_owned(), ", ")),
        )
    };
    let path = &article.path;
    let names: Vec<&str> = required.iter().map(|(name, _)| *name).collect();
    report.result(
        &serde_json::json!({
            "path": path, "kind": kind.name, "section": article.section, "required": names,
        }),
        &Text::new(
            format!("已新建：{path}\n{zh}用文本编辑器打开它，填好文章信息，写正文；定稿后把“状态”改成“发布”。\n边写边看，运行：jianfan serve --open"),
            format!("Made: {path}\n{en}Open it in a text editor, fill in the front matter and write; when it is final, set its status to published.\nSee it while you write: jianfan serve --open"),
        ),
    );
}
