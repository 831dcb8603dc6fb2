//! The site as a real nginx serves it, with the settings that `publish --print nginx` prints.

use super::Stage;
use super::nginx::Nginx;
use crate::http::{Answer, encoded, get};
use crate::program;
use crate::tree;

#[test]
fn nginx_keeps_what_the_printed_settings_promise() {
    let stage = Stage::new("publish: {folder: HERE/www}");
    let article =
        "---\n标题: 第3期简报\n日期: 2026-01-04\n别名: [/旧/三.html, /old/three]\n---\n\n正文。\n";
    tree::write(&stage.site(), "content/news/n3.md", article);
    stage.publish();
    let here = stage.folder.path();
    let printed = program::succeed(&stage.site(), &["publish", "--print", "nginx"]);
    tree::write(here, "jianfan.conf", printed);
    let server = format!(
        "    root {0}/www;\n    index index.html;\n    include {0}/jianfan.conf;\n",
        here.display()
    );
    let Some(nginx) = Nginx::start(here, "", &server) else { return };
    let host = nginx.host();
    let header = |answer: &Answer, name: &str| answer.header(name).unwrap_or_default().to_owned();

    let home = get(&host, "/");
    assert_eq!(home.status, 200);
    assert_eq!(header(&home, "content-type"), "text/html; charset=utf-8");
    assert_eq!(header(&home, "cache-control"), "no-cache");
    let policy = header(&home, "content-security-policy");
    assert!(policy.contains("default-src 'self'") && policy.contains("object-src 'none'"));
    assert_eq!(header(&home, "x-content-type-options"), "nosniff");
    assert_eq!(header(&home, "referrer-policy"), "strict-origin-when-cross-origin");

    // A file that is asked for with its hash is kept for good; without, it is asked for again.
    let hashed = get(&host, "/css/first.css?h=0123456789");
    assert_eq!(header(&hashed, "cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(header(&hashed, "content-type"), "text/css; charset=utf-8");
    assert_eq!(header(&get(&host, "/css/first.css"), "cache-control"), "no-cache");
    let picture = get(&host, &encoded("/news/图 一.svg"));
    assert_eq!((picture.status, &*picture.body), (200, &b"<svg></svg>"[..]));

    // Former addresses, in Chinese, too.
    for from in ["/旧/三.html", "/old/three/"] {
        let moved = get(&host, &encoded(from));
        assert_eq!(moved.status, 301, "{from}");
        assert!(header(&moved, "location").ends_with("/news/n3/"), "{from}");
    }
    // What is not there has the site's own page, with the same headers.
    let nothing = get(&host, "/news/nothing/");
    let page = std::fs::read(stage.www().join("404.html")).unwrap();
    assert_eq!((nothing.status, nothing.body == page), (404, true));
    assert_eq!(header(&nothing, "content-security-policy"), policy);
    assert_eq!(header(&nothing, "cache-control"), "no-cache");
    // Records and files on their way are nobody's business.
    tree::write(&stage.www(), ".jianfan-publish/live", "hidden");
    tree::write(&stage.www(), ".well-known/security.txt", "shown");
    assert_eq!(get(&host, "/.jianfan-publish/live").status, 404);
    assert_eq!(get(&host, "/.well-known/security.txt").status, 200);
}
