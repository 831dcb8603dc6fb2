//! What the pass knows of each element. It never knows what an element means to a reader, only
//! how its text belongs to the text around it.

use super::OwnAddress;
use super::name::{Name, Table};

/// How an element's content is read, and how it stands in the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It ends the text before it and after it. So does every element that is not in the table.
    Block,
    /// Transparent: the text runs through it.
    Inline,
    /// `wbr`: transparent, without content.
    Seam,
    /// `code`: inline, and left as it is.
    Code,
    /// `pre`: a block, and left as it is.
    Pre,
    /// `rt`, `rp`: transparent to the text around it; its own text is a text of its own.
    Note,
    /// `br`: no word reaches across, but a pair of quotation marks may.
    Break,
    /// `img`: as `br`.
    Object,
    /// A block without content.
    Void,
    /// Text in which no tag but its own end is one.
    Words,
    /// Raw text that is left as it is.
    Raw,
    /// Raw text until the end of the document.
    Rest,
    Style,
    Script,
    /// `html`.
    Root,
    /// `svg`, `math`: what is inside may close itself.
    Foreign,
    /// `foreignObject`: HTML again.
    Page,
    /// A placeholder that the pass fills.
    Own(OwnAddress),
}

impl Kind {
    pub(super) fn of(name: Name) -> Self {
        name.find(&KINDS).unwrap_or(Self::Block)
    }

    /// Whether the text runs on, before and after its tags.
    pub(super) fn is_inline(self) -> bool {
        matches!(
            self,
            Self::Inline
                | Self::Seam
                | Self::Code
                | Self::Note
                | Self::Break
                | Self::Object
                | Self::Own(_)
        )
    }

    /// Whether it has no content and no end tag.
    pub(super) fn is_void(self) -> bool {
        matches!(self, Self::Seam | Self::Break | Self::Object | Self::Void)
    }
}

/// The inline ones are HTML's phrasing elements
/// that only format; a form's field, a picture or a script is none.
static KINDS: Table<Kind> = Table::new(&[
    (Name::new("a"), Kind::Inline),
    (Name::new("b"), Kind::Inline),
    (Name::new("i"), Kind::Inline),
    (Name::new("q"), Kind::Inline),
    (Name::new("s"), Kind::Inline),
    (Name::new("u"), Kind::Inline),
    (Name::new("br"), Kind::Break),
    (Name::new("em"), Kind::Inline),
    (Name::new("hr"), Kind::Void),
    (Name::new("rb"), Kind::Inline),
    (Name::new("rp"), Kind::Note),
    (Name::new("rt"), Kind::Note),
    (Name::new("tt"), Kind::Inline),
    (Name::new("bdi"), Kind::Inline),
    (Name::new("bdo"), Kind::Inline),
    (Name::new("big"), Kind::Inline),
    (Name::new("col"), Kind::Void),
    (Name::new("del"), Kind::Inline),
    (Name::new("dfn"), Kind::Inline),
    (Name::new("img"), Kind::Object),
    (Name::new("ins"), Kind::Inline),
    (Name::new("kbd"), Kind::Inline),
    (Name::new("pre"), Kind::Pre),
    (Name::new("rbc"), Kind::Inline),
    (Name::new("rtc"), Kind::Inline),
    (Name::new("sub"), Kind::Inline),
    (Name::new("sup"), Kind::Inline),
    (Name::new("svg"), Kind::Foreign),
    (Name::new("var"), Kind::Inline),
    (Name::new("wbr"), Kind::Seam),
    (Name::new("xmp"), Kind::Raw),
    (Name::new("abbr"), Kind::Inline),
    (Name::new("area"), Kind::Void),
    (Name::new("base"), Kind::Void),
    (Name::new("cite"), Kind::Inline),
    (Name::new("code"), Kind::Code),
    (Name::new("data"), Kind::Inline),
    (Name::new("font"), Kind::Inline),
    (Name::new("html"), Kind::Root),
    (Name::new("link"), Kind::Void),
    (Name::new("mark"), Kind::Inline),
    (Name::new("math"), Kind::Foreign),
    (Name::new("meta"), Kind::Void),
    (Name::new("nobr"), Kind::Inline),
    (Name::new("ruby"), Kind::Inline),
    (Name::new("samp"), Kind::Inline),
    (Name::new("span"), Kind::Inline),
    (Name::new("time"), Kind::Inline),
    (Name::new("embed"), Kind::Void),
    (Name::new("input"), Kind::Void),
    (Name::new("param"), Kind::Void),
    (Name::new("small"), Kind::Inline),
    (Name::new("style"), Kind::Style),
    (Name::new("title"), Kind::Words),
    (Name::new("track"), Kind::Void),
    (Name::new("tspan"), Kind::Inline),
    (Name::new("iframe"), Kind::Raw),
    (Name::new("script"), Kind::Script),
    (Name::new("source"), Kind::Void),
    (Name::new("strike"), Kind::Inline),
    (Name::new("strong"), Kind::Inline),
    (Name::new("acronym"), Kind::Inline),
    (Name::new("noembed"), Kind::Raw),
    (Name::new("page-qr"), Kind::Own(OwnAddress::Qr)),
    (Name::new("noframes"), Kind::Raw),
    (Name::new("textarea"), Kind::Words),
    (Name::new("plaintext"), Kind::Rest),
    (Name::new("page-address"), Kind::Own(OwnAddress::Url)),
    (Name::new("foreignobject"), Kind::Page),
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_in_any_case() {
        assert_eq!(Kind::of(Name::new("SPAN")), Kind::Inline);
        assert_eq!(Kind::of(Name::new("page-qr")), Kind::Own(OwnAddress::Qr));
        assert_eq!(Kind::of(Name::new("my-card")), Kind::Block);
    }
}
