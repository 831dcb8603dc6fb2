//! Renders an article's body: resolves its links and pictures against the site, and brings what
//! is wrong with it back to the author's file. It never reads a template.

use std::ops::Range;

use super::link::{article_of, href, is_safe, joined, locate, locate_file, scheme};
use super::{Shelf, anchor, resize};
use crate::address::Address;
use crate::article::{
    Article, Body, BodyFault, FieldValue, Origin, Picture, PictureSource, RawHtml, Settings,
    TargetFault, Targets, render_markdown,
};
use crate::diagnostic::{Diagnostic, Severity, Text, nearest};
use crate::picture::promised;
use crate::project::{Field, FieldType};
use crate::site::{Entry, Site};

/// The body of a page before any template, and what is wrong with it.
#[derive(Default)]
pub(crate) struct Begun {
    pub(super) body: Body,
    pub(super) faults: Vec<Diagnostic>,
}

/// The body of an article, or of a section's own text, at `address`.
pub(crate) fn render(
    shelf: &Shelf,
    article: &Article,
    address: &Address,
) -> (Body, Vec<Diagnostic>) {
    let folder = article.name.base();
    let targets = OnSite { shelf, folder, address, article: Some(article) };
    let mut body = article.render(&settings(&shelf.site, article, &targets));
    let faults = std::mem::take(&mut body.faults)
        .into_iter()
        .map(|fault| {
            let BodyFault { span, code, what, help } = fault;
            let place = Some(article.body_place(span));
            Diagnostic { code, severity: severity(code), what, help, place }
        })
        .collect();
    (body, faults)
}

/// How an article of the site is to be rendered.
pub(super) fn settings<'a>(site: &Site, article: &Article, links: &'a dyn Targets) -> Settings<'a> {
    let unsafe_html = site.config.markdown.unsafe_html;
    Settings {
        html: if unsafe_html { RawHtml::Keep } else { RawHtml::Sanitize },
        parts: site.kinds.find(&article.meta.kind).and_then(|k| k.parts).map(|p| p.heading),
        script: article.meta.script,
        links,
    }
}

/// What a reader would miss keeps the site from being published; the rest is for the editor to
/// judge. A path from the root may belong to something else on the same host.
fn severity(code: &str) -> Severity {
    match code {
        "broken-link" | "missing-picture" | "missing-file" | "duplicate-key" | "broken-picture"
        | "huge-picture" => Severity::Error,
        "chart-unknown-key" => Severity::Warning,
        // Instead of a chart a reader would see how it was written.
        _ if code.starts_with("chart-") || code.starts_with("yaml-") => Severity::Error,
        _ => Severity::Warning,
    }
}

/// A hand-written edition whose headings do not pair with the main one's: anchors would differ
/// between editions, and a reader who switches would lose the place.
pub(crate) fn unpaired(
    main: &Article,
    main_body: &Body,
    other: &Article,
    body: &Body,
) -> Option<Diagnostic> {
    let levels = |body: &Body| {
        let mut levels = Vec::new();
        let mut rest: Vec<_> = body.toc.iter().rev().collect();
        while let Some(heading) = rest.pop() {
            levels.push(heading.level);
            rest.extend(heading.children.iter().rev());
        }
        levels
    };
    let (ours, theirs) = (levels(main_body), levels(body));
    (ours != theirs).then(|| {
        let (count, other_count, path) = (ours.len(), theirs.len(), &main.path);
        Diagnostic::warning(
            "unpaired-headings",
            format!("手写版本有 {other_count} 个小标题，{path} 有 {count} 个，或层级不同"),
            format!("this hand-written edition has {other_count} headings where {path} has {count}, or other levels"),
        )
        .help(
            "两个版本的小标题要一一对应，读者切换版本时才能停在同一处。",
            "Headings pair by order, so that a reader who switches stays in place.",
        )
        .at(other.place(0..0))
    })
}

/// Markdown that a template has from somewhere else than a body, as HTML; links and pictures are
/// found from the site's root. What is wrong with it is nobody's fault but shown: nothing is told.
pub(super) fn words(shelf: &Shelf, markdown: &str) -> String {
    let site = &shelf.site;
    let home = Address::home();
    let targets = OnSite { shelf, folder: String::new(), address: &home, article: None };
    let settings = Settings {
        html: if site.config.markdown.unsafe_html { RawHtml::Keep } else { RawHtml::Sanitize },
        parts: None,
        script: site.config.script,
        links: &targets,
    };
    render_markdown(markdown, &settings).html
}

struct OnSite<'a> {
    shelf: &'a Shelf,
    folder: String,
    address: &'a Address,
    /// The article whose body it is.
    article: Option<&'a Article>,
}

impl OnSite<'_> {
    /// The address of a path, looked up among the sources first, then among the site's addresses
    /// as a browser would.
    fn address(&self, path: &str) -> Option<Address> {
        locate(&self.shelf.site, &self.folder, path).or_else(|| {
            let own = self.address.as_str().trim_start_matches('/');
            let mut address = joined(own, path)?;
            if path.ends_with('/') {
                address.push('/');
            }
            let address = Address::new(&address);
            self.shelf.site.routes.contains(&address).then_some(address)
        })
    }

    fn href(&self, address: &Address) -> String {
        href(&self.shelf.site, address)
    }

    /// What a link leads to, and what follows its path.
    fn page<'d>(&self, destination: &'d str) -> Option<(Address, &'d str)> {
        locate_file(destination, |path| {
            // What already carries the site's folder is taken as it is meant.
            let base = self.shelf.site.config.base_path();
            let inner = path.strip_prefix(base).filter(|rest| rest.starts_with('/'));
            let slashed =
                |path: &str| self.address(path).or_else(|| self.address(&format!("{path}/")));
            slashed(path).or_else(|| slashed(inner.unwrap_or(path)))
        })
    }

    /// The fault of a file that is not there; `kind` is what it is called, in Chinese and English.
    fn not_found(&self, destination: &str, code: &'static str, kind: [&str; 2]) -> TargetFault {
        let [zh, en] = kind;
        if destination.starts_with('/') {
            return TargetFault::new(
                "file-elsewhere",
                format!("{zh}“{destination}”不在这个网站里"),
                format!("the {en} `{destination}` is not part of this site"),
            )
            .help(
                format!("{zh}由服务器另外提供，就不必理会；否则放进 static 文件夹里同样的位置。"),
                format!("If the server has the {en} from elsewhere, all is well; else put it at the same path under static/."),
            );
        }
        let name = destination.rsplit('/').next().unwrap_or(destination);
        let folder = format!("{}/{}", crate::project::CONTENT, self.folder);
        let help = match nearest(name, self.shelf.site.sources_in(&self.folder)) {
            Some(near) => {
                Text::new(format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?"))
            }
            None => Text::new(
                format!("把{zh}放到 {folder} 里，文件名要一字不差（大小写也要一样）。"),
                format!("Put the {en} into {folder}; the name must be exactly the same."),
            ),
        };
        let what = Text::new(
            format!("找不到{zh}“{destination}”"),
            format!("the {en} `{destination}` is missing"),
        );
        TargetFault { code, what, help: Some(help) }
    }
}

impl Targets for OnSite<'_> {
    fn link(&self, destination: &str) -> Result<String, TargetFault> {
        if is_elsewhere(destination) || destination.starts_with('#') || destination.is_empty() {
            return Ok(destination.to_owned());
        }
        match self.page(destination) {
            Some((address, tail)) => Ok(format!("{}{tail}", self.href(&address))),
            None => Err(TargetFault {
                code: "broken-link",
                what: Text::new(
                    format!("链接“{destination}”在网站里找不到"),
                    format!("the link `{destination}` leads nowhere on this site"),
                ),
                help: Some(Text::new(
                    "写成 @/news/文件名.md（从 content 文件夹算起），或以 / 开头的网址；站外链接写全 https://。",
                    "Write @/news/FILE.md (from the content folder) or an address from /; links elsewhere need https://.",
                )),
            }),
        }
    }

    fn doubt(&self, destination: &str) -> Option<TargetFault> {
        if is_elsewhere(destination) {
            return None;
        }
        let site = &self.shelf.site;
        if let Some(anchor) = destination.strip_prefix('#') {
            return anchor::doubt(site, self.article?, anchor);
        }
        let (address, tail) = self.page(destination)?;
        let (_, anchor) = tail.split_once('#')?;
        anchor::doubt(site, anchor::article_at(site, &address)?, anchor)
    }

    fn picture(&self, destination: &str, span: &Range<usize>) -> Result<Picture, TargetFault> {
        if is_elsewhere(destination) {
            return Ok(Picture { src: destination.to_owned(), ..Picture::default() });
        }
        match locate_file(destination, |path| self.address(path)) {
            Some((address, _)) if address.is_page() => {
                Err(a_page(destination, "missing-picture", ["图片", "picture"]))
            }
            Some((address, tail)) => {
                let (album, site) = (&self.shelf.album, &self.shelf.site);
                let facts = album.facts(site, &address);
                if let Some(article) = self.article {
                    album.note(site, &address, article.body_place(span.clone()), destination);
                }
                Ok(Picture {
                    src: format!("{}{tail}", self.href(&address)),
                    width: facts.map(|facts| facts.width),
                    height: facts.map(|facts| facts.height),
                    fault: album.fault(site, &address, destination),
                })
            }
            None => Err(self.not_found(destination, "missing-picture", ["图片", "picture"])),
        }
    }

    fn sources(&self, destination: &str) -> Vec<PictureSource> {
        if is_elsewhere(destination) {
            return Vec::new();
        }
        let found = locate_file(destination, |path| self.address(path));
        let Some((address, _)) = found else { return Vec::new() };
        let sizes = &self.shelf.site.config.pictures.sizes;
        let offered = resize::sources(self.shelf, &address).into_iter();
        offered.map(|(mime, srcset)| PictureSource { mime, srcset, sizes: sizes.clone() }).collect()
    }
}

/// Whether a destination names its own scheme or host.
fn is_elsewhere(destination: &str) -> bool {
    destination.starts_with("//") || scheme(destination).is_some()
}

/// The files that front matter names and that are not there: a lead picture, an attachment.
pub(crate) fn missing_files(shelf: &Shelf, entry: &Entry) -> Vec<Diagnostic> {
    let site = &shelf.site;
    let folder = entry.folder();
    let targets = OnSite { shelf, folder, address: &entry.address, article: None };
    let kind = site.kinds.find(&entry.article.meta.kind);
    let mut missing = Vec::new();
    for field in &entry.article.meta.fields {
        let declared = match field.origin {
            Origin::Common => Some(site.kinds.common()),
            Origin::Kind => kind.map(|kind| &kind.fields),
            Origin::Extra => None,
        };
        let declared = declared.and_then(|fields| fields.find(&field.name));
        let Some((_, declared)) = declared else { continue };
        let mut pages = Vec::new();
        for kind in [FieldType::Page, FieldType::Pages] {
            keys_in(&field.value, declared, kind, &mut pages);
        }
        for name in pages.into_iter().filter(|name| article_of(site, name).is_none()) {
            missing.push(missing_page(name).at(entry.article.place(field.span.clone())));
        }
        let mut names = Vec::new();
        keys_in(&field.value, declared, FieldType::File, &mut names);
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            if scheme(name).is_some_and(|scheme| !is_safe(scheme)) {
                missing.push(unsafe_file(name).at(entry.article.place(field.span.clone())));
            }
            if is_elsewhere(name) {
                continue;
            }
            let (code, kind) = ("missing-file", ["文件", "file"]);
            let TargetFault { code, what, help } =
                match locate_file(name, |path| targets.address(path)) {
                    Some((address, _)) if address.is_page() => a_page(name, code, kind),
                    // A document or a film is not looked into.
                    Some(_) if promised(name).is_none() => continue,
                    Some((address, _)) => {
                        let place = entry.article.place(field.span.clone());
                        shelf.album.note(site, &address, place, name);
                        let fault = shelf.album.fault(site, &address, name);
                        let Some(fault) = fault else { continue };
                        fault
                    }
                    None => targets.not_found(name, code, kind),
                };
            let place = Some(entry.article.place(field.span.clone()));
            missing.push(Diagnostic { code, severity: severity(code), what, help, place });
        }
    }
    missing
}

/// The fault of naming a page of the site where a file should be.
fn a_page(name: &str, code: &'static str, [zh, en]: [&str; 2]) -> TargetFault {
    let what =
        Text::new(format!("“{name}”是网页，不是{zh}"), format!("`{name}` is a page and no {en}"));
    let help = Text::new(
        format!(
            "写{zh}的文件名，带上扩展名，如 {}。",
            if en == "file" { "biao.pdf" } else { "heying.jpg" }
        ),
        format!("Write the {en}'s own name, with its ending."),
    );
    TargetFault { code, what, help: Some(help) }
}

fn unsafe_file(name: &str) -> Diagnostic {
    Diagnostic::error(
        "unsafe-file",
        format!("“{name}”不是文件，也不是 http、https 网址"),
        format!("`{name}` is neither a file nor an address of http or https"),
    )
    .help(
        "把文件放在文章旁边，写它的文件名；或写完整的网址。",
        "Put the file beside the article and write its name, or write a whole address.",
    )
}

fn missing_page(name: &str) -> Diagnostic {
    Diagnostic::error(
        "missing-page",
        format!("没有“{name}”这篇文章"),
        format!("there is no article `{name}`"),
    )
    .help(
        "写文章的文件名，从 content 文件夹算起，如 news/yaowen/plenary-2026.md；草稿和撤稿不能引用。",
        "Write its file from the content folder, such as news/x.md; drafts cannot be named.",
    )
}

/// What a value of a declared field names, of one type: files, or articles.
fn keys_in<'v>(value: &'v FieldValue, field: &Field, kind: FieldType, names: &mut Vec<&'v str>) {
    match value {
        FieldValue::Key(name) if field.kind == kind => names.push(name),
        FieldValue::List(items) => items.iter().for_each(|item| keys_in(item, field, kind, names)),
        FieldValue::Map(entries) => {
            for (name, item) in entries {
                if let Some((_, inner)) = field.of.find(name) {
                    keys_in(item, inner, kind, names);
                }
            }
        }
        _ => {}
    }
}
