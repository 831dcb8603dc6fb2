//! The fonts that a site sends its readers: which parts there are, where they stand, and the style
//! sheet that names them.
//!
//! All of it follows from the sources and the fonts' files ([`Plan`]), so it is found when it is first
//! asked for, whether by a page, by the style sheet or by a part; no part is made for it.

mod fault;
mod need;
mod slice;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use super::Studio;
use crate::address::Address;
use crate::diagnostic::Diagnostic;
use crate::font::{Facts, FontFile, Foundry};
use crate::project::{Edition, FontChoice, FontRole, FontSources};
use crate::script::{Script, han};
use crate::site::Site;
use need::{Counts, Need};

/// The folder of the parts, as the style sheet and as the site see it.
const FOLDER: &str = "/webfonts/";

/// See the module.
#[derive(Debug)]
pub(super) struct FontCase {
    foundry: Arc<Foundry>,
    sources: Arc<FontSources>,
    plan: OnceLock<Plan>,
}

/// What there is to be made.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The style sheet.
    pub(super) css: String,
    /// What is wrong with the fonts.
    pub(super) faults: Vec<Diagnostic>,
    parts: BTreeMap<Address, Part>,
}

/// A part of a font.
#[derive(Debug)]
struct Part {
    file: Arc<FontFile>,
    face: Facts,
    characters: Vec<char>,
    choice: FontChoice,
}

impl Studio {
    /// Where the parts of fonts stand, in order.
    pub(crate) fn font_parts(&self) -> impl Iterator<Item = &Address> {
        self.shelf.fonts.plan(self.site()).parts.keys()
    }

    /// The part of a font at an address; nothing when none stands there.
    pub(crate) fn font_part_at(
        &self,
        address: &Address,
    ) -> Option<Result<Vec<u8>, Box<Diagnostic>>> {
        address.as_str().starts_with(FOLDER).then_some(())?;
        let fonts = &self.shelf.fonts;
        let Part { file, face, characters, choice } = fonts.plan(self.site()).parts.get(address)?;
        let made = fonts.foundry.part(file, face, characters);
        Some(made.map_err(|flaw| Box::new(fault::flawed(choice, flaw))))
    }
}

impl FontCase {
    pub(super) fn new(sources: Arc<FontSources>, foundry: Arc<Foundry>) -> Self {
        Self { foundry, sources, plan: OnceLock::new() }
    }

    /// The case of a site in which articles say something else: its plan is to be drawn again.
    pub(super) fn revised(&self) -> Self {
        let (foundry, sources) = (self.foundry.clone(), self.sources.clone());
        Self { foundry, sources, plan: OnceLock::new() }
    }

    /// The plan of a site, which is always the same one.
    pub(super) fn plan(&self, site: &Site) -> &Plan {
        self.plan.get_or_init(|| {
            if site.config.fonts.is_empty() { Plan::default() } else { self.draw(site) }
        })
    }

    /// Throws away parts that were kept for what is gone.
    pub(super) fn tidy(&self) {
        self.foundry.tidy();
    }

    fn draw(&self, site: &Site) -> Plan {
        let mut plan = Plan::default();
        let counts = Counts::of(site, &self.sources);
        let files: Vec<Option<Arc<FontFile>>> =
            site.config.fonts.iter().map(|choice| self.open(choice, &mut plan.faults)).collect();
        let mut stacks = String::new();
        for edition in &site.config.editions {
            let needs = counts.needs(edition.script);
            let mut families: BTreeMap<FontRole, String> = BTreeMap::new();
            for (choice, file) in site.config.fonts.iter().zip(&files) {
                let is_for =
                    choice.editions.is_empty() || choice.editions.contains(&edition.script);
                let Some(file) = file.as_ref().filter(|_| is_for) else { continue };
                let family = format!("\"{} {}\",", choice.family, edition.script);
                plan.add(choice, file, edition, &needs, counts.articles);
                let stack = families.entry(choice.role).or_default();
                // Another weight of the same family.
                if !stack.contains(&family) {
                    stack.push_str(&family);
                }
            }
            let of = |role| families.get(&role).map_or("initial", String::as_str);
            let (headings, text) = (of(FontRole::Headings), of(FontRole::Text));
            // The more exact a language is, the later it comes, and the last rule holds.
            let _ = writeln!(
                stacks,
                ":lang({}) {{ --web-headings: {headings}; --web-text: {text}; }}",
                edition.script
            );
        }
        let mut rules: Vec<&str> = stacks.lines().collect();
        rules.sort_by_key(|rule| rule.find(')'));
        let _ = writeln!(plan.css, "@layer tokens {{\n{}\n}}", rules.join("\n"));
        plan
    }

    fn open(&self, choice: &FontChoice, faults: &mut Vec<Diagnostic>) -> Option<Arc<FontFile>> {
        match self.foundry.open(&self.sources.root.join(&choice.file)) {
            Ok(file) => Some(file),
            Err(error) => {
                faults.push(fault::unreadable(choice, &error));
                None
            }
        }
    }
}

impl Plan {
    /// Adds a font in an edition.
    fn add(
        &mut self,
        choice: &FontChoice,
        file: &Arc<FontFile>,
        edition: &Edition,
        needs: &BTreeMap<char, Need>,
        articles: u32,
    ) {
        let face = match file.face(regions(edition.script)) {
            Ok(face) => face,
            Err(flaw) => {
                let fault = fault::flawed(choice, flaw);
                // It is as flawed in every edition.
                if !self.faults.iter().any(|known| known.what == fault.what) {
                    self.faults.push(fault);
                }
                return;
            }
        };
        if !face.may_be_published {
            self.faults.push(fault::forbidden(choice));
        }
        let characters: Vec<char> = needs.keys().copied().collect();
        let (has, lacks) = file.split(face, &characters);
        let is_missed = |c: &char| han::is_han(*c) && needs.get(c).is_some_and(|it| it.is_usual);
        let missed: Vec<char> = lacks.into_iter().filter(is_missed).collect();
        if !missed.is_empty() {
            self.faults.push(fault::lacks(choice, edition, &missed));
        }
        let weight = match choice.role {
            // One weight is the weight of all headings: none is to be made bolder by the browser.
            FontRole::Headings => "100 900".to_owned(),
            FontRole::Text => face.weight.to_string(),
        };
        for characters in slice::divide(&has, needs, articles) {
            let name = file.name(face, &characters);
            let _ = writeln!(
                self.css,
                "@font-face {{ font-family: \"{} {}\"; src: url(..{FOLDER}{name}) format(\"woff2\"); font-weight: {weight}; font-display: swap; unicode-range: {}; }}",
                choice.family,
                edition.script,
                slice::range(&characters),
            );
            let (file, face, choice) = (file.clone(), face.clone(), choice.clone());
            let part = Part { file, face, characters, choice };
            self.parts.insert(Address::new(&format!("{FOLDER}{name}")), part);
        }
    }
}

/// What collections call the fonts that are for a script, the best first.
fn regions(script: Script) -> &'static [&'static str] {
    match script {
        Script::Hans => &["SC", "CN"],
        Script::Hant | Script::HantTw => &["TC", "TW"],
        Script::HantHk => &["HK", "HC", "TC", "TW"],
    }
}
