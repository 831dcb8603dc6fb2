//! The names of the settings, and how each is written, for those who wrote it otherwise. It reads nothing.

use crate::project::yaml::simplified;

/// English and Chinese names of the keys; the two mean the same.
pub(super) const KEYS: [(&str, &str); 25] = [
    ("title", "标题"),
    ("description", "简介"),
    ("base_url", "网址"),
    ("script", "文字"),
    ("editions", "版本"),
    ("theme", "主题"),
    ("timezone", "时区"),
    ("paginate_by", "每页篇数"),
    ("menu", "菜单"),
    ("menus", "其他菜单"),
    ("taxonomies", "分类"),
    ("default_kind", "默认类型"),
    ("markdown", "排版"),
    ("pictures", "图片"),
    ("fonts", "字体"),
    ("organizer", "主办单位"),
    ("contact", "联系方式"),
    ("site_code", "网站标识码"),
    ("icp", "备案号"),
    ("police", "公安备案"),
    ("copyright_note", "版权说明"),
    ("logo", "标志"),
    ("color", "颜色"),
    ("publish", "发布"),
    ("extra", "其他"),
];

/// How a setting is written, for those who wrote it otherwise.
pub(super) fn example(key: &str) -> (&'static str, &'static str) {
    let zh_key = simplified(key);
    match KEYS.iter().find(|(en, zh)| key == *en || zh_key == *zh).map(|(en, _)| *en) {
        Some("paginate_by") => ("只写数字，如 20。", "Write digits only, such as 20."),
        Some("menu") => (
            "每项一行：- {title: 要闻, path: /news/}",
            "One line each: - {title: News, path: /news/}",
        ),
        Some("menus") => (
            "先写菜单的名字，下面每项一行，如 footer: [{title: 关于, path: /about/}]",
            "The menu's name, then its lines: footer: [{title: About, path: /about/}]",
        ),
        Some("taxonomies") => (
            "每项一行：主题里已有的写名字，如 - tags；自己的写成 - {name: places, label: 地点, field: place}",
            "One line each: the name of one that the theme has, or {name: places, label: Places, field: place}",
        ),
        Some("markdown") => ("写成 {unsafe_html: true}。", "Write {unsafe_html: true}."),
        Some("pictures") => (
            "写成 {宽度: [480, 960, 1440], 格式: [webp], 质量: 80}；宽度从 1 到 4096，质量从 1 到 100，不要时写 {宽度: []}；格式 avif 只有编译时带上它的程序才有。",
            "Write {widths: [480, 960, 1440], formats: [webp], quality: 80}: 1 to 4096, 1 to 100; for none, {widths: []}.",
        ),
        Some("police") => (
            "写成 {text: 某公网安备 31010102000000号, code: '31010102000000'}。",
            "Write {text: the number as shown, code: its digits}.",
        ),
        Some("extra") => (
            "在下面每行一项，行首空两格，写成“名称: 内容”。",
            "Write one `key: value` on each line below, indented by two spaces.",
        ),
        _ => ("写成一行文字。", "Write one line of text."),
    }
}
