//! Where things stand on the site: an address as the browser asks for it, and the file that holds
//! it in the output folder. It knows nothing of what stands there, nor of hosts and editions.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::sync::Arc;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// An address on the site, in the first edition and without the site's own folder: it begins with
/// `/`, is `/`-joined, decoded and in NFC. One that ends in `/` is a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(Arc<str>);

impl Address {
    /// The home page, `/`.
    #[must_use]
    pub fn home() -> Self {
        Self(Arc::from("/"))
    }

    /// An address from a path that the program made itself; a missing first `/` is added, and
    /// segments that would climb (`..`), stay (`.`) or be empty are dropped, so that an address
    /// can never leave the output folder.
    #[must_use]
    pub fn new(path: &str) -> Self {
        let path: Cow<'_, str> =
            if is_nfc(path) { Cow::Borrowed(path) } else { Cow::Owned(path.nfc().collect()) };
        let mut clean = String::with_capacity(path.len() + 1);
        for segment in path.split(['/', '\\']) {
            if !matches!(segment, "" | "." | "..") {
                clean.push('/');
                clean.push_str(segment);
            }
        }
        if path.ends_with('/') || clean.is_empty() {
            clean.push('/');
        }
        Self(Arc::from(clean))
    }

    /// The address of a request or a link: percent-decoded. `None` when it is not UTF-8, holds a
    /// control character, or tries to climb.
    #[must_use]
    pub fn from_href(path: &str) -> Option<Self> {
        let decoded = decode(path)?;
        let climbs = decoded.split(['/', '\\']).any(|segment| matches!(segment, "." | ".."));
        (decoded.starts_with('/') && !climbs && !decoded.contains(char::is_control))
            .then(|| Self::new(&decoded))
    }

    /// The address as text, decoded: `/news/某市/`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a page (`/news/`) and not a file (`/feed.xml`).
    #[must_use]
    pub fn is_page(&self) -> bool {
        self.0.ends_with('/')
    }

    /// The address one step further down. `tail` may hold several segments.
    #[must_use]
    pub fn join(&self, tail: &str) -> Self {
        Self::new(&format!("{}/{tail}", self.0))
    }

    /// The address as it stands in a link, percent-encoded where a URL needs it.
    #[must_use]
    pub fn href(&self) -> String {
        encode(&self.0)
    }

    /// The file that holds it, from the output folder, `/`-joined: `news/某市/index.html`.
    #[must_use]
    pub fn file(&self) -> String {
        let inner = self.0.trim_start_matches('/');
        if self.is_page() { format!("{inner}index.html") } else { inner.to_owned() }
    }
}

/// Lets a map of addresses be asked with a plain path.
impl Borrow<str> for Address {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Percent-encodes what may not stand in the path of a URL (RFC 3986, `pchar` and `/` are kept).
#[must_use]
pub fn encode(path: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    // Nearly all addresses are pinyin, and stay as they are.
    if path.bytes().all(may_stand) {
        return path.to_owned();
    }
    let mut out = String::with_capacity(path.len());
    for &byte in path.as_bytes() {
        if may_stand(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                out.push(HEX.get(usize::from(digit)).map_or('0', |&b| char::from(b)));
            }
        }
    }
    out
}

fn may_stand(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'.'
                | b'_'
                | b'~'
                | b'!'
                | b'$'
                | b'&'
                | b'\''
                | b'('
                | b')'
                | b'*'
                | b'+'
                | b','
                | b';'
                | b'='
                | b':'
                | b'@'
                | b'/'
        )
}

/// Undoes [`encode`]. `None` when a `%` has no two hexadecimal digits after it or the bytes are
/// not UTF-8.
#[must_use]
pub fn decode(path: &str) -> Option<Cow<'_, str>> {
    if !path.contains('%') {
        return Some(Cow::Borrowed(path));
    }
    let mut out = Vec::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let mut digit = || char::from(bytes.next()?).to_digit(16);
            let (high, low) = (digit()?, digit()?);
            out.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok().map(Cow::Owned)
}

/// A path with differences of case taken away, near enough to what NTFS and APFS do: two that are
/// the same then cannot both be files in one folder everywhere.
#[must_use]
pub fn fold(path: &str) -> Cow<'_, str> {
    if path.is_ascii() {
        if path.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(path.to_ascii_lowercase())
        } else {
            Cow::Borrowed(path)
        }
    } else {
        // Up and then down, because `ſ` and `s` meet only in `S`.
        Cow::Owned(path.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect())
    }
}

/// Whether Windows takes a name for a device, with any ending: `con`, `Aux.html`, `COM1`
/// (Microsoft, "Naming Files, Paths, and Namespaces").
#[must_use]
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    // Every address is asked about, and hardly any has a part as short as this.
    if !(3..=7).contains(&stem.len()) {
        return false;
    }
    let stem = stem.to_ascii_uppercase();
    let is_port = ["COM", "LPT"].iter().any(|port| {
        stem.strip_prefix(port)
            .is_some_and(|n| matches!(n, "¹" | "²" | "³") || (n.len() == 1 && n > "0" && n <= "9"))
    });
    is_port || matches!(&*stem, "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_never_climbs() {
        for path in ["/../x", "a/../../b/", "..", "/./x//y/", "\\..\\x"] {
            assert!(!Address::new(path).file().contains(".."), "{path}");
        }
        assert_eq!(Address::from_href("/a/%2e%2e/b"), None);
        assert_eq!(Address::from_href("/a%00"), None);
        assert_eq!(Address::from_href("/a%zz"), None);
    }

    #[test]
    fn han_addresses_are_encoded_in_links_and_plain_on_disk() {
        let address = Address::new("/新闻/某 市/");
        assert_eq!(address.file(), "新闻/某 市/index.html");
        assert_eq!(Address::from_href(&address.href()), Some(address));
    }
}
