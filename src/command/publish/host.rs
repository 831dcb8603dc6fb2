//! `--print`: settings for the servers that readers reach, made of the site: former addresses, how
//! long files may be kept, the page for what is not there, and what a page may load. It only prints.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use clap::ValueEnum;

use super::{Options, Stop};
use crate::address::encode;
use crate::command::{Ending, Report};
use crate::pipeline::{Pipeline, Touched};
use crate::site::{Route, Site, Visibility};
use crate::stopwatch::Stopwatch;

/// A server, or a host of sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Host {
    Nginx,
    Apache,
    /// Netlify, and others that read its two files.
    Netlify,
}

/// Nothing from elsewhere: neither scripts nor pictures, fonts or frames. Charts have attributes of
/// style; no page has a script in it.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";
/// Addresses that change with the content.
pub(super) const FOR_GOOD: &str = "public, max-age=31536000, immutable";
/// Kept, but asked for again each time.
pub(super) const ASK: &str = "no-cache";

/// A former address and the one that it leads to.
type Moved = (String, String);

pub(super) fn print(
    host: Host,
    root: &Path,
    options: &Options,
    report: &Report,
) -> Result<(), Stop> {
    let order = options.showing.order(root.to_path_buf(), Visibility::Public);
    let mut pipeline = Pipeline::new(order, Arc::new(Stopwatch::default()));
    let assembled = pipeline
        .assemble(&Touched::Nothing)
        .map_err(|error| (Ending::Failed, vec![error.diagnostic()]))?;
    let site = assembled.studio.site();
    let (moved, base) = (moved(site), site.config.base_path());
    let text = match host {
        Host::Nginx => nginx(&moved, base),
        Host::Apache => apache(&moved, base),
        Host::Netlify => netlify(&moved, base),
    };
    report.say(text.trim_end(), text.trim_end());
    Ok(())
}

fn moved(site: &Site) -> Vec<Moved> {
    let base = site.config.base_path();
    let mut moved = Vec::new();
    for edition in &site.config.editions {
        let prefix =
            if edition.path.is_empty() { String::new() } else { format!("/{}", edition.path) };
        for (from, route) in site.routes.iter() {
            if let Route::Alias(to) = route {
                let at = |path: &str| format!("{base}{prefix}{path}");
                moved.push((at(from.as_str()), at(to.as_str())));
            }
        }
    }
    moved
}

fn nginx(moved: &[Moved], base: &str) -> String {
    let mut text = format!(
        "# jianfan: include this file in the server block of nginx.\n\
         charset utf-8;\n\
         charset_types text/css text/javascript application/javascript application/xml application/json image/svg+xml text/plain;\n\
         error_page 404 {base}/404.html;\n\
         gzip on;\n\
         gzip_types text/css text/javascript application/xml application/json image/svg+xml text/plain;\n\n\
         # Records, and files on their way, are nobody's business.\n\
         location ~ /\\.(?!well-known/) {{ return 404; }}\n\n\
         # A file with its hash in the address (?h=…) never changes.\n\
         set $jianfan_cache \"{ASK}\";\n\
         if ($arg_h) {{ set $jianfan_cache \"{FOR_GOOD}\"; }}\n\
         add_header Cache-Control $jianfan_cache always;\n\
         add_header Content-Security-Policy \"{POLICY}\" always;\n\
         add_header X-Content-Type-Options nosniff always;\n\
         add_header Referrer-Policy strict-origin-when-cross-origin always;\n"
    );
    for (from, to) in moved {
        // nginx compares decoded addresses, and sends what it is told.
        let from = from.replace(['\\', '"'], "");
        let _ = write!(text, "\nlocation = \"{from}\" {{ return 301 \"{}\"; }}", encode(to));
    }
    text
}

fn apache(moved: &[Moved], base: &str) -> String {
    let mut text = format!(
        "# jianfan: the .htaccess of the site's folder.\n\
         AddDefaultCharset utf-8\n\
         ErrorDocument 404 {base}/404.html\n\
         RedirectMatch 404 \"/\\.(?!well-known/)\"\n\
         <IfModule mod_headers.c>\n\
         Header set Cache-Control \"{ASK}\"\n\
         Header set Cache-Control \"{FOR_GOOD}\" \"expr=%{{QUERY_STRING}} =~ /(^|&)h=/\"\n\
         Header always set Content-Security-Policy \"{POLICY}\"\n\
         Header always set X-Content-Type-Options nosniff\n\
         Header always set Referrer-Policy strict-origin-when-cross-origin\n\
         </IfModule>\n"
    );
    for (from, to) in moved {
        // The exact address, and nothing that begins with it.
        let from = from.replace(['\\', '"'], "");
        let mut pattern = String::new();
        for c in from.chars() {
            if ".+*?()[]{}^$|".contains(c) {
                pattern.push('\\');
            }
            pattern.push(c);
        }
        let _ = writeln!(text, "RedirectMatch 301 \"^{pattern}$\" \"{}\"", encode(to));
    }
    text
}

fn netlify(moved: &[Moved], base: &str) -> String {
    let mut text = format!(
        "# jianfan: lay this part in the site as the file _headers (static/_headers).\n\
         {base}/*\n  Cache-Control: {ASK}\n  Content-Security-Policy: {POLICY}\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n\n\
         # jianfan: lay this part in the site as the file _redirects (static/_redirects).\n"
    );
    for (from, to) in moved {
        let _ = writeln!(text, "{} {} 301", encode(from), encode(to));
    }
    text
}
