//! How the model sees a character: Han characters as themselves with what is known of them, the
//! rest as one of a few signs. It never sees a text.

/// The first Han character that the model knows by itself; rarer ones are all alike.
pub(super) const FIRST: u16 = 0x3400;
/// The last one.
pub const LAST: u16 = 0x9FFF;
/// Any Han character beyond these.
pub(super) const RARE: u16 = 0xFFFD;
/// The beginning and the end of a sentence, and what is nothing of what is listed in [`symbol`].
pub(super) const EDGE: u16 = b' ' as u16;
/// Beyond the end of a chunk.
pub(super) const NOTHING: u16 = u16::MAX;
/// Any Latin letter.
pub(super) const LETTER: u16 = b'a' as u16;
/// What parts a foreign name.
pub(super) const DOT: u16 = b'-' as u16;

/// The sign of a character that is not Han, and one and the same for rare Han characters; a common
/// one is its own.
#[inline]
#[must_use]
pub fn symbol(c: char) -> u16 {
    let code = u32::from(c);
    let row = match code >> 7 {
        0x00 => &ASCII,
        0x40 => &PUNCTUATION,
        0x60 => &CJK_PUNCTUATION,
        0x1FE => &FULL_WIDTH,
        _ => return other(c),
    };
    // The signs are ASCII themselves.
    row.get(code as usize & 0x7F).map_or(EDGE, |sign| u16::from(*sign))
}

// The signs of the blocks that nearly all signs of a text are of.
static ASCII: [u8; 0x80] = signs(0);
static PUNCTUATION: [u8; 0x80] = signs(0x2000);
static CJK_PUNCTUATION: [u8; 0x80] = signs(0x3000);
static FULL_WIDTH: [u8; 0x80] = signs(0xFF00);

#[allow(clippy::indexing_slicing, reason = "done by the compiler, which would tell")]
const fn signs(first: u32) -> [u8; 0x80] {
    let mut row = [0; 0x80];
    let (mut place, mut code) = (0, first);
    // An iterator is not for constants.
    while place < row.len() {
        if let Some(c) = char::from_u32(code) {
            row[place] = sign(c);
        }
        (place, code) = (place + 1, code + 1);
    }
    row
}

/// The symbol of a character outside of these blocks.
fn other(c: char) -> u16 {
    let code = u32::from(c);
    if (u32::from(FIRST)..=u32::from(LAST)).contains(&code) {
        return u16::try_from(code).unwrap_or(RARE);
    }
    if code >= 0x2_0000 || (0xF900..=0xFAFF).contains(&code) {
        return RARE;
    }
    u16::from(sign(c))
}

const fn sign(c: char) -> u8 {
    match c {
        '0'..='9' | '０'..='９' => b'0',
        'a'..='z' | 'A'..='Z' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '\u{C0}'..='\u{24F}' => b'a',
        '、' => b'/',
        '，' | ',' => b',',
        '；' | ';' | '。' | '！' | '？' | '!' | '?' | '.' | '…' => b'.',
        '：' | ':' => b':',
        '（' | '(' => b'(',
        '）' | ')' => b')',
        '“' | '「' | '『' | '‘' | '"' => b'<',
        '”' | '」' | '』' | '’' => b'>',
        '《' | '〈' => b'[',
        '》' | '〉' => b']',
        '·' | '‧' | '．' | '・' => b'-',
        '〇' | '々' => b'o',
        _ => b' ',
    }
}

/// Whether a sign is that of a Han character that words are made of.
#[inline]
pub(super) fn is_listed(symbol: u16) -> bool {
    (FIRST..=LAST).contains(&symbol)
}

/// Whether a sign is that of a Han character.
#[inline]
pub fn is_han(symbol: u16) -> bool {
    symbol >= FIRST
}

/// What is known of a character, and what a conversion makes of it: 16 bits each, so that a text
/// asks one table once for every character.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Info(u32);

impl Info {
    const KINDS: u32 = 2;
    const OPEN: u32 = 5;
    const OPEN_BITS: u32 = 9;
    const LEADS: u32 = 1 << 14;
    const ODD: u32 = 1 << 15;
    const TARGET: u32 = 16;

    /// What is known of a Han character. `given` tells how usual it is in given names, from 0 to 3;
    /// `open` is its place in the list of characters with several counterparts.
    #[must_use]
    pub fn new(given: u8, kinds: &[Kind], open: Option<u16>) -> Self {
        let kinds = kinds.iter().fold(0, |bits, kind| bits | 1 << (Self::KINDS + *kind as u32));
        let open = open.map_or(0, |place| u32::from(place) + 1) & ((1 << Self::OPEN_BITS) - 1);
        Self(u32::from(given & 3) | kinds | open << Self::OPEN)
    }

    /// What is known of nothing.
    pub(super) const fn of_nothing() -> Self {
        Self(0)
    }

    /// What is known of a sign.
    pub(super) fn of_sign(symbol: u16) -> Self {
        let kinds: &[Kind] = if symbol == u16::from(b'0') { &[Kind::Numeral] } else { &[] };
        Self::new(0, kinds, None)
    }

    pub(super) fn to_bits(self) -> u16 {
        // What is known is the lower half.
        #[allow(clippy::cast_possible_truncation)]
        let bits = self.0 as u16;
        bits
    }

    pub(super) fn from_bits(bits: u16) -> Self {
        Self(u32::from(bits))
    }

    /// Says what a conversion makes of it, and whether words begin with it that are made into
    /// something else than their characters.
    pub fn set_target(&mut self, target: Option<char>, leads: bool) {
        let code = target.map_or(0, u32::from);
        let odd = if code > 0xFFFF { Self::ODD } else { 0 };
        let leads = if leads { Self::LEADS } else { 0 };
        let target = if odd == 0 { code << Self::TARGET } else { 0 };
        self.0 = self.0 & 0x3FFF | odd | leads | target;
    }

    /// What a conversion makes of it; `None` when it stays.
    #[inline]
    #[must_use]
    pub fn target(self) -> Option<char> {
        match self.0 >> Self::TARGET {
            0 => None,
            code => char::from_u32(code),
        }
    }

    /// Whether a conversion may make something else of it.
    #[inline]
    pub(super) fn is_to_do(self) -> bool {
        self.0 >> Self::OPEN != 0
    }

    /// Whether a conversion must look at it more closely: words begin with it, or its target has no
    /// room here.
    #[inline]
    #[must_use]
    pub fn is_special(self) -> bool {
        self.0 & (Self::LEADS | Self::ODD) != 0
    }

    /// How usual it is in given names, from 0 to 3.
    #[inline]
    pub(super) fn given(self) -> u8 {
        // Two bits.
        #[allow(clippy::cast_possible_truncation)]
        let given = (self.0 & 3) as u8;
        given
    }

    #[inline]
    pub(super) fn is(self, kind: Kind) -> bool {
        self.0 >> (Self::KINDS + kind as u32) & 1 == 1
    }

    /// Its place in the list of open characters.
    #[inline]
    #[must_use]
    pub fn open(self) -> Option<usize> {
        let open = self.0 >> Self::OPEN & ((1 << Self::OPEN_BITS) - 1);
        open.checked_sub(1).map(|place| place as usize)
    }
}

/// Kinds of characters that decide about their neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 一 二 … 半 几 多: before a measure (三只), after one (十余).
    Numeral,
    /// May begin a person's name.
    Surname,
    /// Writes foreign names (克 里 斯).
    Foreign,
}

/// What is known of the Han characters of the basic plane, from U+3400 to U+9FFF, in their order.
pub type Characters = [Info];

/// What a table knows of a character.
#[inline]
pub(super) fn look_up(characters: &Characters, symbol: u16) -> Info {
    characters.get(usize::from(symbol.wrapping_sub(FIRST))).copied().unwrap_or_default()
}
