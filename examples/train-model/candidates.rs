//! Which Simplified characters are open, and what each may become: OpenCC's list, and whatever the
//! texts have besides. It never looks at the neighbours of a character.

use crate::sources::{PairKind, Sources, single};
use jianfan::script::Script;
use jianfan::script::lattice::{InName, Weights};
use jianfan::script::lexicon::{Origin, Word};
use std::collections::BTreeMap;

/// How often a counterpart that OpenCC does not list must be met to be a candidate, and how large
/// its share must be.
const ENOUGH: f32 = 8.0;
const SHARE: f32 = 0.002;

pub(crate) struct Candidates {
    open: BTreeMap<char, Vec<char>>,
    /// Forms of Taiwan and Hong Kong, by the character of OpenCC's standard.
    forms: BTreeMap<char, Vec<char>>,
}

impl Candidates {
    pub(crate) fn gather(sources: &Sources) -> Self {
        let listed = table(include_str!("../../data/opencc/STCharacters.txt"));
        let mut forms = BTreeMap::<char, Vec<char>>::new();
        for variants in [
            include_str!("../../data/opencc/TWVariants.txt"),
            include_str!("../../data/opencc/HKVariants.txt"),
        ] {
            for (standard, list) in table(variants) {
                forms.entry(standard).or_default().extend(list);
            }
        }
        let mut candidates = Self { open: listed.clone(), forms };
        let mut met = BTreeMap::<char, BTreeMap<char, f32>>::new();
        for pair in &sources.pairs {
            for (hans, hant) in pair.hans.chars().zip(pair.hant.chars()) {
                if ('\u{3400}'..='\u{9FFF}').contains(&hans) {
                    let standard = candidates.standard(hans, hant, pair.kind);
                    *met.entry(hans).or_default().entry(standard).or_default() += pair.weight;
                }
            }
        }
        for (hans, counts) in met {
            let all: f32 = counts.values().sum();
            let list = candidates.open.entry(hans).or_insert_with(|| vec![hans]);
            for (hant, count) in counts {
                if count >= ENOUGH && count / all > SHARE && !list.contains(&hant) {
                    list.push(hant);
                }
            }
            list.truncate(Weights::CANDIDATES);
        }
        candidates.open.retain(|c, list| list.len() > 1 && ('\u{3400}'..='\u{9FFF}').contains(c));
        candidates
    }

    pub(crate) fn len(&self) -> usize {
        self.open.len()
    }

    pub(crate) fn list(&self) -> Vec<(char, Vec<char>)> {
        self.open.iter().map(|(c, list)| (*c, list.clone())).collect()
    }

    /// How each of them is written in names.
    pub(crate) fn in_names(&self, sources: &Sources) -> Vec<InName> {
        let of = |c: &char| {
            let number = |hant| self.number(*c, hant, PairKind::Word);
            // Any surname of which nothing is told.
            let person = Word::person(&format!("王{c}"), Script::Hans, Origin::Theme);
            InName {
                surname: sources.surnames.get(c).copied().and_then(number),
                given: person.text(Script::HantTw).chars().nth(1).and_then(number),
            }
        };
        self.open.keys().map(of).collect()
    }

    pub(crate) fn of(&self, hans: char) -> Option<&[char]> {
        self.open.get(&hans).map(Vec::as_slice)
    }

    pub(crate) fn place(&self, hans: char) -> Option<u16> {
        u16::try_from(self.open.keys().position(|c| *c == hans)?).ok()
    }

    /// Which candidate of a character a text has.
    pub(crate) fn number(&self, hans: char, hant: char, kind: PairKind) -> Option<u8> {
        let standard = self.standard(hans, hant, kind);
        u8::try_from(self.of(hans)?.iter().position(|c| *c == standard)?).ok()
    }

    /// The character of OpenCC's standard that a text's form stands for.
    fn standard(&self, hans: char, hant: char, kind: PairKind) -> char {
        // Taiwan writes 台 for 臺 at will, so a text of its says nothing about names such as 台州.
        if hans == '台' && hant == '台' && kind != PairKind::Word {
            return '臺';
        }
        let own = [hans];
        let list = self.of(hans).unwrap_or(&own);
        if list.contains(&hant) {
            return hant;
        }
        let drawn = |c: &&char| self.forms.get(*c).is_some_and(|forms| forms.contains(&hant));
        list.iter().find(drawn).copied().unwrap_or(hant)
    }
}

fn table(text: &str) -> BTreeMap<char, Vec<char>> {
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| {
        let (from, list) = line.split_once('\t')?;
        Some((single(from)?, list.split(' ').filter_map(single).collect()))
    })
    .collect()
}
