//! Reads what a model is made from. Every text becomes a pair: the Simplified side and the
//! Traditional one, of the same number of characters. It never counts.

use jianfan::script::lexicon::{Origin, Word};
use jianfan::script::{Script, converter, opencc_standard};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};

/// Characters that stay as they are in foreign names, but not in Chinese ones.
const KEPT_IN_FOREIGN_NAMES: &str = "干";
/// Characters of a Chinese name at most.
const CHINESE_NAME: usize = 4;

/// Where names of persons stand in official texts; `*` is the name.
const AROUND_NAMES: [&str; 20] = [
    "主席*出席会议并讲话",
    "，市政协副主席*、",
    "、*、",
    "：*，",
    "委员*说",
    "*委员建议",
    "主任*主持会议",
    "书记*同志",
    "*同志任",
    "（*）",
    "，*指出，",
    "县长*到",
    "由*先生",
    "*教授",
    "代表*发言",
    "会长*等",
    "和*一起",
    "秘书长*作报告",
    "记者*报道",
    "请*委员发言",
];
/// How names are left out in print.
const LEFT_OUT: [&str; 2] = ["某某", "某"];

/// A text in both scripts.
pub(crate) struct Pair {
    pub(crate) hans: String,
    pub(crate) hant: String,
    pub(crate) weight: f32,
    pub(crate) kind: PairKind,
}

/// What a pair is, which decides what may be learnt from it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PairKind {
    /// A sentence of somebody's text, in Taiwan's or Hong Kong's forms.
    Sentence,
    /// A word in Taiwan's forms.
    Typed,
    /// A word in OpenCC's standard.
    Word,
}

/// A word of the list of Simplified words.
pub(crate) struct Counted {
    pub(crate) word: String,
    pub(crate) hant: String,
    pub(crate) count: f32,
    pub(crate) tag: String,
}

pub(crate) struct Sources {
    pub(crate) pairs: Vec<Pair>,
    /// The list of Simplified words with how often they are met, single characters too.
    pub(crate) counted: Vec<Counted>,
    /// Words as people type them in Taiwan: Simplified, Traditional, how often.
    pub(crate) typed: Vec<(String, String, f32)>,
    /// OpenCC's list.
    pub(crate) opencc: Vec<(String, String)>,
    /// Surnames of one character: Simplified, Traditional.
    pub(crate) surnames: BTreeMap<char, char>,
    pub(crate) out: PathBuf,
    names: usize,
}

impl Sources {
    pub(crate) fn read(args: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let args: Vec<String> = args.collect();
        let option = |name: &str| -> Result<PathBuf, String> {
            let at = args.iter().position(|arg| arg == name);
            let value = at.and_then(|at| args.get(at + 1));
            value.map(PathBuf::from).ok_or_else(|| format!("{name} is missing"))
        };
        let mut sources = Self {
            pairs: Vec::new(),
            counted: Vec::new(),
            typed: Vec::new(),
            opencc: Vec::new(),
            surnames: BTreeMap::new(),
            out: option("--out")?,
            names: 0,
        };
        sources.surnames(&option("--surnames")?)?;
        sources.corpora(&option("--corpora")?)?;
        sources.typed(&option("--typed")?)?;
        // Ours first: of two equal words the first counts.
        sources.opencc(Path::new("data/words-hant.txt"))?;
        sources.opencc(Path::new("data/opencc/STPhrases.txt"))?;
        sources.counted(&option("--jieba")?)?;
        for (hans, hant) in sources.surnames.clone() {
            for left_out in LEFT_OUT {
                for _ in 0..7 {
                    let names = [hans, hant].map(|surname| format!("{surname}{left_out}"));
                    sources.name_in_sentences(&names[0], &names[1]);
                }
            }
        }
        Ok(sources)
    }

    fn surnames(&mut self, path: &Path) -> Result<(), Box<dyn Error>> {
        for line in read(path)?.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t').map(single);
            if let (Some(Some(hans)), Some(Some(hant))) = (columns.next(), columns.next()) {
                self.surnames.entry(hans).or_insert(hant);
            }
        }
        Ok(())
    }

    fn corpora(&mut self, folder: &Path) -> Result<(), Box<dyn Error>> {
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?
            .map(|it| it.map(|it| it.path()))
            .collect::<Result<_, _>>()?;
        files.retain(|path| {
            path.file_name().and_then(|name| name.to_str()).is_some_and(|name| {
                name.starts_with("train-") && path.extension().is_some_and(|it| it == "txt")
            })
        });
        files.sort();
        for path in files {
            // Hong Kong's are sentences that people made up to be read aloud, a few dozen of them over
            // and over with another place in each.
            let (from, weight) = if path.to_string_lossy().ends_with("hk.txt") {
                (Script::HantHk, 0.1)
            } else {
                (Script::HantTw, 1.0)
            };
            for hant in read(&path)?.lines().filter(|line| !line.is_empty()) {
                self.pair(to_hans(from, hant), hant, weight, PairKind::Sentence);
            }
        }
        Ok(())
    }

    fn typed(&mut self, path: &Path) -> Result<(), Box<dyn Error>> {
        for line in read(path)?.lines() {
            let mut columns = line.split_whitespace();
            let (Some(hant), Some(count)) = (columns.next(), columns.next()) else { continue };
            let count: f32 = count.parse()?;
            let hans = to_hans(Script::HantTw, hant);
            if hant.chars().count() > 1 && hant.chars().count() == hans.chars().count() {
                let weight = 0.3 * (1.0 + count).ln().max(0.3);
                self.pair(hans.clone(), hant, weight, PairKind::Typed);
                self.typed.push((hans, hant.to_owned(), count));
            }
        }
        Ok(())
    }

    fn opencc(&mut self, path: &Path) -> Result<(), Box<dyn Error>> {
        let ours: BTreeSet<String> = self.opencc.iter().map(|(hans, _)| hans.clone()).collect();
        for line in read(path)?.lines().filter(|line| !line.starts_with('#')) {
            let Some((hans, list)) = line.split_once('\t') else { continue };
            let hant = list.split(' ').next().unwrap_or_default();
            if hans.chars().count() == hant.chars().count() && !ours.contains(hans) {
                self.pair(hans.to_owned(), hant, 1.0, PairKind::Word);
                self.opencc.push((hans.to_owned(), hant.to_owned()));
            }
        }
        Ok(())
    }

    fn counted(&mut self, path: &Path) -> Result<(), Box<dyn Error>> {
        for line in read(path)?.lines() {
            let mut columns = line.split(' ');
            let (Some(word), Some(count), Some(tag)) =
                (columns.next(), columns.next(), columns.next())
            else {
                continue;
            };
            let count: f32 = count.parse()?;
            let mut hant = opencc_standard(word);
            let length = word.chars().count();
            if hant.chars().count() != length {
                continue;
            }
            // The list calls many set phrases names (党风廉政); names have two characters or three.
            let is_name = tag == "nrt" || tag == "nr" && length < CHINESE_NAME;
            if is_name && length > 1 {
                hant = name(word, tag);
            }
            if length > 1 {
                if is_name {
                    let first = word.chars().next();
                    let surname = first.and_then(|c| self.surnames.get(&c).copied());
                    if tag == "nrt" || surname.is_some() {
                        // Names stand in a sentence like a word among signs.
                        self.pair(word.to_owned(), &hant, 0.2, PairKind::Word);
                    }
                    if tag == "nr" && surname.is_some() && length < 4 {
                        self.name_in_sentences(word, &hant);
                    }
                } else {
                    self.pair(word.to_owned(), &hant, 0.1 * (1.0 + count).ln(), PairKind::Word);
                }
            }
            self.counted.push(Counted { word: word.to_owned(), hant, count, tag: tag.to_owned() });
        }
        Ok(())
    }

    /// Names as they stand in sentences: texts have few of each, lists have many.
    fn name_in_sentences(&mut self, word: &str, hant: &str) {
        let first = self.names % AROUND_NAMES.len();
        self.names += 7;
        for around in AROUND_NAMES.iter().cycle().skip(first).take(3) {
            let text = around.replace('*', word);
            let given = opencc_standard(around).replace('*', hant);
            self.pair(text, &given, 0.3, PairKind::Sentence);
        }
    }

    fn pair(&mut self, hans: String, hant: &str, weight: f32, kind: PairKind) {
        if hans.chars().count() == hant.chars().count() {
            self.pairs.push(Pair { hans, hant: hant.to_owned(), weight, kind });
        }
    }
}

/// How a name is written, in Taiwan's forms.
fn name(word: &str, tag: &str) -> String {
    let name = Word::person(word, Script::Hans, Origin::Theme);
    let is_foreign = tag == "nrt" || word.chars().count() > CHINESE_NAME;
    let kept = |c| is_foreign && KEPT_IN_FOREIGN_NAMES.contains(c);
    let characters = word.chars().zip(name.text(Script::HantTw).chars());
    characters.map(|(hans, hant)| if kept(hans) { hans } else { hant }).collect()
}

fn to_hans(from: Script, text: &str) -> String {
    converter(from, Script::Hans).map_or_else(|| text.to_owned(), |it| it.convert(text))
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// The character of a text of one character.
pub(crate) fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let first = chars.next()?;
    chars.next().is_none().then_some(first)
}
