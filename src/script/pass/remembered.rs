//! That a line which is remembered comes out as if it were walked through.

use std::sync::Arc;

use proptest::prelude::*;

use super::tests::Site;
use super::*;
use crate::script::{Reading, Readings};

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
<meta name=x content=\"头发 <page-address></page-address>\">
<p><a href=\"https://a/?u=<page-address></page-address>\" title=头发>干部</a></p>
<!-- <p>头发</p>
-->
<a href=\"/x/
\">发展</a>
<p>头发①</p>
<p title=①>头发</p>
头发
";

/// The site's marks, of which ① is one; what it stands for is another thing on the next site.
fn readings(site: usize) -> Frozen {
    let readings = Readings::new();
    assert_eq!(readings.intern(Reading::same("-{甲}-", site.to_string())), '\u{F0000}');
    readings.freeze()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn a_line_comes_out_the_same_wherever_it_is_met_again(
        // Few lines, so that most of them come again.
        lines in proptest::sample::subsequence(LINES.lines().collect::<Vec<_>>(), 1..7),
        pages in proptest::collection::vec(
            proptest::collection::vec(any::<proptest::sample::Index>(), 0..9), 2..4
        ),
        corner in any::<bool>(),
    ) {
        let (words, site) = (Lexicon::default(), Arc::default());
        let quotes = if corner { Quotes::Corner } else { Quotes::Keep };
        let page = |places: &Vec<proptest::sample::Index>| -> String {
            let page: Vec<&str> = places.iter().map(|place| *place.get(&lines)).collect();
            page.join("\n").replace('①', "\u{F0000}")
        };
        let pages: Vec<String> = pages.iter().map(page).collect();
        for round in 0..3 {
            let readings = readings(round);
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
