//! `site.yaml`: what a site says of itself. Every key has an English and a Chinese name; what is
//! not known is kept under `extra`. It never looks at the content.

mod keys;

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_yaml::{Mapping, Value};

use self::keys::{KEYS, example};
use super::color::{self, Color};
use super::edition::{self, Edition};
use super::fonts::{self, FontChoice};
use super::menu::MenuItem;
use super::pictures::PictureOptions;
use super::publish::{self, PublishTarget};
use super::taxonomy::TaxonomyChoice;
use super::theme;
use super::yaml::{Entry, YamlText, duplicate, scalar, simplified};
use crate::address::{decode, encode};
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::script::Script;

/// The name of the file.
pub(crate) const FILE: &str = "site.yaml";

/// The theme inside the binary.
pub(super) const EMBEDDED_THEME: &str = "tongxin";

/// The registration with the public security authorities that Chinese sites show at their foot.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Police {
    /// The number as it is shown.
    #[serde(alias = "文字")]
    pub(crate) text: String,
    /// Its digits, for the link.
    #[serde(alias = "编号")]
    pub(crate) code: String,
}

/// Markdown options.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct MarkdownOptions {
    /// Whether raw HTML is kept as it is. Off, it passes an allow-list.
    pub(crate) unsafe_html: bool,
}

/// A site's settings, complete and checked.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) title: String,
    pub(crate) description: String,
    /// Where the first edition is published, ending in `/`.
    pub(crate) base_url: String,
    /// Where host and folder part in it: every link asks.
    base_split: usize,
    /// The script that editors write, templates included.
    pub(crate) script: Script,
    /// What readers get; never empty.
    pub(crate) editions: Vec<Edition>,
    pub(crate) theme: String,
    pub(crate) timezone: TimeZone,
    /// Articles on one page of a list.
    pub(crate) paginate_by: usize,
    /// The main menu; the top sections when it is empty.
    pub(crate) menu: Vec<MenuItem>,
    /// Further menus, by name: the one at the foot, say.
    pub(crate) menus: BTreeMap<String, Vec<MenuItem>>,
    /// How articles are gathered; what the theme declares when absent.
    pub(crate) taxonomies: Option<(Vec<TaxonomyChoice>, Place)>,
    /// The kind of articles that name none; the theme's first when absent.
    pub(crate) default_kind: Option<String>,
    pub(crate) markdown: MarkdownOptions,
    pub(crate) pictures: PictureOptions,
    /// The fonts that readers are sent; usually none.
    pub(crate) fonts: Vec<FontChoice>,
    pub(crate) organizer: String,
    pub(crate) contact: String,
    pub(crate) site_code: String,
    pub(crate) icp: String,
    pub(crate) police: Option<Police>,
    pub(crate) copyright_note: String,
    pub(crate) logo: String,
    /// The theme's main colour; its own when absent.
    pub(crate) color: Option<Color>,
    /// Where it is published.
    pub(crate) publish: Vec<PublishTarget>,
    /// Everything else, for templates.
    pub(crate) extra: Mapping,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "未命名网站".to_owned(),
            description: String::new(),
            base_url: "http://localhost/".to_owned(),
            base_split: "http://localhost".len(),
            script: Script::Hans,
            editions: edition::usual(Script::Hans),
            theme: EMBEDDED_THEME.to_owned(),
            timezone: TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC),
            paginate_by: 20,
            menu: Vec::new(),
            menus: BTreeMap::new(),
            taxonomies: None,
            default_kind: None,
            markdown: MarkdownOptions::default(),
            pictures: PictureOptions::default(),
            fonts: Vec::new(),
            organizer: String::new(),
            contact: String::new(),
            site_code: String::new(),
            icp: String::new(),
            police: None,
            copyright_note: String::new(),
            logo: String::new(),
            color: None,
            publish: Vec::new(),
            extra: Mapping::new(),
        }
    }
}

impl Config {
    /// Reads `site.yaml`. What cannot be read keeps its default, beside the faults.
    pub(crate) fn read(yaml: &YamlText) -> (Self, Vec<Diagnostic>) {
        let (entries, faults) = yaml.entries();
        let mut reader =
            Reader { config: Self::default(), faults, given: Vec::new(), editions: None };
        for entry in entries {
            reader.entry(entry);
        }
        reader.finish()
    }

    /// The folder of `base_url`, without a `/` at its end: `""`, or `"/sub"`.
    pub(crate) fn base_path(&self) -> &str {
        let path = self.base_url.get(self.base_split..).unwrap_or_default();
        path.strip_suffix('/').unwrap_or(path)
    }

    /// `base_url` without the folder and without a `/` at its end: `https://example.org`.
    pub(crate) fn origin(&self) -> &str {
        self.base_url.get(..self.base_split).unwrap_or_default()
    }

    /// Publishes under another address, for previews and trial builds.
    pub(crate) fn set_base_url(&mut self, base_url: &str) {
        let (scheme, rest) = base_url.split_once("://").unwrap_or(("https", base_url));
        let mut parts = rest.split('/').filter(|part| !part.is_empty());
        let host = parts.next().unwrap_or_default();
        // As it stands in links: percent-encoded, once.
        let mut path = String::new();
        for part in parts {
            path.push('/');
            path.push_str(&encode(&decode(part).unwrap_or(Cow::Borrowed(part))));
        }
        self.base_url = format!("{scheme}://{host}{path}/");
        self.base_split = scheme.len() + "://".len() + host.len();
    }
}

/// Whether a site can be published at that address: it names its scheme and its host.
pub(crate) fn is_base_url(url: &str) -> bool {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.contains(char::is_whitespace))
}

struct Reader {
    config: Config,
    faults: Vec<Diagnostic>,
    /// What was read already, under its English name.
    given: Vec<(&'static str, Entry)>,
    editions: Option<Vec<Edition>>,
}

impl Reader {
    fn entry(&mut self, entry: Entry) {
        let zh_key = simplified(&entry.key);
        let known = KEYS.iter().find(|(en, zh)| entry.key == *en || zh_key == *zh);
        let Some(&(name, _)) = known else {
            self.unknown(&entry);
            self.config.extra.insert(Value::String(entry.key), entry.value);
            return;
        };
        if let Some((_, earlier)) = self.given.iter().find(|(given, _)| *given == name) {
            let places = [&earlier.key_place, &entry.key_place].map(Clone::clone);
            self.faults.push(duplicate(&earlier.key, &entry.key, places));
            return;
        }
        self.given.push((name, entry.clone()));
        match name {
            "title" => self.text(&entry, |c, v| c.title = v),
            "description" => self.text(&entry, |c, v| c.description = v),
            "theme" => self.theme(&entry),
            "paginate_by" => self.take(&entry, |c, v: usize| c.paginate_by = v.max(1)),
            "menu" => self.take(&entry, |c, v| c.menu = v),
            "menus" => self.take(&entry, |c, v| c.menus = v),
            "taxonomies" => {
                let place = entry.value_place.clone();
                self.take(&entry, |c, v| c.taxonomies = Some((v, place)));
            }
            "default_kind" => self.take(&entry, |c, v| c.default_kind = Some(v)),
            "markdown" => self.take(&entry, |c, v| c.markdown = v),
            "pictures" => self.take(&entry, |c, v| c.pictures = v),
            "fonts" => {
                let (fonts, faults) = fonts::read(&entry);
                self.config.fonts = fonts;
                self.faults.extend(faults);
            }
            "police" => self.take(&entry, |c, v| c.police = Some(v)),
            "extra" => self.take(&entry, |c, v: Mapping| c.extra.extend(v)),
            "base_url" => self.base_url(&entry),
            "script" => self.script(&entry),
            "timezone" => self.timezone(&entry),
            "editions" => {
                let (editions, faults) = edition::read(&entry);
                self.editions = Some(editions);
                self.faults.extend(faults);
            }
            "organizer" => self.text(&entry, |c, v| c.organizer = v),
            "contact" => self.text(&entry, |c, v| c.contact = v),
            "site_code" => self.text(&entry, |c, v| c.site_code = v),
            "icp" => self.text(&entry, |c, v| c.icp = v),
            "copyright_note" => self.text(&entry, |c, v| c.copyright_note = v),
            "logo" => self.text(&entry, |c, v| c.logo = v),
            "color" => {
                let (color, fault) = color::read(&entry);
                self.config.color = color;
                self.faults.extend(fault);
            }
            "publish" => {
                let (targets, faults) = publish::read(&entry);
                self.config.publish = targets;
                self.faults.extend(faults);
            }
            _ => {}
        }
    }

    fn take<T: DeserializeOwned>(&mut self, entry: &Entry, set: impl FnOnce(&mut Config, T)) {
        match serde_yaml::from_value(entry.value.clone()) {
            Ok(value) => set(&mut self.config, value),
            Err(error) => {
                let key = &entry.key;
                let (zh, en) = example(key);
                self.faults.push(
                    Diagnostic::error(
                        "bad-setting",
                        format!("“{key}”的写法不对"),
                        format!("`{key}` is not written as it should be ({error})"),
                    )
                    .help(zh, en)
                    .at(entry.value_place.clone()),
                );
            }
        }
    }

    /// Numbers are common among registration codes; they are taken as they are written.
    fn text(&mut self, entry: &Entry, set: impl FnOnce(&mut Config, String)) {
        match scalar(&entry.value) {
            Some(text) => set(&mut self.config, text),
            None => self.take(entry, set),
        }
    }

    fn theme(&mut self, entry: &Entry) {
        match scalar(&entry.value) {
            None => self.take(entry, |c, v: String| c.theme = v),
            Some(name) => match theme::bad_name(&name) {
                None => self.config.theme = name,
                Some(fault) => self.faults.push(fault.at(entry.value_place.clone())),
            },
        }
    }

    fn base_url(&mut self, entry: &Entry) {
        let url = scalar(&entry.value).unwrap_or_default();
        if is_base_url(&url) {
            self.config.set_base_url(&url);
            return;
        }
        self.faults.push(
            Diagnostic::error(
                "bad-base-url",
                "网址要写完整，以 https:// 或 http:// 开头",
                "the address must be complete and begin with https:// or http://",
            )
            .help("例如 https://www.example.org/", "For example https://www.example.org/")
            .at(entry.value_place.clone()),
        );
    }

    fn script(&mut self, entry: &Entry) {
        let tag = scalar(&entry.value).unwrap_or_default();
        if let Some(script) = Script::from_tag(&tag) {
            self.config.script = script;
        } else {
            self.faults.push(edition::unknown_script(&tag, entry.value_place.clone()));
        }
    }

    fn timezone(&mut self, entry: &Entry) {
        let name = scalar(&entry.value).unwrap_or_default();
        match TimeZone::get(&name) {
            Ok(zone) => self.config.timezone = zone,
            Err(_) => self.faults.push(
                Diagnostic::error(
                    "bad-timezone",
                    format!("没有叫“{name}”的时区"),
                    format!("there is no time zone `{name}`"),
                )
                .help("中国各地写 Asia/Shanghai。", "Use an IANA name such as Asia/Shanghai.")
                .at(entry.value_place.clone()),
            ),
        }
    }

    fn unknown(&mut self, entry: &Entry) {
        let names = KEYS.iter().flat_map(|&(en, zh)| [en, zh]);
        if let Some(near) = nearest(&entry.key, names) {
            let key = &entry.key;
            self.faults.push(
                Diagnostic::warning(
                    "unknown-key",
                    format!("没有“{key}”这一项设置"),
                    format!("there is no setting `{key}`"),
                )
                .help(format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?"))
                .at(entry.key_place.clone()),
            );
        }
    }

    fn finish(mut self) -> (Config, Vec<Diagnostic>) {
        self.config.editions = match self.editions {
            Some(editions) if !editions.is_empty() => editions,
            _ => edition::usual(self.config.script),
        };
        (self.config, self.faults)
    }
}
