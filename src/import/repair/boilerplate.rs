//! What a web site put around a text: navigation, contact numbers, licences, other headlines. Lines
//! are known by their whole shape, never by a word that an article could use; where the text itself
//! is known for certain, all else goes. What it says of the article (its name, its date) is kept.

use crate::import::document::{Block, Document, Shape};
use crate::import::letters::has_end;
use crate::import::pattern::Pattern;
use crate::import::report::{Notes, Sure};
use crate::import::rule::Rule;

/// Lines of sites where people upload documents.
static OF_DOCUMENT_SITE: Pattern = Pattern::new(concat!(
    r"文档编号\s*[:：]|上传(人|者|时间)\s*[:：]|页数\s*[:：]\s*\d|(下载|所需)(积分|金币|文币)|",
    r"^(资源|文档|文件)(描述|简介|介绍|内容)[:：]?$|^展开阅读全文|^点击(阅读|查看)(更多|全文)|",
    r"^(相关|猜你喜欢|最新|热门|推荐)的?(资源|文档|搜索|文章|下载|标签)[:：]?$|",
    r"[亲,，].{0,20}(全部|已)预览完|如果喜欢就下载|(会员|用户)(分享|上传).*在线阅读|珍藏版|上搜索。?$|",
    r"本站(为文档|只提供|仅提供|所有(文档|资源)|是文档)|文档(均)?(来自|由).*(上传|分享)|",
    r"侵犯了?您的(版权|隐私|权益)|客服\s*(QQ|微信|电话)|^当前位置\s*[:：]|",
    r"^第\s*\d+\s*页\s*[/／,，]?\s*共\s*\d+\s*页|_第\s*\d+\s*页$|温馨提示\s*[:：]"
));

/// Lines of any site.
static OF_ANY_SITE: Pattern = Pattern::new(concat!(
    r"ICP[备備证證]?\s*\d*|公网安备|^(©|[Cc]opyright|版[权權]所有)|All [Rr]ights [Rr]eserved|",
    r"^(上|下)一(篇|条|條|页|頁)\s*[:：]|^(分享到|分享至|扫一扫|掃一掃)|^(字体|字号|字體|字號)\s*[:：]|",
    r"^[【\[]?\s*(字体|字号|字體)?[:：]?\s*大\s+中\s+小|^您?(当前|現在|现在|當前|所在)的?位置\s*[:：]|",
    r"^([【\[(（]?\s*(关闭|關閉|打印|列印|返回|收藏|分享)(窗口|视窗|本页|本頁|顶部|頂部|列表)?\s*[】\])）]?\s*)+$|",
    r"^(浏览|瀏覽|点击|點擊|阅读|閱讀|访问)(次数|次數|量|数)\s*[:：]?\s*\d+\s*次?$|",
    r"^(设为首页|設為首頁|加入收藏|网站地图|網站地圖|联系我们|聯繫我們|关于我们|关于本站|无障碍|适老化)",
    r"([\s|｜·]|$)|^(技术支持|建设运维|网站标识码)(单位|單位)?\s*[:：]|",
    r"^推荐阅读[:：]?$|^相关(新闻|阅读|链接|报道|文章|稿件|推荐|信息)[:：]?$|^更多>*$|",
    r"^(点击|長按|长按|扫描|识别|掃描).{0,8}(蓝字|藍字|二维码|二維碼|小程序).{0,16}$|^[—-]*\s*END\s*[—-]*$|",
    r"^往期(推荐|回顾|精选|精彩|文章)|^阅读原文$|^(大|中|小)字号$|^[（(]?未经.{0,10}(授权|许可).{0,12}(转载|使用)|",
    r"^分享让更多人看到$|^网友评论|^没有任何评论$|^您是第\s*\d+\s*位|^上一篇文章\s*[:：]|^下一篇文章\s*[:：]"
));

/// Lines that a notice may have, too: they are a site's own where they stand beside such lines.
static BESIDE: Pattern = Pattern::new(
    r"^(主办|承办|主辦|承辦|协办)(单位|單位)?\s*[:：]|^(邮编|邮政编码|地址|电话|联系电话|邮箱)\s*[:：]",
);

/// Words that stand alone, or beside one another, in a bar of buttons.
static BUTTONS: Pattern = Pattern::new(concat!(
    r"^(首页|首頁|返回|下载|相关|举报|收藏|分享|打印|关闭|登录|登陆|注册|搜索|顶部|上一页|下一页|复制|评论|点赞|",
    r"客户端|手机版|电脑版|繁体|简体|English|微信|微博)",
    r"([\s|｜·>＞/]+(首页|首頁|返回|下载|相关|举报|收藏|分享|打印|关闭|登录|登陆|注册|搜索|顶部|复制|评论|点赞|",
    r"客户端|手机版|电脑版|繁体|简体|English|微信|微博))*$"
));

/// A way through the site: `首页 > 新闻中心 > 正文`.
static TRAIL: Pattern =
    Pattern::new(r"^\p{Han}{0,4}(首页|首頁)\s*([>＞»›/-]\s*[^>＞»›。，]{1,20}\s*)+$");

/// The name of a document as its site shows it.
static DOCUMENT_NAME: Pattern = Pattern::new(
    r"^《?(.{4,80}?)\s*[.．](docx?|pdf|pptx?|wps|txt|rtf|DOCX?|PDF)(》|_第\s*\d+\s*页)?$",
);
static UPLOADED: Pattern = Pattern::new(r"上传时间\s*[:：]\s*(\d{4}-\d{1,2}-\d{1,2})");

/// Whether the text was copied from a site where people upload documents.
pub(super) fn is_of_document_site(document: &Document) -> bool {
    let lines = document.blocks.iter().map(|block| block.text.as_str());
    lines.filter(|line| OF_DOCUMENT_SITE.is_in(line)).count() >= 3
}

/// Whether a line is a site's own, whatever page it stands on.
pub(in crate::import) fn is_furniture(line: &str) -> bool {
    const LONGEST: usize = 120;
    line.chars().count() <= LONGEST
        && (OF_ANY_SITE.is_in(line) || BUTTONS.is_in(line) || TRAIL.is_in(line))
}

/// See the module.
pub(super) fn remove(document: &mut Document, notes: &mut Notes) {
    let of_site = is_of_document_site(document);
    if of_site {
        learn(document);
    }
    if !notes.is_on(Rule::Boilerplate) {
        return;
    }
    let has_body = is_mostly_run_on(document);
    let is_body = |block: &Block| !block.is_paragraph();
    let judge = |block: &Block| {
        let line = block.text.as_str();
        match (of_site, has_body) {
            _ if is_body(block) => None,
            (true, true) => Some(Sure::Likely),
            (true, false) if OF_DOCUMENT_SITE.is_in(line) || DOCUMENT_NAME.is_in(line) => {
                Some(Sure::Certain)
            }
            _ => is_furniture(line).then_some(Sure::Certain),
        }
    };
    let mut judged: Vec<Option<Sure>> = document.blocks.iter().map(judge).collect();
    let beside: Vec<bool> = document
        .blocks
        .iter()
        .map(|block| !is_body(block) && BESIDE.is_in(block.text.as_str()))
        .collect();
    spread(&mut judged, beside.iter().copied());
    judged.reverse();
    spread(&mut judged, beside.iter().copied().rev());
    judged.reverse();
    for (block, sure) in std::mem::take(&mut document.blocks).into_iter().zip(judged) {
        match sure {
            Some(sure) => notes.dropped(Rule::Boilerplate, sure, &block.text),
            None => document.blocks.push(block),
        }
    }
    headlines_in_front(document, notes);
    headlines_behind(document, notes);
}

/// What may be a site's own is, behind a line that is.
fn spread(judged: &mut [Option<Sure>], beside: impl Iterator<Item = bool>) {
    let mut before = false;
    for (own, may_be) in judged.iter_mut().zip(beside) {
        if own.is_none() && may_be && before {
            *own = Some(Sure::Likely);
        }
        before = own.is_some();
    }
}

/// Whether most of the text was joined from pages: then it is all there is of the document.
fn is_mostly_run_on(document: &Document) -> bool {
    let length = |block: &Block| block.text.length();
    let run_on = document.blocks.iter().filter(|block| matches!(block.shape, Shape::RunOn));
    let joined: usize = run_on.map(length).sum();
    joined * 2 > document.blocks.iter().map(length).sum()
}

/// What the site says of the document.
fn learn(document: &mut Document) {
    let lines = document.blocks.iter().map(|block| block.text.as_str());
    let name = lines.clone().find_map(|line| DOCUMENT_NAME.group(line, 1));
    let date = lines.clone().find_map(|line| UPLOADED.group(line, 1));
    let (name, date) = (name.map(str::to_owned), date.map(str::to_owned));
    document.properties.title = document.properties.title.take().or(name);
    document.properties.uploaded = date;
}

/// Other headlines that stand, as a list, before the title.
fn headlines_in_front(document: &mut Document, notes: &mut Notes) {
    let count = document.blocks.iter().take_while(|block| is_headline(block)).count();
    let next = document.blocks.get(count);
    let is_title =
        next.is_some_and(|block| !has_end(block.text.as_str()) && block.text.length() <= 60);
    if count >= 2 && is_title {
        for block in document.blocks.drain(..count) {
            notes.dropped(Rule::Boilerplate, Sure::Likely, &block.text);
        }
    }
}

/// Other headlines that stand, as a list, after the end of the text.
fn headlines_behind(document: &mut Document, notes: &mut Notes) {
    let count = document.blocks.iter().rev().take_while(|block| is_headline(block)).count();
    let at = document.blocks.len() - count;
    let ends = at.checked_sub(1).and_then(|last| document.blocks.get(last));
    if count >= 3 && ends.is_some_and(|block| !block.text.as_str().ends_with(['：', ':'])) {
        for block in document.blocks.drain(at..) {
            notes.dropped(Rule::Boilerplate, Sure::Likely, &block.text);
        }
    }
}

/// An item that says something and is no sentence, as headlines are.
fn is_headline(block: &Block) -> bool {
    let line = block.text.as_str();
    let bullet = line.strip_prefix(['-', '•', '·', '●', '■', '▪', '*', '○', '◆']);
    let title = bullet.map(str::trim);
    block.is_paragraph()
        && title.is_some_and(|title| (8..=70).contains(&title.chars().count()) && !has_end(title))
}
