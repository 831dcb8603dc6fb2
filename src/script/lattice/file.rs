//! The file that words and weights are kept in: columns of little-endian numbers, ready to be used
//! as they are, so that reading it is copying it. It never interprets them.

use super::decide::{Trust, Weights};
use super::symbol::{Characters, FIRST, Info};
use super::words::{ClaimTable, Word, WordTable};
use std::sync::OnceLock;

/// The first bytes of a model; the last digit is the version of the format.
const MAGIC: &[u8; 8] = b"jianfan3";
/// Columns in a file, in the order of [`Parts`].
const COLUMNS: usize = 13;

/// What a model is made of.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// What is known of each Han character of the basic plane, from U+3400 to U+9FFF, and the cost
    /// of the word that it is alone.
    pub characters: Vec<(Info, u16)>,
    /// The open characters, each with its candidates in OpenCC's standard, the usual one first.
    pub open: Vec<(char, Vec<char>)>,
    /// How each open character is written in names; none where nothing is told of it.
    pub in_names: Vec<InName>,
    /// The words that say how one of their characters is written, without those that only repeat
    /// what shorter ones say; see [`ClaimTable::build`].
    pub claims: (Vec<u32>, [Vec<u64>; 3]),
    /// All words.
    pub words: [Vec<u64>; 4],
    /// How far words are trusted, by source and length.
    pub trust: Trust,
    /// See [`Weights::build`](super::decide::Weights::build).
    pub weights: (Vec<u64>, Vec<u32>),
}

/// Which candidate an open character is in the name of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InName {
    /// Where the name begins with it.
    pub surname: Option<u8>,
    /// Behind a surname.
    pub given: Option<u8>,
}

impl InName {
    // Above the 21 bits of a character, 4 bits each: 0 where nothing is told.
    const SURNAME: u32 = 21;
    const GIVEN: u32 = 25;
    /// The bits of the character itself.
    const CHARACTER: u32 = (1 << Self::SURNAME) - 1;

    fn to_bits(self) -> u32 {
        let bits = |number: Option<u8>| number.map_or(0, |number| u32::from(number & 7) + 1);
        bits(self.surname) << Self::SURNAME | bits(self.given) << Self::GIVEN
    }

    fn from_bits(bits: u32) -> Self {
        // Four bits.
        #[allow(clippy::cast_possible_truncation)]
        let number = |at: u32| ((bits >> at & 0xF) as u8).checked_sub(1);
        Self { surname: number(Self::SURNAME), given: number(Self::GIVEN) }
    }
}

impl Parts {
    /// The file.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let open: Vec<u32> = self
            .open
            .iter()
            .zip(self.in_names.iter().copied().chain(std::iter::repeat(InName::default())))
            .flat_map(|((c, list), in_name)| {
                let list = list.iter().map(|c| u32::from(*c)).chain(std::iter::repeat(0));
                let first = u32::from(*c) | in_name.to_bits();
                std::iter::once(first).chain(list).take(8).collect::<Vec<_>>()
            })
            .collect();
        let characters: Vec<u32> = self
            .characters
            .iter()
            .map(|(info, cost)| u32::from(info.to_bits()) | u32::from(*cost) << 16)
            .collect();
        let small = |list: &[u32]| list.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>();
        let large = |list: &[u64]| list.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>();
        let (c_pairs, [c_far, c_keys, c_longer]) = &self.claims;
        let [sieve, pairs, keys, longer] = &self.words;
        let columns: [Vec<u8>; COLUMNS] = [
            small(&characters),
            small(&open),
            small(c_pairs),
            large(c_far),
            large(c_keys),
            large(c_longer),
            large(sieve),
            large(pairs),
            large(keys),
            large(longer),
            self.trust.as_flattened().iter().flat_map(|n| n.to_le_bytes()).collect(),
            large(&self.weights.0),
            small(&self.weights.1),
        ];
        let mut file = MAGIC.to_vec();
        for column in &columns {
            file.extend(u64::try_from(column.len()).unwrap_or_default().to_le_bytes());
        }
        for column in &columns {
            file.extend(column);
        }
        file
    }
}

/// Words and weights, ready for use.
#[derive(Debug)]
pub struct Model {
    characters: Vec<Info>,
    costs: Vec<u16>,
    open: Vec<(char, Vec<char>)>,
    pub(super) in_names: Vec<InName>,
    pub(super) claims: ClaimTable,
    pub(super) words: WordTable,
    pub(super) weights: Weights,
}

impl Model {
    /// The model in the binary.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static MODEL: OnceLock<Model> = OnceLock::new();
        static FILE: &[u8] = include_bytes!("../../../data/model/hans-hant.bin");
        // A test reads the file; should it ever be another, every character has its default.
        MODEL.get_or_init(|| Self::read(FILE).unwrap_or_else(Self::blank))
    }

    /// The model in a file; `None` when it is none.
    #[must_use]
    pub fn read(file: &[u8]) -> Option<Self> {
        let sizes = file.strip_prefix(MAGIC)?.get(..8 * COLUMNS)?;
        let mut end = MAGIC.len() + sizes.len();
        let mut columns = [&[][..]; COLUMNS];
        for (column, size) in columns.iter_mut().zip(sizes.as_chunks::<8>().0) {
            let start = end;
            end = start.checked_add(usize::try_from(u64::from_le_bytes(*size)).ok()?)?;
            *column = file.get(start..end)?;
        }
        let [characters, open, claims, far, k1, l1, sieve, pairs, k2, l2, trust, features, weights] =
            columns;
        let numbers = |bytes: &[u8]| {
            let (numbers, _) = bytes.as_chunks::<4>();
            numbers.iter().map(|n| u32::from_le_bytes(*n)).collect::<Vec<u32>>()
        };
        let long = |bytes: &[u8]| {
            let (numbers, _) = bytes.as_chunks::<8>();
            numbers.iter().map(|n| u64::from_le_bytes(*n)).collect::<Box<[u64]>>()
        };
        let rows = numbers(open);
        let of_row = |row: &[u32]| {
            let mut chars = row
                .iter()
                .map(|code| code & InName::CHARACTER)
                .filter(|code| *code != 0)
                .map(char::from_u32);
            let open = (chars.next()??, chars.collect::<Option<Vec<char>>>()?);
            Some((open, InName::from_bits(*row.first()?)))
        };
        let (open, in_names): (Vec<(char, Vec<char>)>, Vec<InName>) =
            rows.chunks(8).filter_map(of_row).unzip();
        // Two halves.
        #[allow(clippy::cast_possible_truncation)]
        let (characters, costs) = numbers(characters)
            .into_iter()
            .map(|number| (Info::from_bits(number as u16), (number >> 16) as u16))
            .unzip();
        Some(Self {
            characters,
            costs,
            claims: ClaimTable::new(&numbers(claims), [far, k1, l1].map(long)),
            words: WordTable::new([sieve, pairs, k2, l2].map(long)),
            weights: Weights::new(open.len(), &numbers(trust), &long(features), &numbers(weights)),
            open,
            in_names,
        })
    }

    /// A model that knows nothing.
    fn blank() -> Self {
        let weights = Weights::new(0, &[], &[], &[]);
        Self {
            characters: Vec::new(),
            costs: Vec::new(),
            open: Vec::new(),
            in_names: Vec::new(),
            claims: ClaimTable::new(&[], Default::default()),
            words: WordTable::new(Default::default()),
            weights,
        }
    }

    /// What is known of the Han characters of the basic plane.
    #[must_use]
    pub fn characters(&self) -> &Characters {
        &self.characters
    }

    /// What a word of one character costs.
    pub(super) fn cost(&self, symbol: u16) -> u32 {
        let known = self.costs.get(usize::from(symbol.wrapping_sub(FIRST)));
        u32::from(known.copied().unwrap_or(Word::RARE))
    }

    /// The open characters, each with its candidates in OpenCC's standard, the usual one first.
    #[must_use]
    pub fn open(&self) -> &[(char, Vec<char>)] {
        &self.open
    }
}
