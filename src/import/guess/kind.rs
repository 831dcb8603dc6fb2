//! What kind of article it is, by the words that such articles are called with. A kind is guessed only
//! where the site has one of that name; the table is data, as kinds are.

use super::Front;
use crate::import::Asked;
use crate::import::letters::split_numeral;
use crate::import::pattern::Pattern;
use crate::import::report::Sure;
use crate::script::han::is_han;
use crate::script::{Script, converter};

/// Name of a kind, and what a title has that makes an article one.
static TITLES: [(&str, Pattern); 9] = [
    ("notice", Pattern::new("通知$|公告$|公示$|启事$|通告$|决议$")),
    ("excerpts", Pattern::new("摘登|发言选登|发言摘编|发言摘要")),
    ("report", Pattern::new("工作报告|工作总结|工作情况的?报告|工作要点")),
    ("speech", Pattern::new("发言材料|发言稿|的发言$|的讲话$|大会发言|致辞$|交流材料|经验材料")),
    ("proposal", Pattern::new("的?提案$|提案答复|案由")),
    ("opinion", Pattern::new("社情民意|信息专报")),
    ("consultation", Pattern::new("协商(会|座谈会|议政会|议事)(纪要|侧记|综述)?$|有事好商量")),
    ("history", Pattern::new("回忆|往事|忆|文史|考略|考$|旧事|始末|轶事|口述")),
    ("reading", Pattern::new("读后感|读书(分享|心得)|书评|荐书")),
];

/// What the beginning of a report on a year of work says.
static OF_REPORT: Pattern = Pattern::new(
    r"(?s)^.{0,60}(一年来|五年来|过去的?[一五]年|履职的开局之年|去年以来).*(政协).*(常委会|常务委员会|履职)",
);
/// Whom a speech speaks to.
static OF_SPEECH: Pattern = Pattern::new(
    r"(?m)^(尊敬的.{1,24}|各位(领导|委员|代表|来宾|同志|常委).{0,24}|同志们|委员们)[：:]?$",
);
static OF_NEWS: Pattern =
    Pattern::new(r"^.{0,20}?[讯電电][\s　]*[（(]|近日，|日前，|\d{1,2}月\d{1,2}日，|本报");
static DOCUMENT: Pattern = Pattern::new(
    "报告$|報告$|意见$|意見$|通知$|方案$|办法$|決議$|决议$|发言材料$|讲话$|的发言$|摘登$",
);
static YEAR: Pattern = Pattern::new(r"((?:19|20)\d{2})年");
static PLACE: Pattern = Pattern::new(r"中共(\p{Han}{1,8}?(?:省|市|县|区|州|旗|盟))委");

/// Sets the kind asked for, or the one that is guessed.
pub(super) fn guess(front: &mut Front, whole: &str, speeches: usize, asked: &Asked) {
    if let Some(kind) = &asked.kind {
        front.set("kind", kind.clone(), 0, Sure::Certain);
        return;
    }
    let to_hans = converter(Script::Hant, Script::Hans);
    let plain = |text: &str| to_hans.map_or_else(|| text.to_owned(), |to| to.convert(text));
    let title = plain(front.text("title"));
    let line = front.get("title").map_or(0, |field| field.line);
    let head: String = whole.chars().take(600).collect();
    let head = plain(&head);
    let signed = front.get("authors").is_some_and(|field| field.sure == Sure::Certain);
    if front.get("kind").is_some() {
        return;
    }
    let found = if speeches >= 2 {
        Some(("excerpts", Sure::Likely))
    } else if let Some((kind, _)) = TITLES.iter().find(|(_, sign)| sign.is_in(&title)) {
        Some((*kind, Sure::Likely))
    } else if front.get("speaker").is_some() {
        Some(("speech", Sure::Guess))
    } else if plain(front.text("source")).contains("文史") || front.get("narrator").is_some() {
        Some(("history", Sure::Guess))
    } else if signed || OF_NEWS.is_in(&head) || front.text("date").contains(':') {
        Some(("news", Sure::Guess))
    } else if OF_REPORT.is_in(&head) {
        Some(("report", Sure::Guess))
    } else if OF_SPEECH.is_in(&head) {
        Some(("speech", Sure::Guess))
    } else {
        None
    };
    if let Some((kind, sure)) = found.filter(|(kind, _)| asked.kinds.iter().any(|own| own == kind))
    {
        front.set("kind", kind, line, sure);
    }
}

/// Whether it is the kind that has a year.
pub(super) fn is_report(kind: &str) -> bool {
    kind == "report"
}

/// The year that a report is about: the first one that is named.
pub(super) fn year(front: &mut Front, whole: &str) {
    let title = front.text("title").to_owned();
    let named = YEAR.group(&title, 1).or_else(|| YEAR.group(whole, 1));
    if let Some(year) = named {
        front.set("year", year, 0, Sure::Likely);
    }
}

/// A report without a title is called after what it says of itself: place and year.
pub(super) fn title_of_report(front: &mut Front, whole: &str) {
    let year = front.text("year").to_owned();
    let head: String = whole.chars().take(600).collect();
    let place = PLACE.group(&head, 1).unwrap_or_default();
    if !year.is_empty() {
        front.set("title", format!("{place}政协{year}年工作报告"), 0, Sure::Guess);
    }
}

/// Whether a name says something: one that a program gave does not.
pub(super) fn is_told(name: &str) -> bool {
    let han = name.chars().filter(|c| is_han(*c)).count();
    let generic = ["新建", "文档", "文稿", "未命名", "无标题", "副本", "Microsoft"];
    han >= 4 && !generic.iter().any(|word| name.starts_with(word))
}

/// Whether a line ends with what documents are called.
pub(super) fn is_document_word(line: &str) -> bool {
    DOCUMENT.is_in(line)
}

/// Whether a line is numbered like a section.
pub(super) fn is_section(line: &str) -> bool {
    let bare = line.trim_start_matches(['（', '(']);
    split_numeral(bare).is_some_and(|(_, rest)| rest.starts_with(['、', '）', ')', '．']))
}
