//! The words of the model: how often each is met, and what it says of its open characters. It
//! never weighs one word against another; that is the model's.

use crate::candidates::Candidates;
use crate::sources::{PairKind, Sources};
use jianfan::script::lattice::{Chunk, Info, Kind, Model, Seat, Source, Word, symbol};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Words in the list of Simplified words, all counts together.
const ALL: f32 = 60e6;
/// How much more a word counts that is met in the texts than one met in the lists' own, which
/// were eight times as large.
const IN_TEXTS: f32 = 4.0;
/// A word that says nothing about an open character is kept from here on: it may keep others
/// from crossing it.
const USUAL: f32 = 30.0;
/// Characters of foreign names: `赫` and `汉` as in 赫尔辛基, 汉诺威.
const FOREIGN: &str = "阿埃艾奥巴贝比博布查达德迪蒂杜多恩尔法费夫弗格戈哈海霍基吉加杰卡凯科克库拉\
莱兰劳雷里丽利莉林隆卢鲁伦罗洛马玛迈曼梅蒙米姆穆娜内尼诺帕佩皮普奇乔切萨塞桑森沙舍什史斯苏索塔泰坦特提廷图托\
瓦万旺威韦维文沃乌西希夏谢辛休叙雅亚扬耶伊因尤约扎泽詹朱兹赫汉茨";
const NUMERALS: &str = "一二三四五六七八九十百千万亿两几数零半多";

struct Entry {
    count: f32,
    source: Source,
    claims: Vec<Option<u8>>,
}

pub(crate) struct Lexicon {
    entries: BTreeMap<Vec<u16>, Entry>,
    single: HashMap<char, f32>,
}

impl Lexicon {
    pub(crate) fn new(sources: &Sources, candidates: &Candidates) -> Self {
        let mut entries = BTreeMap::new();
        let mut single = HashMap::new();
        let claims = |hans: &str, hant: &str, kind| {
            hans.chars().zip(hant.chars()).map(|(a, b)| candidates.number(a, b, kind)).collect()
        };
        for word in &sources.counted {
            let mut chars = word.word.chars();
            if let (Some(c), None) = (chars.next(), chars.next()) {
                single.insert(c, word.count);
            } else if let Some(symbols) = symbols(&word.word) {
                let claims = claims(&word.word, &word.hant, PairKind::Word);
                let surname = word.word.chars().next();
                let is_name = word.tag == "nr"
                    && word.word.chars().count() == 3
                    && surname.is_some_and(|it| it != '于' && sources.surnames.contains_key(&it));
                // Names are derived from the table of surnames, not from OpenCC's default.
                let source = if is_name { Source::Typed } else { Source::Derived };
                let entry = Entry { count: word.count, source, claims };
                entries.insert(symbols, entry);
            }
        }
        let mut most = HashMap::<&str, f32>::new();
        for (hans, hant, count) in &sources.typed {
            let known = most.entry(hans).or_insert(-1.0);
            if *count <= *known {
                continue;
            }
            *known = *count;
            if let Some(symbols) = symbols(hans) {
                let entry = entries.entry(symbols).or_insert_with(Entry::nothing);
                entry.count = entry.count.max(1.0 + count * 0.2);
                entry.source = Source::Typed;
                entry.claims = claims(hans, hant, PairKind::Typed);
            }
        }
        for (hans, hant) in &sources.opencc {
            if let Some(symbols) = symbols(hans) {
                let entry = entries.entry(symbols).or_insert_with(Entry::nothing);
                entry.count = entry.count.max(2.0);
                entry.source = Source::OpenCc;
                entry.claims = claims(hans, hant, PairKind::Word);
            }
        }
        Self { entries, single }
    }

    /// Counts the words of the texts as a model of the lists divides these.
    pub(crate) fn count(&mut self, model: &Model, sources: &Sources) {
        let mut chunk = Chunk::default();
        for pair in sources.pairs.iter().filter(|pair| pair.kind == PairKind::Sentence) {
            let mut from = 0;
            while let Some(next) = chunk.fill(model.characters(), &pair.hans, from) {
                let all = 0..chunk.len();
                model.divide(&mut chunk, all);
                let mut at = 0;
                while let Some(found) = chunk.words().get(at) {
                    if found.len > 1
                        && let Some(seats) = chunk.seats().get(at..at + found.len)
                        && let Some(entry) = self.entries.get_mut(&symbols_of(seats))
                    {
                        entry.count += IN_TEXTS;
                    }
                    at += found.len.max(1);
                }
                from = next;
            }
        }
    }

    /// The words with what is known of them.
    pub(crate) fn words(&self) -> Vec<(Vec<u16>, Word)> {
        let kept = self
            .entries
            .iter()
            .filter(|(_, entry)| entry.count >= USUAL || entry.claims.iter().any(Option::is_some));
        kept.map(|(word, entry)| (word.clone(), entry.word())).collect()
    }

    /// The words that say how one of their characters is written, without those that only repeat
    /// what shorter words within them say.
    pub(crate) fn claims(&self) -> Vec<(Vec<u16>, Word)> {
        let mut by_length: Vec<(&Vec<u16>, &Entry)> = self.entries.iter().collect();
        by_length.sort_by_key(|(word, _)| word.len());
        let mut kept = HashMap::<&[u16], &Entry>::new();
        for (word, entry) in by_length {
            let speaks = entry.claims.iter().any(Option::is_some);
            let news = (0..word.len()).any(|place| {
                entry.claims.get(place).is_some_and(Option::is_some)
                    && !repeated(&kept, word, entry, place)
            });
            if speaks && news {
                kept.insert(word, entry);
            }
        }
        let mut list: Vec<(Vec<u16>, Word)> =
            kept.into_iter().map(|(word, entry)| (word.to_vec(), entry.word())).collect();
        list.sort_by(|a, b| a.0.cmp(&b.0));
        list
    }

    /// What is known of each character of the basic plane.
    pub(crate) fn characters(
        &self,
        sources: &Sources,
        candidates: &Candidates,
    ) -> Vec<(Info, u16)> {
        let given = given(sources);
        let foreign: BTreeSet<char> = FOREIGN.chars().collect();
        ('\u{3400}'..='\u{9FFF}')
            .map(|c| {
                let cost = self.single.get(&c).map_or(Word::RARE, |count| cost(*count));
                let kinds = [
                    (Kind::Numeral, NUMERALS.contains(c)),
                    (Kind::Surname, sources.surnames.contains_key(&c)),
                    (Kind::Foreign, foreign.contains(&c)),
                ];
                let kinds: Vec<Kind> =
                    kinds.iter().filter(|(_, is)| *is).map(|(kind, _)| *kind).collect();
                let given = given.get(&c).copied().unwrap_or_default();
                (Info::new(given, &kinds, candidates.place(c)), cost)
            })
            .collect()
    }
}

impl Entry {
    fn nothing() -> Self {
        Self { count: 0.0, source: Source::None, claims: Vec::new() }
    }

    fn word(&self) -> Word {
        Word::new(cost(self.count), self.source, self.claims.iter().copied())
    }
}

/// Whether the words within a word say all the same of a place as it does itself.
fn repeated(kept: &HashMap<&[u16], &Entry>, word: &[u16], entry: &Entry, place: usize) -> bool {
    let own = entry.claims.get(place).copied().flatten();
    let mut heard = false;
    for start in 0..=place {
        for end in (place + 1).max(start + 2)..=word.len() {
            let Some(inner) = word.get(start..end).and_then(|inner| kept.get(inner)) else {
                continue;
            };
            match inner.claims.get(place - start).copied().flatten() {
                None => {}
                Some(claim) if Some(claim) == own => {
                    heard |= inner.source as u8 <= (entry.source as u8).max(2);
                }
                Some(_) => return false,
            }
        }
    }
    heard
}

/// How usual characters are in given names of two characters, against all other words: 0 to 3.
fn given(sources: &Sources) -> HashMap<char, u8> {
    let (mut in_names, mut elsewhere) = (HashMap::<char, f32>::new(), HashMap::<char, f32>::new());
    let (mut all_names, mut all_else) = (0.0_f32, 0.0_f32);
    for word in &sources.counted {
        if word.tag == "nr" && word.word.chars().count() == 3 {
            for c in word.word.chars().skip(1) {
                *in_names.entry(c).or_default() += 1.0;
                all_names += 1.0;
            }
        } else if word.tag != "nr" && word.tag != "nrt" {
            for c in word.word.chars() {
                *elsewhere.entry(c).or_default() += word.count;
                all_else += word.count;
            }
        }
    }
    let level = |(c, count): (char, f32)| {
        let other = elsewhere.get(&c).copied().unwrap_or_default();
        let ratio = ((count + 0.5) / all_names) / ((other + 20.0) / all_else);
        let level = [0.5, 1.5, 4.0].iter().filter(|least| ratio > **least).count();
        (c, u8::try_from(level).unwrap_or_default())
    };
    in_names.into_iter().map(level).collect()
}

fn cost(count: f32) -> u16 {
    // A cost is below 18 and never negative.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let scaled = (-(count.max(1.0) / ALL).ln() * Word::UNIT).round() as u16;
    scaled
}

fn symbols_of(seats: &[Seat]) -> Vec<u16> {
    seats.iter().map(|seat| seat.symbol).collect()
}

/// A word as the model sees it; `None` when it holds anything but usual Han characters.
fn symbols(word: &str) -> Option<Vec<u16>> {
    let symbols: Vec<u16> = word.chars().map(symbol).collect();
    symbols.iter().all(|it| (0x3400..=0x9FFF).contains(it)).then_some(symbols)
}
