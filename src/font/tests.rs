//! The fonts of the golden cases, which `tests/fonts.py` draws, and what is made of them.

use std::collections::BTreeMap;
use std::path::Path;

use super::sfnt::{Tag, u16_at, u32_at};
use super::*;
use crate::dice::Dice;

const COLLECTION: &[u8] = include_bytes!("../../tests/sites/fonts/site/fonts/bars.ttc");
const CFF: &[u8] = include_bytes!("../../tests/sites/fonts/site/fonts/bars.otf");
const KEPT: &[u8] = include_bytes!("../../tests/sites/bad-fonts/site/fonts/kept.ttf");

fn file(bytes: &[u8]) -> FontFile {
    FontFile::new(bytes.to_vec())
}

fn part(file: &FontFile, characters: &[char]) -> Result<Vec<u8>, Flaw> {
    let site = tempfile::tempdir().unwrap();
    Foundry::of_site(site.path()).part(file, file.face(&[])?, characters)
}

/// The tables of a packed font, as a browser unpacks them.
fn unpack(packed: &[u8]) -> BTreeMap<Tag, Vec<u8>> {
    assert_eq!(&packed[..4], b"wOF2");
    assert_eq!(u32_at(packed, 8), u32::try_from(packed.len()).ok());
    let count = u16_at(packed, 12).unwrap();
    let mut at = 48;
    let mut directory = Vec::new();
    for _ in 0..count {
        let number = packed[at] & 63;
        at += 1;
        let mut length = 0;
        loop {
            length = length << 7 | usize::from(packed[at] & 127);
            at += 1;
            if packed[at - 1] < 128 {
                break;
            }
        }
        directory.push((woff2::NUMBERED[usize::from(number)], length));
    }
    let sum: usize = directory.iter().map(|(_, length)| length).sum();
    let mut stream = vec![0; sum];
    let end = at + u32_at(packed, 20).unwrap() as usize;
    assert_eq!(brotlic::decompress(&packed[at..end], &mut stream), Ok(sum));
    let mut rest = &stream[..];
    let take = |(tag, length): (&Tag, usize)| {
        let (own, others) = rest.split_at(length);
        rest = others;
        (*tag, own.to_vec())
    };
    directory.into_iter().map(take).collect()
}

#[test]
fn a_collection_has_a_font_for_each_region() {
    let file = file(COLLECTION);
    let has = |regions: &[&str], c| {
        let face = file.face(regions).unwrap();
        file.split(face, &[c]).0 == [c]
    };
    assert!(has(&["SC", "CN"], '头') && !has(&["SC", "CN"], '頭'));
    assert!(has(&["HK", "TC"], '頭') && !has(&["HK", "TC"], '头'));
    assert_eq!(file.face(&["JP"]), file.face(&["TC"]), "the first, when none is for a region");
}

#[test]
fn a_part_has_its_characters_and_no_others_and_their_vertical_forms() {
    for (font, outlines) in [(COLLECTION, *b"glyf"), (CFF, *b"CFF ")] {
        let tables = unpack(&part(&file(font), &['A', '。', '春', '龍']).unwrap());
        assert!(tables.contains_key(&outlines));
        // Three, the one for what is missing, and the full stop of vertical setting.
        assert_eq!(u16_at(&tables[b"maxp"], 4), Some(5));
        let cmap = ttf_parser::cmap::Table::parse(&tables[b"cmap"]).unwrap();
        let glyph =
            |c: char| cmap.subtables.get(0).unwrap().glyph_index(u32::from(c)).map_or(0, |it| it.0);
        assert_eq!("A。春龍B".chars().map(glyph).collect::<Vec<_>>(), [1, 2, 3, 0, 0]);
        // The last two pairs of bytes before the list of what is replaced, and its only entry.
        let forms = &tables[b"GSUB"];
        assert_eq!(u16_at(forms, forms.len() - 2), Some(2), "the full stop");
        assert_eq!(u16_at(forms, forms.len() - 8), Some(4), "its vertical form");
        assert_eq!(tables[b"vmtx"].len(), 5 * 4);
        assert_eq!(u16_at(&tables[b"vhea"], 34), Some(5));
        assert!(tables.contains_key(b"OS/2") && tables.contains_key(b"name"));
    }
}

#[test]
fn the_same_characters_give_the_same_name_and_others_another() {
    let (file, other) = (file(COLLECTION), file(CFF));
    let (sc, tc) = (file.face(&["SC"]).unwrap(), file.face(&["TC"]).unwrap());
    let name = file.name(sc, &['A', 'B']);
    assert_eq!(name, file.name(sc, &['A', 'B']));
    for another in [file.name(sc, &['A']), file.name(tc, &['A', 'B']), other.name(sc, &['A', 'B'])]
    {
        assert_ne!(name, another);
    }
}

#[test]
fn what_is_of_no_use_is_a_flaw() {
    let mut no_outlines = CFF.to_vec();
    let at = no_outlines.windows(4).position(|tag| tag == b"CFF ").unwrap();
    no_outlines[at..at + 4].copy_from_slice(b"CFF2");
    for (bytes, flaw) in [
        (&b""[..], Flaw::Empty),
        (b"wOF2....", Flaw::Packed),
        ("字体".as_bytes(), Flaw::Unknown),
        (b"ttcf\0\0\0\0\0\0\0\0", Flaw::Damaged),
        (b"ttcf\0\0\0\0\xFF\xFF\xFF\xFF", Flaw::Damaged),
        (&CFF[..CFF.len() / 2], Flaw::Cut),
        (&COLLECTION[..40], Flaw::Cut),
        (&no_outlines, Flaw::Outlines),
    ] {
        assert_eq!(file(bytes).face(&[]), Err(flaw), "{bytes:?}");
    }
    assert!(!file(KEPT).face(&[]).unwrap().may_be_published);
    assert!(file(CFF).face(&[]).unwrap().may_be_published);
}

#[test]
fn a_file_that_has_changed_is_read_again() {
    let site = tempfile::tempdir().unwrap();
    let foundry = Foundry::of_site(site.path());
    let path = site.path().join("a.otf");
    std::fs::write(&path, b"none").unwrap();
    assert!(foundry.open(&path).unwrap().face(&[]).is_err());
    std::fs::write(&path, CFF).unwrap();
    assert!(foundry.open(&path).unwrap().face(&[]).is_ok());
    assert!(foundry.open(Path::new("/nowhere/a.otf")).is_err());
    assert!(foundry.open(site.path()).is_err(), "a folder");
}

#[test]
fn no_spoilt_font_does_any_harm() {
    let mut dice = Dice::new(88_172_645_463_325_252);
    let mut random = |below: usize| dice.below(below);
    let mut made = 0;
    for round in 0..600 {
        let mut bytes = if round % 2 == 0 { COLLECTION } else { CFF }.to_vec();
        for _ in 0..=random(6) {
            let at = random(bytes.len());
            bytes[at] = [0, 255, 127, bytes[at].wrapping_add(1)][random(4)];
        }
        if random(6) == 0 {
            bytes.truncate(random(CFF.len()));
        }
        made += usize::from(part(&file(&bytes), &['A', '。', '春']).is_ok());
    }
    assert!((1..600).contains(&made), "some can be read and some cannot: {made}");
}
