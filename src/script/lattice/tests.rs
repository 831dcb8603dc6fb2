//! The model in the binary and its parts: read, refused, found again. What it chooses is in
//! `testdata/convert.tsv`.

use super::*;

fn symbols(word: &str) -> Vec<u16> {
    word.chars().map(symbol).collect()
}

fn parts() -> Parts {
    let spoken = |word: &str, claims: &[Option<u8>]| {
        (symbols(word), Word::new(1_000, Source::OpenCc, claims.iter().copied()))
    };
    let words = [
        spoken("头发", &[None, Some(1)]),
        spoken("发言", &[Some(0), None]),
        spoken("口头", &[None, None]),
        spoken("头发胡子", &[None, Some(1), None, None]),
    ];
    let (hair, kinds) = (Info::new(0, &[], Some(0)), [Kind::Surname]);
    let characters = ('\u{3400}'..='\u{9FFF}')
        .map(|c| (if c == '发' { hair } else { Info::new(3, &kinds, None) }, 1_500))
        .collect();
    Parts {
        characters,
        open: vec![('发', vec!['發', '髮'])],
        in_names: vec![InName::default()],
        claims: ClaimTable::build(&words),
        words: WordTable::build(&words),
        trust: [[500; Weights::LENGTHS]; Weights::SOURCES],
        weights: Weights::build(&[]),
    }
}

fn chosen(model: &Model, text: &str) -> Vec<char> {
    let mut chunk = Chunk::default();
    let mut from = 0;
    let mut chosen = Vec::new();
    while let Some(next) = chunk.fill(model.characters(), text, from) {
        for at in 0..chunk.len() {
            let Some(open) = chunk.seats().get(at).and_then(|seat| seat.info.open()) else {
                continue;
            };
            let (_, candidates) = &model.open()[open];
            let choice = model.choose(&mut chunk, at, candidates.len(), 500);
            assert!((0.0..=1.0).contains(&choice.certainty()));
            chosen.push(candidates[choice.candidate]);
        }
        from = next;
    }
    chosen
}

#[test]
fn the_model_in_the_binary_is_one() {
    let model = Model::embedded();
    assert!(model.open().len() > 250);
    assert_eq!(model.characters().len(), 0x6C00);
    assert_eq!(chosen(model, "口头发言。头发。"), ['發', '髮']);
}

#[test]
fn what_was_written_is_read_and_what_is_cut_off_is_no_model() {
    let file = parts().write();
    let model = Model::read(&file).expect("it was just written");
    assert_eq!(chosen(&model, "头发"), ['髮']);
    for end in [0, 7, 8, 100, file.len() / 2, file.len() - 1] {
        assert!(Model::read(&file[..end]).is_none(), "{end} bytes");
    }
}

#[test]
fn words_that_disagree_are_settled_by_the_likeliest_division() {
    let model = Model::read(&parts().write()).expect("it was just written");
    assert_eq!(chosen(&model, "口头发言"), ['發']);
    assert_eq!(chosen(&model, "我头发胡子"), ['髮']);
    assert_eq!(chosen(&model, "发"), ['發'], "the usual one");
}

#[test]
fn no_word_reaches_over_a_wall() {
    let model = Model::read(&parts().write()).expect("it was just written");
    let mut chunk = Chunk::default();
    let _ = chunk.fill(model.characters(), "头发", 0);
    assert!(model.claim(&mut chunk, 2).is_some());
    chunk.wall_off(0, 3);
    assert!(model.claim(&mut chunk, 2).is_none());
}

#[test]
fn long_sentences_and_rare_characters_are_taken_in_pieces_without_loss() {
    let model = Model::embedded();
    let text = "发展𠀀豈abc，".repeat(300);
    let mut chunk = Chunk::default();
    let (mut from, mut han) = (0, 0);
    while let Some(next) = chunk.fill(model.characters(), &text, from) {
        assert!(next > from && text.is_char_boundary(next));
        han += chunk.seats().iter().filter(|seat| is_han(seat.symbol)).count();
        from = next;
    }
    assert_eq!((from, han), (text.len(), 4 * 300));
}

#[test]
fn weights_are_found_again() {
    let mut parts = parts();
    let mut chunk = Chunk::default();
    let model = Model::read(&parts.write()).expect("it was just written");
    let _ = chunk.fill(model.characters(), "金发女", 0);
    let keys = feature::of_sentence(&chunk, 2, None);
    parts.weights = Weights::build(&[(keys.iter().next().unwrap(), vec![2.0])]);
    let model = Model::read(&parts.write()).expect("it was just written");
    assert_eq!(chosen(&model, "金发女"), ['髮']);
}

#[test]
fn a_word_that_is_settled_is_not_weighed() {
    let mut parts = parts();
    let mut chunk = Chunk::default();
    let model = Model::read(&parts.write()).expect("it was just written");
    let _ = chunk.fill(model.characters(), "白头发", 0);
    let claim = model.claim(&mut chunk, 3);
    let keys = feature::of_sentence(&chunk, 3, claim);
    parts.weights = Weights::build(&[(keys.iter().next().unwrap(), vec![-7.0])]);
    let model = Model::read(&parts.write()).expect("it was just written");
    assert_eq!(chosen(&model, "白头发"), ['發'], "what stands around it weighs more than the word");

    let hair = Word::new(1_000, Source::OpenCc, [None, Some(1)]).settled();
    parts.claims = ClaimTable::build(&[(symbols("头发"), hair)]);
    let model = Model::read(&parts.write()).expect("it was just written");
    assert_eq!(chosen(&model, "白头发"), ['髮']);
}
