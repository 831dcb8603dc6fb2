//! Wrong usage in the editor's language: what the command line's parser found, told as a
//! diagnostic by kind and context. It never translates the parser's own sentences.

use std::error::Error as _;
use std::ffi::OsString;
use std::fmt;
use std::io::Write;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, ValueEnum};

use super::{Format, Line, Report, language};
use crate::diagnostic::{Diagnostic, Language, Text, nearest};
use crate::script::han::is_han;

/// A value that an option cannot take, with what it should be.
#[derive(Debug, Clone)]
pub(super) struct BadValue(Text);

impl BadValue {
    pub(super) fn new(zh: &str, en: &str) -> Self {
        Self(Text::new(zh, en))
    }
}

impl fmt::Display for BadValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.zh)
    }
}

impl std::error::Error for BadValue {}

/// Prints what `error` asks for, or what is wrong, and says with which code the program ends.
pub(super) fn answer(error: &clap::Error, arguments: &[OsString]) -> u8 {
    let language = language(option(arguments, "--lang"));
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // When nobody can read it there is nobody left to tell.
            let _ = write!(std::io::stdout().lock(), "{}", shown(error, language));
            0
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = write!(std::io::stderr().lock(), "{}", shown(error, language));
            2
        }
        _ => {
            let format = option(arguments, "--format").unwrap_or(Format::Text);
            Report::new(language, format).diagnostics(&[explain(error)]);
            2
        }
    }
}

/// Help is written in Chinese only.
fn shown(error: &clap::Error, language: Language) -> String {
    let text = error.render().to_string().replace("[OPTIONS]", "[选项]");
    language.pick(&Text::new(text.clone(), text))
}

/// An option's value, as far as it can be read from a line that cannot be read as a whole.
fn option<T: ValueEnum>(arguments: &[OsString], name: &str) -> Option<T> {
    let mut rest = arguments.iter().map(|argument| argument.to_string_lossy());
    while let Some(argument) = rest.next() {
        let value = match argument.strip_prefix(name) {
            Some("") => rest.next()?.into_owned(),
            Some(after) if after.starts_with('=') => after.trim_start_matches('=').to_owned(),
            _ => continue,
        };
        return T::from_str(&value, true).ok();
    }
    None
}

fn explain(error: &clap::Error) -> Diagnostic {
    match error.kind() {
        ErrorKind::InvalidSubcommand => unknown_command(error),
        ErrorKind::UnknownArgument => unknown_argument(error),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation
            if word(error, ContextKind::InvalidValue).trim().is_empty() =>
        {
            missing_value(error)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => bad_value(error),
        ErrorKind::ArgumentConflict => conflict(error),
        ErrorKind::MissingRequiredArgument | ErrorKind::MissingSubcommand => {
            let missing = words(error, ContextKind::InvalidArg);
            let missing: Vec<String> = missing.iter().map(|name| bare(name)).collect();
            let (zh, en) = both(&missing.join("、"));
            let said = Diagnostic::error(
                "missing-argument",
                format!("还缺：{zh}"),
                format!("{} is missing", en.replace('、', ", ")),
            );
            with_usage(said, error)
        }
        _ => with_usage(
            Diagnostic::error("wrong-usage", "命令写得不对", "this is no command line"),
            error,
        ),
    }
}

fn unknown_command(error: &clap::Error) -> Diagnostic {
    let name = word(error, ContextKind::InvalidSubcommand);
    let line = Line::command();
    let above = descend(&line, &commands(error));
    let all: Vec<&str> = above.get_subcommands().map(clap::Command::get_name).collect();
    let suggested = word(error, ContextKind::SuggestedSubcommand);
    let near = nearest(&name, all.iter().copied()).unwrap_or(&suggested);
    let (zh, en) = if near.is_empty() {
        (format!("可以写：{}。", all.join("、")), format!("Write one of {}.", all.join(", ")))
    } else {
        (format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?"))
    };
    Diagnostic::error(
        "unknown-command",
        format!("没有“{name}”这个命令"),
        format!("there is no command `{name}`"),
    )
    .help(zh, en)
}

fn unknown_argument(error: &clap::Error) -> Diagnostic {
    let name = word(error, ContextKind::InvalidArg);
    let writes = commands(error) == ["new"];
    if !name.starts_with('-') {
        let said = Diagnostic::error(
            "unexpected-argument",
            format!("“{name}”是多余的"),
            format!("`{name}` is one argument too many"),
        );
        return if writes {
            said.help("标题里有空格时，用引号把标题括起来。", "Put a title with spaces in quotes.")
        } else {
            with_usage(said, error)
        };
    }
    let (zh, en) = if let Some(near) = near_option(error, &name) {
        (format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?"))
    } else if writes && !name.starts_with("--") {
        (
            "标题以“-”开头时，前面加 -- 和一个空格，如：jianfan new 要闻 -- \"-5℃里的坚守\""
                .to_owned(),
            "Put `--` before a title that begins with a hyphen.".to_owned(),
        )
    } else {
        ("加上 --help 可以看全部选项。".to_owned(), "See the options with --help.".to_owned())
    };
    Diagnostic::error(
        "unknown-option",
        format!("没有“{name}”这个选项"),
        format!("there is no option `{name}`"),
    )
    .help(zh, en)
}

/// The option of the same command that was probably meant.
fn near_option(error: &clap::Error, name: &str) -> Option<String> {
    let line = Line::command();
    let own = descend(&line, &commands(error)).get_arguments();
    let arguments = line.get_arguments().chain(own);
    let options: Vec<String> =
        arguments.filter_map(|argument| Some(format!("--{}", argument.get_long()?))).collect();
    let near = nearest(name, options.iter().map(String::as_str)).map(str::to_owned);
    near.or_else(|| Some(word(error, ContextKind::SuggestedArg)).filter(|near| !near.is_empty()))
}

fn missing_value(error: &clap::Error) -> Diagnostic {
    let argument = word(error, ContextKind::InvalidArg);
    let (zh, en) = both(&argument);
    let (option, _) = argument.split_once(' ').unwrap_or((&argument, ""));
    if option.starts_with('-') {
        Diagnostic::error(
            "missing-value",
            format!("{option} 后面还要写内容"),
            format!("{option} needs a value"),
        )
        .help(format!("写成：{zh}"), format!("Write {en}"))
    } else {
        let [zh, en] = [bare(&zh), bare(&en)];
        Diagnostic::error("missing-value", format!("{zh}不能空着"), format!("{en} is empty"))
            .help(format!("写上{zh}。"), format!("Give the {en}."))
    }
}

fn conflict(error: &clap::Error) -> Diagnostic {
    let [name, other] = [ContextKind::InvalidArg, ContextKind::PriorArg]
        .map(|kind| word(error, kind).split(' ').next().unwrap_or_default().to_owned());
    let (zh, en) = if name == other {
        (format!("{name} 写了两遍"), format!("{name} is given twice"))
    } else {
        (
            format!("{name} 和 {other} 不能同时用"),
            format!("{name} cannot be used together with {other}"),
        )
    };
    Diagnostic::error("conflicting-options", zh, en).help("只留一个。", "Keep one of them.")
}

fn bad_value(error: &clap::Error) -> Diagnostic {
    let argument = word(error, ContextKind::InvalidArg);
    let name = argument.split(' ').next().unwrap_or_default();
    let (zh_name, en_name) = both(&bare(name));
    let gap = if zh_name.is_ascii() { " " } else { "" };
    let value = word(error, ContextKind::InvalidValue);
    let said = Diagnostic::error(
        "bad-value",
        format!("{zh_name}{gap}不能写“{value}”"),
        format!("`{value}` is no value for {en_name}"),
    );
    let valid = words(error, ContextKind::ValidValue);
    let suggested = word(error, ContextKind::SuggestedValue);
    let near = nearest(&value, valid.iter().map(String::as_str)).unwrap_or(&suggested);
    if !near.is_empty() {
        return said.help(format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?"));
    }
    if !valid.is_empty() {
        let (zh, en) = (valid.join("、"), valid.join(", "));
        return said.help(format!("可以写：{zh}。"), format!("Write one of {en}."));
    }
    let source = error.source();
    if let Some(BadValue(Text { zh, en })) = source.and_then(|source| source.downcast_ref()) {
        return said.help(zh.clone(), en.clone());
    }
    // A sentence of a parser of ours; those of the libraries are in English.
    let own = source.map(ToString::to_string).filter(|text| text.chars().any(is_han));
    let zh = own.unwrap_or_else(|| "加上 --help 看它应当怎样写。".to_owned());
    said.help(zh, "See with --help what it should be.")
}

fn with_usage(said: Diagnostic, error: &clap::Error) -> Diagnostic {
    let usage = usage(error);
    if usage.is_empty() {
        return said.help("加上 --help 看正确的写法。", "See --help.");
    }
    let (zh, en) = both(&usage);
    said.help(format!("写成：{zh}"), format!("Write {en}"))
}

/// How the command is written, on one line: `jianfan new [OPTIONS] <类型> <标题>`.
fn usage(error: &clap::Error) -> String {
    let mut line = Line::command();
    line.build();
    let names = commands(error);
    if names.is_empty() {
        return String::new();
    }
    let mut command = &mut line;
    for name in names {
        match command.find_subcommand_mut(name) {
            Some(found) => command = found,
            None => return String::new(),
        }
    }
    let usage = command.render_usage().to_string();
    usage.trim_start_matches("Usage:").trim().to_owned()
}

/// The commands that were given, each below the one before, as far as the parser came.
fn commands(error: &clap::Error) -> Vec<String> {
    let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) else {
        return Vec::new();
    };
    let line = Line::command();
    let mut command = &line;
    let mut names = Vec::new();
    for word in usage.to_string().split_whitespace() {
        if let Some(found) = command.find_subcommand(word) {
            command = found;
            names.push(word.to_owned());
        }
    }
    names
}

/// The command below another one that these names lead to.
fn descend<'c>(line: &'c clap::Command, names: &[String]) -> &'c clap::Command {
    names.iter().fold(line, |command, name| command.find_subcommand(name).unwrap_or(command))
}

/// What the parser says of one matter, in several words; none when it says nothing.
fn words(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(word)) => vec![word.clone()],
        Some(ContextValue::Strings(words)) => words.clone(),
        _ => Vec::new(),
    }
}

/// The first of these words.
fn word(error: &clap::Error, kind: ContextKind) -> String {
    words(error, kind).into_iter().next().unwrap_or_default()
}

/// An argument's name without the brackets that help puts around it; an option is told with its value.
fn bare(name: &str) -> String {
    if name.starts_with('-') {
        return name.to_owned();
    }
    // Dots after it say that there may be several.
    name.trim_end_matches("...").trim_matches(['<', '>', '[', ']']).to_owned()
}

/// What the arguments are called in help, and in English.
const NAMES: [(&str, &str); 20] = [
    ("OPTIONS", "选项"),
    ("COMMAND", "命令"),
    ("DIR", "文件夹"),
    // After the longer name that it begins.
    ("FILE", "文件"),
    ("KIND", "类型"),
    ("TITLE", "标题"),
    ("SECTION", "栏目"),
    ("NAME", "名字"),
    ("DATE", "日期"),
    ("WHAT", "内容"),
    ("SHELL", "外壳"),
    ("URL", "网址"),
    ("PORT", "端口"),
    ("FORMAT", "格式"),
    ("SCRIPT", "文字"),
    ("THEME", "主题"),
    ("TARGET", "目标"),
    ("NOTE", "说明"),
    ("NUMBER", "编号"),
    ("HOST", "主机"),
];

/// An argument's name, or a usage, in Chinese and in English.
fn both(text: &str) -> (String, String) {
    let (mut zh, mut en) = (text.to_owned(), text.to_owned());
    for (en_name, zh_name) in NAMES {
        zh = zh.replace(&format!("[{en_name}]"), &format!("[{zh_name}]"));
        en = en.replace(zh_name, en_name);
    }
    (zh, en)
}
