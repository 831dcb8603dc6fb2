//! The steps a conversion is made of, and the tables that each is read from.
//!
//! As in OpenCC every conversion goes through one pivot, OpenCC's Traditional standard: first
//! into it, where the question is which *character* is meant, then out of it, where the question
//! is which *form* the reader gets. This file only names tables and reads their lines; putting
//! two steps together is `dictionary`'s, matching is `convert`'s.

use crate::script::Script;

macro_rules! opencc {
    ($name:literal) => {
        include_str!(concat!("../../../data/opencc/", $name, ".txt"))
    };
}

/// Compatibility ideographs and what they are compatible with, for every conversion.
pub(super) const COMPATIBILITY: &str = opencc!("CJK_Compatibility_Ideographs");

pub(in crate::script) const ST_CHARACTERS: &str = opencc!("STCharacters");
pub(in crate::script) const TS_CHARACTERS: &str = opencc!("TSCharacters");
pub(in crate::script) const TW_VARIANTS: &str = opencc!("TWVariants");
pub(in crate::script) const HK_VARIANTS: &str = opencc!("HKVariants");
const HANS_WORDS: &str = include_str!("../../../data/words-hans.txt");
pub(in crate::script) const HANT_GLYPHS: &str = include_str!("../../../data/glyphs-hant.txt");

/// Forms of Taiwan and Hong Kong that are characters of the standard in their own right, or (濕)
/// right as they are everywhere. Folding them to the one character that the reversed tables give
/// would turn 參加 into 蔘加 and 剛才 into 剛纔 wherever OpenCC's word lists have a gap.
const NOT_FOLDED: &[char] = &['么', '參', '才', '核', '濕', '針', '顎', '鯰'];
/// 台 is 臺 by default only in Hong Kong, where no 臺 is written but in names.
const NOT_FOLDED_BUT_FROM_HK: &[char] = &['台'];
/// 著 is 着 by default only where nobody writes 着.
const NOT_FOLDED_FROM_HK: &[char] = &['著'];

/// One step: words and characters with what they become. Of two tables the earlier wins.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Stage {
    phrases: &'static [&'static str],
    characters: &'static [&'static str],
    except: [&'static [char]; 2],
}

impl Stage {
    /// From a script into the standard.
    pub(super) fn into_standard(from: Script) -> Self {
        match from {
            Script::Hans => Self {
                phrases: &[opencc!("STPhrases"), opencc!("STPhrases_GeneratedFromRegionalPhrases")],
                characters: &[ST_CHARACTERS],
                except: [&[], &[]],
            },
            // Every variant form is accepted, whichever Traditional script a text is said to be
            // in, because people mix them.
            Script::Hant | Script::HantTw => Self {
                phrases: &[
                    include_str!("../../../data/folds-hant.txt"),
                    opencc!("TWVariantsRevPhrases"),
                ],
                characters: &[opencc!("TWVariantsRev"), opencc!("HKVariantsRev")],
                except: [NOT_FOLDED, NOT_FOLDED_BUT_FROM_HK],
            },
            Script::HantHk => Self {
                phrases: &[opencc!("HKVariantsRevPhrases")],
                characters: &[opencc!("HKVariantsRev"), opencc!("TWVariantsRev")],
                except: [NOT_FOLDED, NOT_FOLDED_FROM_HK],
            },
        }
    }

    /// From the standard to a script.
    pub(super) fn out_of_standard(to: Script) -> Self {
        let (phrases, characters): (&[_], &[_]) = match to {
            Script::Hans => (&[HANS_WORDS, opencc!("TSPhrases")], &[HANS_WORDS, TS_CHARACTERS]),
            Script::Hant => (&[], &[HANT_GLYPHS]),
            Script::HantTw => (&[opencc!("TWVariantsPhrases")], &[TW_VARIANTS]),
            Script::HantHk => (&[opencc!("HKVariantsPhrases")], &[HK_VARIANTS]),
        };
        Self { phrases, characters, except: [&[], &[]] }
    }

    /// The words; the first of two equal ones counts.
    pub(super) fn phrases(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.phrases.iter().flat_map(|table| rows(table))
    }

    /// The characters; the last of two equal ones counts.
    pub(super) fn characters(self) -> impl Iterator<Item = (char, char)> {
        self.characters
            .iter()
            .rev()
            .flat_map(|table| characters(table))
            .filter(move |(from, _)| !self.except.iter().any(|list| list.contains(from)))
    }

    /// The rows of its characters, with all candidates.
    pub(super) fn all_characters(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.characters.iter().flat_map(|table| candidates(table))
    }

    /// The bytes of the tables of words: a good guess at how much room they take.
    pub(super) fn bytes(self) -> usize {
        self.phrases.iter().map(|table| table.len()).sum()
    }
}

/// The rows of a table in OpenCC's text format: a key, a tab, candidates between spaces, of which
/// the first is the default. Lines that begin with `#` and blank ones are no rows.
pub(super) fn rows(table: &str) -> impl Iterator<Item = (&str, &str)> {
    candidates(table).map(|(key, list)| (key, split(list, b' ').map_or(list, |(first, _)| first)))
}

/// The rows of a table with all candidates, between spaces.
pub(in crate::script) fn candidates(table: &str) -> impl Iterator<Item = (&str, &str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| split(line, b'\t'))
}

/// Like `split_once`, but for short texts, where a plain loop is the fastest search.
fn split(text: &str, separator: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == separator)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// The rows of a table of characters.
pub(in crate::script) fn characters(table: &str) -> impl Iterator<Item = (char, char)> {
    rows(table).filter_map(|(key, value)| Some((single(key)?, single(value)?)))
}

/// The character of a text of one character.
pub(in crate::script) fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let first = chars.next()?;
    chars.next().is_none().then_some(first)
}
