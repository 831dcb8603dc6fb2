//! `jianfan theme new`: a theme of the site's own that begins with nothing but the theme it extends.

use clap::Args;

use super::{Stop, failed};
use crate::command::{Ending, Global, Report, parse_line};
use crate::diagnostic::Text;
use crate::edit;
use crate::project::{self, bad_name, refuse_parent};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 主题的文件夹名，如 qingshi
    #[arg(value_name = "名字", help_heading = "参数", value_parser = parse_line)]
    name: String,
    /// 继承哪个主题（默认：程序自带的 tongxin）
    #[arg(long, value_name = "主题", default_value = "tongxin", hide_default_value = true)]
    extends: String,
}

pub(super) fn run(global: &Global, options: &Options, report: &Report) -> Result<(), Stop> {
    let root = project::find_root(global.root.as_deref()).map_err(|error| failed(&error))?;
    let Options { name, extends } = options;
    let refused = [name, extends].into_iter().find_map(|name| bad_name(name));
    if let Some(fault) = refused.or_else(|| refuse_parent(&root, name, extends)) {
        return Err((Ending::Usage, vec![fault]));
    }
    let path = edit::new_theme(&root, name, extends)
        .map_err(|error| (Ending::of(&error), vec![error.diagnostic()]))?;
    report.result(
        &serde_json::json!({ "path": path, "name": name, "extends": extends }),
        &Text::new(
            format!("已新建：{path}\n在 site.yaml 里写上“主题: {name}”，网站就用它；里面没有的文件，都用 {extends} 的。\n要改哪个文件，在 themes/{name} 里放一个同名的。全部文件：jianfan theme list"),
            format!("Made: {path}\nWrite `theme: {name}` into site.yaml to use it; what it has no file for comes from {extends}.\nTo change a file, put one of its name into themes/{name}. All files: jianfan theme list"),
        ),
    );
    Ok(())
}
