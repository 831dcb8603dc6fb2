//! How the private-use characters of planes 15 and 16 are shared out: one for each reading, and
//! five at the end that open and close a span in another script. It holds no text itself.

use super::Script;

/// The first bytes, in UTF-8, of every character of planes 15 and 16. 0xF3 also begins plane 14
/// (variation selectors), so a hit is only a reason to look.
pub(super) const LEADS: [u8; 2] = [0xF3, 0xF4];

/// Places in a plane, without its last two, which are no characters.
const PLANE: usize = 0xFFFE;
const FIFTEEN: u32 = 0xF_0000;
const SIXTEEN: u32 = 0x10_0000;
/// How many places are for readings: both planes but for the last sixteen characters.
const READINGS: usize = PLANE + PLANE - 16;

const BEGIN_HANS: char = '\u{10FFF0}';
const BEGIN_HANT: char = '\u{10FFF1}';
const BEGIN_TW: char = '\u{10FFF2}';
const BEGIN_HK: char = '\u{10FFF3}';
/// Ends the span that was opened last.
pub(super) const END: char = '\u{10FFF4}';

/// What a private-use character stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Private {
    /// The reading with this number.
    Reading(usize),
    /// What follows is in another script than the site's.
    Begin(Script),
    /// It ends here.
    End,
}

/// Whether a character is of planes 15 and 16, which are this program's own: in a source it stands
/// for fixed text, or is forged.
#[must_use]
pub(crate) fn is_private(c: char) -> bool {
    u32::from(c) >= FIFTEEN
}

/// What a character stands for; `None` outside planes 15 and 16.
pub(super) fn of(c: char) -> Option<Private> {
    match c {
        BEGIN_HANS => Some(Private::Begin(Script::Hans)),
        BEGIN_HANT => Some(Private::Begin(Script::Hant)),
        BEGIN_TW => Some(Private::Begin(Script::HantTw)),
        BEGIN_HK => Some(Private::Begin(Script::HantHk)),
        END => Some(Private::End),
        _ => {
            let code = u32::from(c);
            let (plane, before) = if code >= SIXTEEN { (SIXTEEN, PLANE) } else { (FIFTEEN, 0) };
            let nth = usize::try_from(code.checked_sub(plane)?).ok()?;
            (nth < PLANE).then_some(Private::Reading(before + nth))
        }
    }
}

/// The character of the reading with this number; `None` when there are too many.
pub(super) fn reading(number: usize) -> Option<char> {
    let (plane, nth) = if number < PLANE { (FIFTEEN, number) } else { (SIXTEEN, number - PLANE) };
    let code = plane + u32::try_from(nth).ok()?;
    (number < READINGS).then(|| char::from_u32(code)).flatten()
}

/// The character that opens a span in a script.
pub(super) fn begin(script: Script) -> char {
    match script {
        Script::Hans => BEGIN_HANS,
        Script::Hant => BEGIN_HANT,
        Script::HantTw => BEGIN_TW,
        Script::HantHk => BEGIN_HK,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_character_of_its_own_and_leads_back() {
        for number in [0, 1, PLANE - 1, PLANE, PLANE + 1, READINGS - 1] {
            assert_eq!(reading(number).and_then(of), Some(Private::Reading(number)));
        }
        assert_eq!(reading(READINGS), None);
        for script in Script::ALL {
            assert_eq!(of(begin(script)), Some(Private::Begin(script)));
        }
    }

    #[test]
    fn other_characters_stand_for_nothing() {
        for c in ['a', '发', '\u{E000}', '\u{E0100}', '\u{EFFFF}'] {
            assert_eq!(of(c), None);
        }
    }
}
