//! A site of many articles on its way to a bucket, cut again and again at places by chance, between several
//! versions: what visitors can get after each cut, and what the next run makes of it. It looks into no
//! record but for the claim.
//!
//! A few cuts of a small site unless `JIANFAN_CUTS` and `JIANFAN_ARTICLES` ask for more; `JIANFAN_SEED` for
//! others.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use super::proxy::{Asked, Fate};
use super::s3::Scene;
use super::{ARTICLE, Stage, TEMPLATE};
use crate::dice::Dice;
use crate::program::Run;
use crate::tree::{self, Files};

/// The last one differs from the others in every page.
const VERSIONS: usize = 6;

/// Objects of somebody else among ours.
const FOREIGN: [(&str, &str); 3] = [
    ("of-others/notes.txt", "not ours"),
    ("news/of-others/index.html", "<p>not ours either</p>"),
    ("css/of-others.css", "p { color: red }"),
];

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Looking,
    Claim,
    Keeping,
    Assets,
    Articles,
    Lists,
    Feeds,
    Home,
    Deletions,
    Records,
}

const PHASES: [Phase; 10] = [
    Phase::Looking,
    Phase::Claim,
    Phase::Keeping,
    Phase::Assets,
    Phase::Articles,
    Phase::Lists,
    Phase::Feeds,
    Phase::Home,
    Phase::Deletions,
    Phase::Records,
];

impl Phase {
    fn of(asked: &Asked) -> Self {
        let path = asked.path.strip_prefix("/site/").unwrap_or(&asked.path);
        match (&*asked.method, path.strip_prefix(".jianfan-publish/")) {
            ("PUT", _) if asked.headers.contains("x-amz-copy-source") => Self::Keeping,
            ("PUT", Some("pending")) => Self::Claim,
            ("PUT" | "DELETE", Some(_)) => Self::Records,
            ("DELETE", None) => Self::Deletions,
            ("PUT", None) => Self::sending(path),
            _ => Self::Looking,
        }
    }

    fn sending(path: &str) -> Self {
        match path {
            "index.html" => Self::Home,
            _ if path.starts_with("news/n") => Self::Articles,
            _ if path.ends_with(".html") => Self::Lists,
            _ if path.ends_with(".xml") || path.ends_with(".txt") => Self::Feeds,
            _ => Self::Assets,
        }
    }

    /// How many requests of it there are about, from one version to another.
    fn length(self, from: &Version, to: &Version) -> usize {
        let sends = || to.files.iter().filter(|(path, bytes)| from.files.get(*path) != Some(bytes));
        match self {
            Self::Looking | Self::Records => 10,
            Self::Claim => 2,
            Self::Keeping => sends().count(),
            Self::Deletions => from.files.keys().filter(|it| !to.files.contains_key(*it)).count(),
            sending => sends().filter(|(path, _)| Self::sending(path) == sending).count(),
        }
    }
}

/// A version of the site.
struct Version {
    files: Files,
    bundle: PathBuf,
    /// What each page refers to.
    needs: BTreeMap<String, Vec<String>>,
}

impl Version {
    fn make(scene: &Scene, number: usize, articles: usize, dice: &mut Dice) -> Self {
        write(&scene.stage, number, articles, dice);
        let files = scene.stage.built();
        let needs: BTreeMap<String, Vec<String>> =
            files.iter().map(|(path, bytes)| (path.clone(), needs(bytes))).collect();
        for (path, needs) in &needs {
            let missing: Vec<_> = needs.iter().filter(|it| !files.contains_key(*it)).collect();
            assert!(missing.is_empty(), "{path} of a build names {missing:?}");
        }
        assert!(needs["index.html"].len() > 10, "the home page leads nowhere");
        let bundle = scene.stage.folder.path().join(format!("{number}.zip"));
        let said = scene.run(&["publish", "--bundle", bundle.to_str().unwrap()]);
        assert_eq!(said.exit, 0, "{}", said.said);
        Self { files, bundle, needs }
    }
}

/// Of each version other articles are changed, gone and new, with pictures and a style of its own.
fn write(stage: &Stage, number: usize, articles: usize, dice: &mut Dice) {
    let site = stage.site();
    let own = format!("v{number}");
    stage.theme(&own);
    std::fs::remove_dir_all(site.join("content/news")).unwrap();
    tree::write(&site, "themes/plain/static/css/steady.css", "steady");
    let article = ARTICLE.replace("css/NAME.css", "css/' ~ page.extra.style ~ '.css");
    let of_all = if number + 1 == VERSIONS { "<footer>新版</footer></body>" } else { "</body>" };
    tree::write(&site, "themes/plain/templates/article.html", article.replace("</body>", of_all));
    let list = "<ul>{% for item in paginator.pages %}<li><a href=\"{{ item.path }}\">{{ item.title }}</a></li>{% endfor %}</ul></main>";
    let list = TEMPLATE.replace("NAME", &own).replace("</main>", list);
    for name in ["index", "section"] {
        tree::write(&site, &format!("themes/plain/templates/{name}.html"), &list);
    }
    let put = |article: usize, style: &str, words: &str| {
        let day = article % 28 + 1;
        let text = format!(
            "---\n标题: 第{article}期简报\n日期: 2026-01-{day:02}\nstyle: {style}\n---\n\n会议听取了{words}发言。\n"
        );
        tree::write(&site, &format!("content/news/n{article}.md"), text);
    };
    let put_own = |article: usize| {
        let picture = format!("pic/{own}-{article}.svg");
        put(article, &own, &format!("第{number}组的\n\n![现场](/{picture})\n\n"));
        tree::write(&site, &format!("themes/plain/static/{picture}"), format!("<svg>{own}</svg>"));
    };
    for article in 0..articles {
        match dice.below(160) {
            0 => {}
            1..=5 => put_own(article),
            _ => put(article, "steady", "二十人"),
        }
    }
    let new = articles * (number + 2);
    (new..=new + articles / 160).for_each(put_own);
}

/// The files of the site that a page refers to.
fn needs(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let of = |name: &str| -> Vec<String> {
        let rests = text.split(name).skip(1);
        let links = rests.filter_map(|rest| rest.split(['"', '?', '#']).next());
        let file = |link: &str| {
            let is_folder = link.is_empty() || link.ends_with('/');
            if is_folder { format!("{link}index.html") } else { link.to_owned() }
        };
        links.map(file).collect()
    };
    [of("href=\"/"), of("src=\"/")].concat()
}

/// Every object is that of one of these versions, whole, and all that it refers to is there; what they all
/// have is there; what is somebody else's is as it was.
fn check(there: &Files, versions: &[&Version], when: &str) {
    for (path, text) in FOREIGN {
        let is_same = there.get(path).is_some_and(|bytes| bytes == text.as_bytes());
        assert!(is_same, "{when}: {path} was touched");
    }
    for (path, bytes) in there.iter().filter(|(path, _)| !is_foreign(path)) {
        let of = versions.iter().find(|version| version.files.get(path) == Some(bytes));
        let Some(of) = of else { panic!("{when}: {path} is of no version") };
        for need in &of.needs[path] {
            assert!(there.contains_key(need), "{when}: {path} refers to {need}, which is gone");
        }
    }
    let is_of_all = |path: &&String| versions.iter().all(|it| it.files.contains_key(*path));
    for path in versions[0].files.keys().filter(is_of_all) {
        assert!(there.contains_key(path), "{when}: {path} is gone");
    }
}

fn is_foreign(path: &str) -> bool {
    FOREIGN.iter().any(|(foreign, _)| *foreign == path)
}

/// What is in the bucket.
struct Bucket {
    scene: Scene,
    versions: Vec<Version>,
    /// The version that is live.
    live: usize,
    /// Those that runs which were cut were about, since then.
    begun: Vec<usize>,
    dice: Dice,
}

impl Bucket {
    fn publish(&mut self, to: usize) {
        let bundle = self.versions[to].bundle.clone();
        self.end(to, &["publish", "--yes", "--from", bundle.to_str().unwrap()]);
    }

    /// A run that comes to its end: then it is that version and nothing else.
    fn end(&mut self, to: usize, arguments: &[&str]) {
        let said = Run::of(self.scene.command(arguments).output().unwrap());
        assert_eq!(said.exit, 0, "{}", said.said);
        self.is_live(to);
    }

    fn is_live(&mut self, to: usize) {
        let mut site = self.scene.storage.site("site");
        check(&site, &[&self.versions[to]], "in the end");
        site.retain(|path, _| !is_foreign(path));
        assert_eq!(tree::difference(&self.versions[to].files, &site), "");
        self.live = to;
        self.begun.clear();
    }

    /// Another version than the one that is live; seldom the one in which all pages differ.
    fn another(&mut self) -> usize {
        let last = VERSIONS - 1;
        match self.dice.below(50) {
            0 if self.live != last => last,
            chance => {
                let other = chance % last;
                if other == self.live { (other + 1) % last } else { other }
            }
        }
    }

    /// A run that is cut at a request by chance: any, or one of a phase, which is then any phase. Where it
    /// came, unless there were fewer requests.
    fn cut(&mut self, to: usize) -> Option<Phase> {
        let (from, next) = (&self.versions[self.live], &self.versions[to]);
        let fate = [Fate::Silence, Fate::LoseAnswer, Fate::Half][self.dice.below(3)].clone();
        let phase = PHASES[self.dice.below(PHASES.len())];
        let mut left = self.dice.below(phase.length(from, next));
        let number = self.dice.below(Phase::Keeping.length(from, next) * 3 / 2 + 20);
        let is_any = self.dice.below(2) == 0;
        let is_last = move |asked: &Asked| {
            if is_any {
                return asked.number >= number;
            }
            let is_of_phase = Phase::of(asked) == phase;
            let is_last = is_of_phase && left == 0;
            left = left.saturating_sub(usize::from(is_of_phase));
            is_last
        };
        let bundle = next.bundle.to_str().unwrap();
        let mut command = self.scene.command(&["publish", "--yes", "--from", bundle]);
        let asked = self.scene.proxy.cut_at(&mut command, fate, is_last);
        self.begun.push(to);
        let Some(asked) = asked else {
            self.is_live(to);
            return None;
        };
        let met: Vec<&Version> =
            [self.live].iter().chain(&self.begun).map(|&it| &self.versions[it]).collect();
        let when = format!("cut at {} {}, {} requests in", asked.method, asked.path, asked.number);
        check(&self.scene.storage.site("site"), &met, &when);
        Some(Phase::of(&asked))
    }
}

#[test]
fn cut_at_places_by_chance_visitors_meet_whole_pages_and_the_next_run_ends_it() {
    let Some(scene) = Scene::new("site", ", keep: 2", &[]) else { return };
    let wanted = wished("JIANFAN_CUTS").unwrap_or(8);
    let articles = wished("JIANFAN_ARTICLES").unwrap_or(80);
    let settings = scene.stage.site().join("site.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, text + "paginate_by: 100\n").unwrap();
    let mut dice = Dice::new(wished("JIANFAN_SEED").unwrap_or(8_817_264) as u64);
    let versions: Vec<Version> =
        (0..VERSIONS).map(|it| Version::make(&scene, it, articles, &mut dice)).collect();
    let files = versions.iter().map(|version| version.files.len()).max().unwrap();
    let mut bucket = Bucket { scene, versions, live: 0, begun: Vec::new(), dice };
    for (path, text) in FOREIGN {
        bucket.scene.storage.put("site", path, text);
    }
    bucket.publish(0);
    bucket.publish(1);
    let (mut cuts, mut uncut, mut again) = (0, 0, 0);
    let mut phases = BTreeMap::<Phase, usize>::new();
    let start = Instant::now();
    while cuts < wanted {
        // What was begun may be begun once more, or something else.
        let begun = bucket.begun.last().copied().filter(|_| bucket.dice.below(2) == 0);
        let to = begun.unwrap_or_else(|| bucket.another());
        let Some(phase) = bucket.cut(to) else {
            uncut += 1;
            continue;
        };
        cuts += 1;
        *phases.entry(phase).or_default() += 1;
        if bucket.dice.below(5) == 0 {
            // The next run is cut as well.
            again += 1;
        } else {
            // Usually the same is sent again; sometimes it was changed meanwhile.
            let to = if bucket.dice.below(4) == 0 { bucket.another() } else { to };
            bucket.publish(to);
            if cuts % 20 == 0 {
                // Nothing that was kept got lost.
                let (before, to) = (bucket.live, bucket.another());
                bucket.publish(to);
                bucket.end(before, &["publish", "--rollback", "--yes"]);
            }
        }
        if cuts % 10 == 0 || cuts == wanted {
            let seconds = start.elapsed().as_secs();
            println!("{cuts} cuts of {files} files in {seconds} s: whole, and resumed; {phases:?}");
        }
    }
    let to = bucket.another();
    bucket.publish(to);
    let records = bucket.scene.storage.objects("site");
    assert!(!records.contains_key(".jianfan-publish/pending"), "a claim stayed");
    println!(
        "{again} of them were cut again before they ended; {uncut} runs ended before their cut"
    );
}

fn wished(variable: &str) -> Option<usize> {
    std::env::var(variable).ok()?.parse().ok()
}
