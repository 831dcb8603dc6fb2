//! Answers in XML as elements that open and close, one after the other. It knows none of them, and
//! builds no tree.

use quick_xml::events::Event;

/// One piece of an answer; names are without their prefix.
pub(in crate::deliver::remote) enum Piece<'x> {
    Open(&'x str),
    /// With the text since the last element opened: all of it, where there is none inside.
    Close(&'x str, &'x str),
}

/// Hands all pieces to `take`; `None` when it is no XML, or when `take` says so.
pub(in crate::deliver::remote) fn walk(
    xml: &[u8],
    mut take: impl FnMut(Piece<'_>) -> Option<()>,
) -> Option<()> {
    let mut reader = quick_xml::Reader::from_reader(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut text = String::new();
    loop {
        match reader.read_event().ok()? {
            Event::Eof => return Some(()),
            Event::Start(start) => {
                text.clear();
                take(Piece::Open(start.local_name().as_ref()))?;
            }
            Event::CData(part) => text.push_str(&part),
            Event::Text(part) => text.push_str(&part),
            Event::GeneralRef(name) => {
                let whole = format!("&{};", &*name);
                text.push_str(&quick_xml::escape::unescape(&whole).ok()?);
            }
            Event::End(end) => take(Piece::Close(end.local_name().as_ref(), &text))?,
            _ => {}
        }
    }
}

#[test]
fn elements_are_told_with_their_text() {
    let mut told = Vec::new();
    let read = walk(b"<D:a xmlns:D=\"x\"><b>1 &amp; <![CDATA[<2>]]></b><c/></D:a>", |piece| {
        told.push(match piece {
            Piece::Open(name) => format!("{name} ("),
            Piece::Close(name, text) => format!("{name} {text})"),
        });
        Some(())
    });
    assert_eq!(
        (read, told),
        (
            Some(()),
            vec!["a (", "b (", "b 1 & <2>)", "c (", "c )", "a )"]
                .into_iter()
                .map(str::to_owned)
                .collect()
        )
    );
    assert_eq!(walk(b"<a></b>", |_| Some(())), None);
    assert_eq!(walk(b"<a>&other;</a>", |_| Some(())), None);
    assert_eq!(walk(b"<a></a>", |_| None), None);
}
