//! The word that allows writing: made anew for every run, known to whoever sits at the machine, and to whom they
//! tell it. It is never stored.

use std::collections::hash_map::RandomState;
use std::fmt::Write;
use std::hash::BuildHasher;

/// See the module. Copies are the same word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token([u64; 2]);

impl Token {
    /// A new one. The keys of the standard library's hasher come from the system's source of randomness, and
    /// without them nobody can tell what it makes of a number.
    pub(crate) fn new() -> Self {
        Self([RandomState::new().hash_one(1_u8), RandomState::new().hash_one(2_u8)])
    }

    /// As it stands in an address.
    pub(crate) fn text(self) -> String {
        let mut text = String::with_capacity(32);
        for part in self.0 {
            // Writing into a text cannot fail.
            let _ = write!(text, "{part:016x}");
        }
        text
    }

    /// Whether somebody knows it. It takes as long whatever they got right.
    pub(super) fn is(self, given: &[u8]) -> bool {
        let own = self.text();
        let differ = own.bytes().zip(given).fold(0, |sum, (own, given)| sum | (own ^ given));
        own.len() == given.len() && differ == 0
    }
}

impl std::fmt::Debug for Token {
    /// Without the word.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_word_is_the_word() {
        let token = Token::new();
        let text = token.text();
        assert!(token.is(text.as_bytes()) && text.len() == 32);
        assert!(
            !token.is(&text.as_bytes()[1..])
                && !token.is(b"")
                && !token.is(format!("{text}0").as_bytes())
        );
        assert!(!Token::new().is(text.as_bytes()));
        assert_eq!(format!("{token:?}"), "Token");
    }
}
