//! That a line which is remembered comes out as if it were walked through.

use std::sync::Arc;

use proptest::prelude::*;

use super::tests::Site;
use super::*;
use crate::script::Readings;

/// A page of a site, at an address of its own.
struct At(usize);

impl Links for At {
    fn link(&self, href: &str) -> Option<String> {
        Site { prefix: "/e" }.link(href)
    }

    fn own_address(&self, _: OwnAddress) -> String {
        format!("https://example.org/{}/", self.0)
    }
}

/// Lines of pages, most of them whole, and some that open or close what others do not.
const LINES: &str = "\
<!DOCTYPE html>
<html lang=zh-Hans>
<body><main>
<nav><a href=\"/x/\">发展</a> <a href=/y/ title=头发>头<b>发</b></a></nav>
  <nav><a href=\"/x/\">发展</a> <a href=/y/ title=头发>头<b>发</b></a></nav>
<li>发展</li>
<li>发展<li>干部
<p>一根头
<p>干部</p>
<p>“干部”</p>
发</p><p>干</p>
</p>
<p><span>头</span></p>   
<ul>
</ul></main><ul>
<div translate=no>
<div lang=zh-Hant>
<div><p>干部
</div>
<code>
</code>
<td>头发<table><tr><td>干部</td></tr></table>
<svg><title>头发</title></svg>
<svg>
</svg>
<ruby>干<rt>gan</rt></ruby><hr>
<rt>干部</rt><p>干部</p>
<title>头发 &amp; 干部</title>
<textarea>
</textarea>
<script type=application/ld+json>{\"headline\":\"头发\"}</script>
<p>见 <page-address></page-address></p>
<page-qr></page-qr>
<!-- <p>头发</p>
-->
<a href=\"/x/
\">发展</a>
<p>头发①</p>
头发
";

proptest! {
    #[test]
    fn a_line_comes_out_the_same_wherever_it_is_met_again(
        pages in proptest::collection::vec(
            proptest::collection::vec(
                proptest::sample::select(LINES.lines().collect::<Vec<_>>()), 0..14
            ),
            1..4,
        ),
        corner in any::<bool>(),
    ) {
        let (readings, words, site) = (Readings::new().freeze(), Lexicon::default(), Arc::default());
        let quotes = if corner { Quotes::Corner } else { Quotes::Keep };
        let pages: Vec<String> = pages.iter().map(|lines| lines.join("\n")).collect();
        for _ in 0..3 {
            for (number, page) in pages.iter().enumerate() {
                let links = At(number);
                for (number, to) in [Script::Hant, Script::HantTw, Script::Hans].into_iter().enumerate() {
                    let edition = Edition {
                        from: Script::Hans,
                        to,
                        quotes,
                        readings: &readings,
                        words: &words,
                        links: &links,
                        lasting: None,
                    };
                    let lasting = Some(Lasting { site: &site, edition: number });
                    let made = [edition, Edition { lasting, ..edition }].map(|edition| {
                        let mut out = String::new();
                        html(page, &edition, &mut out);
                        out
                    });
                    prop_assert_eq!(&made[0], &made[1]);
                }
            }
        }
    }
}
