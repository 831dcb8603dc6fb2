//! What the program offers to templates by name, beside what Tera knows. All of it goes through an
//! [`Offer`], so that its lists are what templates can really use.

use tera::{ArgFromValue, Filter, Function, FunctionResult, Tera};

/// Functions and filters on their way into Tera; what is registered is also listed.
#[derive(Default)]
pub(super) struct Offer {
    tera: Tera,
    offered: Offered,
}

/// The names of what the program offers.
#[derive(Debug, Default)]
pub(super) struct Offered {
    pub(super) functions: Vec<&'static str>,
    pub(super) filters: Vec<&'static str>,
}

impl Offer {
    /// Offers again to templates that were read already.
    pub(super) fn over(tera: Tera) -> Self {
        Self { tera, offered: Offered::default() }
    }

    /// As [`Tera::register_function`].
    pub(super) fn register_function<Func, Res>(&mut self, name: &'static str, function: Func)
    where
        Func: Function<Res>,
        Res: FunctionResult,
    {
        self.offered.functions.push(name);
        self.tera.register_function(name, function);
    }

    /// As [`Tera::register_filter`].
    pub(super) fn register_filter<Func, Arg, Res>(&mut self, name: &'static str, filter: Func)
    where
        Func: Filter<Arg, Res> + for<'a> Filter<<Arg as ArgFromValue<'a>>::Output, Res>,
        Arg: for<'a> ArgFromValue<'a>,
        Res: FunctionResult,
    {
        self.offered.filters.push(name);
        self.tera.register_filter::<Func, Arg, Res>(name, filter);
    }

    /// Tera with all of it, and the list.
    pub(super) fn into_parts(self) -> (Tera, Offered) {
        (self.tera, self.offered)
    }
}

/// The filters of Tera itself.
pub(super) const TERA_FILTERS: [&str; 37] = [
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

/// The functions of Tera itself; `super` stands for the block below.
pub(super) const TERA_FUNCTIONS: [&str; 3] = ["range", "super", "throw"];

/// The tests (`is …`) of Tera; the program adds none.
pub(super) const TERA_TESTS: [&str; 17] = [
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "even",
    "starting_with",
    "string",
    "undefined",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tera_knows_what_is_said_to_be_its_own_and_nothing_more() {
        let known = |text: &str| Tera::new().add_raw_template("x", text).is_ok();
        for name in TERA_FILTERS {
            assert!(known(&format!("{{{{ x | {name} }}}}")), "filter {name}");
        }
        for name in TERA_FUNCTIONS {
            assert!(known(&format!("{{{{ {name}() }}}}")), "function {name}");
        }
        for name in TERA_TESTS {
            assert!(known(&format!("{{{{ x is {name} }}}}")), "test {name}");
        }
        // Tera tells how many it has, and nothing else of them.
        let counts = format!("{:?}", Tera::new());
        for count in [
            format!("filters: {},", TERA_FILTERS.len()),
            format!("tests: {},", TERA_TESTS.len()),
            // `super` is no function to Tera, but a word.
            format!("functions: {},", TERA_FUNCTIONS.len() - 1),
        ] {
            assert!(counts.contains(&count), "{count} {counts}");
        }
    }
}
