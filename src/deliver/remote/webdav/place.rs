//! Where the files of a site and its records are on a server with WebDAV, and who is at the door. It
//! asks no server.

use std::path::PathBuf;

use crate::address::decode;
use crate::deliver::remote::target::Area;
use crate::deliver::remote::web::{WebFault, encode_path};
use crate::deliver::remote::whose::Whose;

/// The folders of a target.
#[derive(Debug)]
pub(super) struct Place {
    /// `https://host`, perhaps with a port.
    server: String,
    /// Paths that begin and end in `/`.
    site: String,
    records: String,
}

impl Place {
    /// `url` is the folder of the site. `records` is a path of the same server, from its root; without it
    /// they lie beside the site.
    pub(super) fn new(url: &str, records: Option<&str>) -> Self {
        let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        // As it was copied from a browser, perhaps.
        let site = whole(&decode(path).unwrap_or(path.into()));
        let beside = || {
            let inner = site.trim_end_matches('/');
            let (above, name) = inner.rsplit_once('/').unwrap_or(("", ""));
            // The root has nothing beside it.
            let name = if name.is_empty() { String::new() } else { format!("{name}.") };
            format!("{above}/.{name}jianfan-publish/")
        };
        let records = records.map_or_else(beside, whole);
        Self { server: format!("{scheme}://{host}"), site, records }
    }

    pub(super) fn root(&self, area: Area) -> &str {
        match area {
            Area::Site => &self.site,
            Area::Records => &self.records,
        }
    }

    pub(super) fn label(&self) -> String {
        format!("{}{}", self.server, self.site)
    }

    /// The host, with its port where the address has one.
    pub(super) fn host(&self) -> &str {
        self.server.split_once("://").unwrap_or_default().1
    }

    /// The address of a path of the server.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{}", self.server, encode_path(path))
    }

    /// The path within an area of a path of the server; none for what is not in it, and for the
    /// records when they lie inside the site.
    pub(super) fn within<'p>(&self, area: Area, path: &'p str) -> Option<&'p str> {
        let is_of_records = area == Area::Site && path.starts_with(&self.records);
        path.strip_prefix(self.root(area)).filter(|rest| !rest.is_empty() && !is_of_records)
    }
}

fn whole(path: &str) -> String {
    let inner = path.trim_matches('/');
    if inner.is_empty() { "/".to_owned() } else { format!("/{inner}/") }
}

/// A user and a password, as they are sent. What is debugged is no part of it.
pub(super) struct Pass(String);

impl Pass {
    /// From the environment, when it is for this host, or from the file where programs look for those
    /// of a host; none when a server is not said to want any.
    pub(super) fn find(host: &str) -> Result<Option<Self>, WebFault> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let in_environment =
            variable("JIANFAN_WEBDAV_USER").zip(variable("JIANFAN_WEBDAV_PASSWORD"));
        let in_file = || machine(&std::fs::read_to_string(file()?).ok()?, name(host));
        let found = match in_environment {
            None => in_file(),
            Some(both) => match Whose::told(HOST, host) {
                Whose::Its => Some(both),
                // What is sent to this machine stays here.
                Whose::Untold if is_here(name(host)) => Some(both),
                whose => Some(in_file().ok_or_else(|| whose.fault(HOST, host))?),
            },
        };
        Ok(found.map(|(user, word)| {
            let both = data_encoding::BASE64.encode(format!("{user}:{word}").as_bytes());
            Self(format!("Basic {both}"))
        }))
    }

    /// The value of the header.
    pub(super) fn header(&self) -> String {
        self.0.clone()
    }
}

/// The variable that says whom the password is for.
const HOST: &str = "JIANFAN_WEBDAV_HOST";

/// A host without its port.
fn name(host: &str) -> &str {
    host.rsplit_once(':').map_or(host, |(name, _)| name)
}

fn is_here(name: &str) -> bool {
    name == "localhost" || name.parse().is_ok_and(|it: std::net::Ipv4Addr| it.is_loopback())
}

fn file() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("NETRC") {
        return Some(path.into());
    }
    let home = std::env::home_dir()?;
    let names = [".netrc", "_netrc"];
    names.into_iter().map(|name| home.join(name)).find(|path| path.is_file())
}

/// `machine HOST login USER password WORD`, on one line or several. What is for all hosts (`default`) is
/// passed over: it would be for whatever host a site names.
fn machine(text: &str, host: &str) -> Option<(String, String)> {
    let mut words = text.split_whitespace();
    let (mut is_ours, mut user, mut found) = (false, None, None);
    while let Some(word) = words.next() {
        match word {
            "machine" => (is_ours, user) = (words.next() == Some(host), None),
            "default" => (is_ours, user) = (false, None),
            "login" => user = words.next().map(str::to_owned),
            "password" => {
                let own = user.clone().zip(words.next().map(str::to_owned));
                if is_ours && found.is_none() {
                    found = own;
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_lie_beside_the_site_or_where_they_are_told_to() {
        for (url, records, root) in [
            ("https://h:8443/dav/site/", None, "/dav/.site.jianfan-publish/"),
            ("https://h/site", None, "/.site.jianfan-publish/"),
            ("https://h", None, "/.jianfan-publish/"),
            ("https://h/%E7%AB%99%20x/", None, "/.站 x.jianfan-publish/"),
            ("https://h/dav/site", Some("/private/zx"), "/private/zx/"),
        ] {
            assert_eq!(Place::new(url, records).root(Area::Records), root);
        }
        let place = Place::new("https://h:8443/", Some("/.records"));
        assert_eq!(place.url("/dav/站/a b"), "https://h:8443/dav/%E7%AB%99/a%20b");
        assert_eq!(place.within(Area::Site, "/站/a/b"), Some("站/a/b"));
        assert_eq!(place.within(Area::Site, "/.records/live"), None);
        let place = Place::new("https://h:8443/dav/", None);
        assert_eq!((place.host(), place.within(Area::Site, "/x")), ("h:8443", None));
    }

    #[test]
    fn a_host_has_its_own_password() {
        let text = "machine a.example login li password one\nmachine b.example\n  login wang\n  password two\ndefault login x password y\n";
        let of = |host: &str| machine(text, host);
        assert_eq!(of("a.example"), Some(("li".into(), "one".into())));
        assert_eq!(of("b.example"), Some(("wang".into(), "two".into())));
        assert_eq!(of("c.example"), None, "what is for all would be for anybody's server");
        let here = ["localhost", "127.0.0.1", "127.evil.example", "10.0.0.1"];
        assert_eq!(here.map(is_here), [true, true, false, false]);
    }
}
