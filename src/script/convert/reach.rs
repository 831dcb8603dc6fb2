//! What a character can become at all, whatever stands around it: all that the tables of both steps
//! say, of characters and of words. It never chooses.

use std::collections::HashMap;

use super::alone;
use super::stage::{self, Stage};
use crate::script::Script;

/// See the module.
#[derive(Debug)]
pub(crate) struct Reach {
    from: Script,
    to: Script,
    into_standard: HashMap<char, Vec<char>>,
    out_of_standard: HashMap<char, Vec<char>>,
}

impl Reach {
    /// The reach of a conversion; between the same scripts everything stays.
    pub(crate) fn new(from: Script, to: Script) -> Self {
        if from == to {
            let (into_standard, out_of_standard) = (HashMap::new(), HashMap::new());
            return Self { from, to, into_standard, out_of_standard };
        }
        let mut into_standard = choices(Stage::into_standard(from));
        for (c, unified) in stage::characters(stage::COMPATIBILITY) {
            into_standard.entry(c).or_default().push(unified);
        }
        Self { from, to, into_standard, out_of_standard: choices(Stage::out_of_standard(to)) }
    }

    /// What the character can become, beginning with what it becomes alone. It may be in the list
    /// itself.
    pub(crate) fn of(&self, c: char) -> Vec<char> {
        let mut all = vec![alone(c, self.from, self.to)];
        let own = [c];
        let standards = self.into_standard.get(&c).map_or(&own[..], Vec::as_slice);
        for standard in standards {
            let forms = self.out_of_standard.get(standard).into_iter().flatten();
            for form in forms.chain([standard]) {
                if !all.contains(form) {
                    all.push(*form);
                }
            }
        }
        all
    }
}

/// Every character of the tables with all that it becomes in any row, in any word of as many
/// characters as its counterpart.
fn choices(stage: Stage) -> HashMap<char, Vec<char>> {
    let mut all: HashMap<char, Vec<char>> = HashMap::new();
    let mut add = |from: char, to: char| {
        let list = all.entry(from).or_default();
        if !list.contains(&to) {
            list.push(to);
        }
    };
    for (key, list) in stage.all_characters() {
        for (from, to) in stage::single(key).into_iter().flat_map(|key| {
            list.split(' ').filter_map(stage::single).map(move |value| (key, value))
        }) {
            add(from, to);
        }
    }
    for (key, value) in stage.phrases() {
        if key.chars().count() == value.chars().count() {
            key.chars().zip(value.chars()).for_each(|(from, to)| add(from, to));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::converter;

    #[test]
    fn a_character_reaches_what_it_becomes_alone_and_in_words() {
        let reach = Reach::new(Script::Hans, Script::Hant);
        for (c, first, others) in
            [('发', '發', "髮"), ('后', '後', "后"), ('里', '裡', "里"), ('一', '一', "")]
        {
            let all = reach.of(c);
            assert_eq!(all.first(), Some(&first), "{all:?}");
            assert!(others.chars().all(|other| all.contains(&other)), "{c} {all:?}");
        }
        assert_eq!(Reach::new(Script::Hans, Script::Hans).of('发'), ['发']);
        assert!(Reach::new(Script::Hant, Script::Hans).of('髮').contains(&'发'));
    }

    #[test]
    fn whatever_a_conversion_writes_is_in_reach() {
        let text =
            "皇后在后台理发，头发干燥，干部了解里程，台风过后几只松鼠乾坤一幹，着重于么麼著作。";
        for from in Script::ALL {
            for to in Script::ALL {
                let Some(conversion) = converter(from, to) else { continue };
                let reach = Reach::new(from, to);
                let all: Vec<char> = text.chars().flat_map(|c| reach.of(c)).collect();
                let converted = conversion.convert(text);
                let missing = converted.chars().find(|c| !all.contains(c));
                assert_eq!(missing, None, "{from} {to}: {converted}");
            }
        }
    }
}
