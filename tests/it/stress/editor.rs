//! Somebody who edits a site without aim, in every way in which programs write files. It knows no preview.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use crate::dice::Dice;
use crate::tree;

/// A kind whose articles are about a person each, and have bylines.
const MEMBER: &str = "name: member\nlabel: 委员\ndescribes: {taxonomy: people, field: name}\nparts: {heading: 2}\n\
    fields:\n  name: {label: 姓名, type: text, taxonomy: people, office: office}\n  office: {label: 职务, type: text}\n";

/// Somebody who edits a site without aim.
pub(super) struct Editor {
    #[expect(dead_code, reason = "the folder goes when the editor does")]
    folder: TempDir,
    pub(super) root: PathBuf,
    dice: Dice,
    count: usize,
    /// Files that cannot be read as they stand.
    broken: BTreeSet<PathBuf>,
}

impl Editor {
    pub(super) fn new(seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        let bench = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/jianfan");
        tree::copy(&bench.join("themes"), &root.join("themes"));
        let settings = fs::read_to_string(bench.join("site.yaml")).unwrap();
        // The usual taxonomies, and what a kind declares: people, too.
        let (settings, _) = settings.split_once("taxonomies:").unwrap();
        let settings = settings.to_owned()
            + "theme: bench\neditions:\n  - {script: zh-Hans, path: \"\"}\n  - {script: zh-Hant, path: hant}\n";
        fs::write(root.join("site.yaml"), settings).unwrap();
        fs::create_dir(root.join("kinds")).unwrap();
        fs::write(root.join("kinds/member.yaml"), MEMBER).unwrap();
        fs::write(root.join("glossary.yaml"), "用语:\n  - 头发=頭髮\n").unwrap();
        let dice = Dice::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let mut editor = Self { folder, root, dice, count: 0, broken: BTreeSet::new() };
        for section in ["news", "news/county", "history", "meetings"] {
            let content = editor.root.join("content").join(section);
            fs::create_dir_all(&content).unwrap();
            fs::write(
                content.join("_index.md"),
                format!("---\ntitle: {section} 栏目\n---\n正文。\n"),
            )
            .unwrap();
            (0..8).for_each(|_| drop(editor.make()));
        }
        editor
    }

    fn below(&mut self, end: usize) -> usize {
        self.dice.below(end)
    }

    fn one_of<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.below(all.len())]
    }

    fn words(&mut self) -> String {
        let length = 3 + self.below(9);
        (0..length)
            .map(|_| {
                self.one_of(&[
                    "协商", "头发", "后来", "里程", "干部", "面条", "-{里}-", "台风", "云南",
                    "发展",
                ])
            })
            .collect()
    }

    fn article(&mut self) -> String {
        let status =
            self.one_of(&["published", "published", "published", "draft", "review", "withdrawn"]);
        let (month, day) = (1 + self.below(12), 1 + self.below(28));
        let keywords = [self.words(), self.one_of(&["协商", "文史", "提案"]).to_owned()].join(", ");
        let people = self.one_of(&["余年", "范后里", "钟发"]);
        let (title, lead, body) = (self.words(), self.words(), self.words());
        format!(
            "---\ntitle: {title}\ndate: 2025-{month:02}-{day:02}\nstatus: {status}\nkeywords: [{keywords}]\n\
             people: [{people}]\n---\n\n{lead}。\n\n## {body}\n\n{people}说：{body}。\n"
        )
    }

    /// The folders of content, the first of them content itself.
    fn folders(&self) -> Vec<PathBuf> {
        let content = self.root.join("content");
        let below = tree::paths(&content).into_iter().filter_map(|path| {
            let folder = Path::new(&path).parent()?;
            // What lies in an article's own folder is no article.
            let is_section =
                !folder.file_name().is_some_and(|name| name.to_str().unwrap().starts_with('f'));
            is_section.then(|| content.join(folder))
        });
        let all: BTreeSet<PathBuf> = below.chain([content.clone()]).collect();
        all.into_iter().collect()
    }

    fn articles(&self) -> Vec<PathBuf> {
        let content = self.root.join("content");
        let paths = tree::paths(&content).into_iter();
        let own = |path: &String| {
            path.ends_with(".md") && !path.ends_with("index.md") && !path.contains(".zh-Hant")
        };
        paths.filter(own).map(|path| content.join(path)).collect()
    }

    fn pick(&mut self) -> PathBuf {
        let all = self.articles();
        if all.len() < 5 {
            return self.make();
        }
        all[self.below(all.len())].clone()
    }

    fn make(&mut self) -> PathBuf {
        let folders = self.folders();
        self.count += 1;
        let path = folders[self.below(folders.len())].join(format!("a{}.md", self.count));
        fs::write(&path, self.article()).unwrap();
        path
    }

    /// Does one thing and waits for a moment, as people and programs do; tells what it did.
    pub(super) fn edit(&mut self) -> String {
        let done = self.edit_one();
        let pause = [0, 0, 1, 4, 12, 40, 120][self.below(7)];
        std::thread::sleep(Duration::from_millis(pause));
        format!("{done}; {pause} ms")
    }

    fn edit_one(&mut self) -> String {
        let path = self.pick();
        let name = path.strip_prefix(&self.root).unwrap().display().to_string();
        match self.below(27) {
            0..=4 => self.change(&path, |editor, text| format!("{text}\n{}。\n", editor.words())),
            5 | 6 => self.change(&path, |editor, text| {
                text.replacen("---\n\n", &format!("---\n\n{}", editor.words()), 1)
            }),
            7 => self.change(&path, |editor, text| {
                // As long as before, in the same tick of the clock, perhaps.
                let [from, to] =
                    [editor.one_of(&["协商", "后来"]), editor.one_of(&["里程", "台风"])];
                text.replace(from, to)
            }),
            8..=13 => self.change(&path, Self::field),
            14..=16 => self.change(&path, |editor, _| editor.article()),
            17 => format!("new {}", self.make().display()),
            18 => {
                self.broken.remove(&path);
                fs::remove_file(&path).unwrap();
                format!("remove {name}")
            }
            19 => {
                self.count += 1;
                let to = path.with_file_name(format!("a{}.md", self.count));
                if self.broken.remove(&path) {
                    self.broken.insert(to.clone());
                }
                fs::rename(&path, &to).unwrap();
                format!("rename {name} to {}", to.display())
            }
            20 => self.move_folder(),
            21 => {
                let by_hand = path.with_extension("zh-Hant.md");
                if fs::remove_file(&by_hand).is_err() {
                    let text = self.article();
                    fs::write(&by_hand, text).unwrap();
                }
                format!("by hand {name}")
            }
            22 => {
                fs::write(&path, "---\ntitle：坏了\n---\n").unwrap();
                self.broken.insert(path);
                format!("break {name}")
            }
            23 => {
                let word = self.one_of(&["頭髮", "頭毛", "頭絲"]);
                fs::write(self.root.join("glossary.yaml"), format!("用语:\n  - 头发={word}\n"))
                    .unwrap();
                format!("glossary {word}")
            }
            24 => {
                let template = self.root.join("themes/bench/templates/base.html");
                let text = fs::read_to_string(&template).unwrap();
                self.count += 1;
                let (head, _) = text.split_once("</body>").unwrap();
                let head = head.split("<!-- ").next().unwrap();
                self.write(&template, &format!("{head}<!-- {} --></body></html>\n", self.count));
                "template".to_owned()
            }
            25 => {
                let folder = self.folders()[0].join(format!("f{}", self.below(3)));
                fs::create_dir_all(&folder).unwrap();
                let (text, _) = (self.article(), fs::remove_file(folder.join("index.md")));
                self.write(&folder.join("index.md"), &text);
                fs::write(folder.join("list.csv"), text).unwrap();
                format!("bundle {}", folder.display())
            }
            _ => {
                fs::write(&path, fs::read(&path).unwrap()).unwrap();
                format!("touch {name}")
            }
        }
    }

    /// The text with one field of its front matter written anew.
    fn field(&mut self, text: &str) -> String {
        let name = self.one_of(&["余年", "范后里", "钟发", "谷秀", "佘一里"]);
        let (month, day, number) = (1 + self.below(12), 1 + self.below(28), self.below(3));
        let year = self.one_of(&["2001", "2025", "2025", "2099"]);
        self.count += 1;
        let at = self.count;
        let line = match self.below(22) {
            0..=3 => format!("title: {}", self.words()),
            4 => format!("description: {}", self.words()),
            5 => format!("source: {}", self.words()),
            6 => format!("date: {year}-{month:02}-{day:02}"),
            7 => format!("keywords: [{}, 协商]", self.words()),
            8 => format!("people: [{name}]"),
            9 => format!("authors: [{name}]"),
            10 => format!("editor: {name}"),
            11 => format!("status: {}", self.one_of(&["published", "draft", "withdrawn"])),
            12 => format!("aliases: [/old/{at}/]"),
            13 => format!("slug: s{at}"),
            14 => format!("section: {}", self.one_of(&["history", "news/county", "没有的栏目"])),
            15 => format!("weight: {number}"),
            16 => format!("pinned: {}", self.one_of(&["true", "false"])),
            17 => format!("publish_at: {year}-{month:02}-{day:02}"),
            18 => format!("expires: {year}-{month:02}-{day:02}"),
            19 => format!("kind: {}", self.one_of(&["member", "article"])),
            20 => format!("name: {name}"),
            _ => format!("conversion: [头发={}]", self.one_of(&["頭毛", "頭絲"])),
        };
        let (key, _) = line.split_once(": ").unwrap();
        let others = text.lines().filter(|other| !other.starts_with(&format!("{key}: ")));
        let (first, rest): (Vec<_>, Vec<_>) = others.partition(|other| *other == "---");
        let [open, close] = first[..] else { return self.article() };
        let (front, body) =
            rest.split_at(rest.iter().position(|it| it.is_empty()).unwrap_or(rest.len()));
        [&[open, &line], front, &[close], body].concat().join("\n") + "\n"
    }

    fn change(&mut self, path: &Path, how: impl Fn(&mut Self, &str) -> String) -> String {
        let text = fs::read_to_string(path).unwrap();
        let text = if self.broken.remove(path) { self.article() } else { text };
        let text = how(self, &text);
        format!("{} {}", self.write(path, &text), path.strip_prefix(&self.root).unwrap().display())
    }

    /// Writes a file as one program or another does.
    fn write(&mut self, path: &Path, text: &str) -> &'static str {
        let half = text.len() / 2;
        match self.below(5) {
            0 => {
                let beside = path.with_file_name(self.one_of(&[".save.tmp", "sedA1b2C3", "4913"]));
                fs::write(&beside, text).unwrap();
                fs::rename(&beside, path).unwrap();
                "by rename"
            }
            1 => {
                // The first half may end within a character.
                let mut file = fs::File::create(path).unwrap();
                file.write_all(&text.as_bytes()[..half]).unwrap();
                std::thread::sleep(Duration::from_millis(self.below(60) as u64));
                file.write_all(&text.as_bytes()[half..]).unwrap();
                "in halves"
            }
            2 => {
                drop(fs::File::create(path).unwrap());
                std::thread::sleep(Duration::from_millis(self.below(30) as u64));
                fs::write(path, text).unwrap();
                "by truncation"
            }
            3 if path.exists() => {
                // Vim: the old one becomes a backup, a new one is written.
                let backup = path.with_extension("md~");
                fs::rename(path, &backup).unwrap();
                fs::write(path, text).unwrap();
                fs::remove_file(backup).unwrap();
                "beside a backup"
            }
            _ => {
                fs::write(path, text).unwrap();
                "in place"
            }
        }
    }

    fn move_folder(&mut self) -> String {
        let folders = self.folders();
        let from = folders[1 + self.below(folders.len() - 1)].clone();
        self.count += 1;
        let to = folders[self.below(folders.len())].join(format!("s{}", self.count));
        if to.starts_with(&from) {
            return "nothing".to_owned();
        }
        let broken = std::mem::take(&mut self.broken);
        self.broken = broken
            .into_iter()
            .map(|path| path.strip_prefix(&from).map_or(path.clone(), |inner| to.join(inner)))
            .collect();
        fs::rename(&from, &to).unwrap();
        format!("move {} to {}", from.display(), to.display())
    }

    /// Mends what cannot be read, for a build would fail over it.
    pub(super) fn mend(&mut self) {
        for path in std::mem::take(&mut self.broken) {
            let text = self.article();
            fs::write(path, text).unwrap();
        }
    }
}
