//! One Word file as offices write them: a title, headings by style, paragraphs in the punctuation of
//! hurried hands, a table now and then. The same number makes the same file.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;

use crate::dice::Dice;

/// A file, and how many characters of text it has.
pub(crate) struct Made {
    pub(crate) bytes: Vec<u8>,
    pub(crate) letters: usize,
}

/// Makes the file of a number.
pub(crate) fn make(sentences: &[String], number: usize) -> ZipResult<Made> {
    let mut dice = Dice::new(number as u64 * 2_654_435_761 + 1);
    let mut body = String::new();
    let mut letters = 0;
    let mut paragraph = |style: &str, text: &str| {
        letters += text.chars().count();
        let style = match style {
            "" => String::new(),
            style => format!(r#"<w:pPr><w:pStyle w:val="{style}"/></w:pPr>"#),
        };
        let _ = write!(
            body,
            r#"<w:p>{style}<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t>{text}</w:t></w:r></w:p>"#
        );
    };
    paragraph("a3", &format!("青石县政协第{}次协商活动情况", number + 1));
    paragraph("", &format!("（2025年{}月{}日）", number % 12 + 1, number % 28 + 1));
    for (section, mark) in (1..).zip(["一", "二", "三", "四"]) {
        paragraph("1", &format!("{mark}、抓好第{section}项工作"));
        for _ in 0..3 {
            let mut text = String::new();
            for _ in 0..4 {
                let sentence = sentences.get(dice.below(sentences.len()));
                text.push_str(sentence.map_or("", String::as_str));
            }
            // Every other paragraph has its commas from another keyboard.
            let text = if dice.below(2) == 0 { text.replace('，', ",") } else { text };
            paragraph("", &text);
        }
    }
    if number.is_multiple_of(5) {
        body.push_str("<w:tbl>");
        for row in 0..6 {
            body.push_str("<w:tr>");
            for cell in 0..4 {
                let _ = write!(body, "<w:tc><w:p><w:r><w:t>{row}项{cell}</w:t></w:r></w:p></w:tc>");
            }
            body.push_str("</w:tr>");
        }
        body.push_str("</w:tbl>");
    }
    let main = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>"#
    );
    Ok(Made { bytes: pack(&main)?, letters })
}

/// As many styles as Word brings along: they are read for every file.
fn styles() -> String {
    let mut all = String::from(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/></w:style>"#,
    );
    for number in 0..160 {
        let _ = write!(
            all,
            r#"<w:style w:type="table" w:styleId="t{number}"><w:name w:val="Grid Table {number}"/><w:basedOn w:val="a1"/><w:rPr><w:color w:val="2F5496"/></w:rPr></w:style>"#
        );
    }
    all.push_str("</w:styles>");
    all
}

fn pack(main: &str) -> ZipResult<Vec<u8>> {
    let types = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let relations = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let own = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", types),
        ("_rels/.rels", relations),
        ("word/document.xml", main),
        ("word/styles.xml", &styles()),
        ("word/_rels/document.xml.rels", own),
    ] {
        archive.start_file(name, SimpleFileOptions::default())?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}
