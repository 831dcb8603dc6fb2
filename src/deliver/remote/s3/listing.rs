//! Reads the list of a bucket's objects as storage writes it. It knows no bucket.

use quick_xml::events::Event;

use crate::address::decode;

/// A part of a list.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Listing {
    /// Keys and sizes.
    pub(super) objects: Vec<(String, u64)>,
    /// How to ask for the next part, if there is one.
    pub(super) next: Option<Next>,
}

/// Where a list goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// As the storage calls it.
    Token(String),
    /// After this key: storage that knows the first way of listing only gives no token.
    After(String),
}

/// `None` when it is no such list.
pub(super) fn read(xml: &[u8]) -> Option<Listing> {
    let mut reader = quick_xml::Reader::from_reader(xml);
    let mut listing = Listing::default();
    let (mut text, mut key, mut size) = (String::new(), String::new(), 0);
    let (mut is_list, mut is_encoded, mut is_more) = (false, false, false);
    let mut token = None;
    loop {
        match reader.read_event().ok()? {
            Event::Eof => break,
            Event::Start(_) => text.clear(),
            Event::CData(part) => text.push_str(&part),
            Event::Text(part) => text.push_str(&part),
            Event::GeneralRef(name) => {
                let whole = format!("&{};", &*name);
                text.push_str(&quick_xml::escape::unescape(&whole).ok()?);
            }
            Event::End(end) => match end.local_name().as_ref() {
                "EncodingType" => is_encoded = text == "url",
                "IsTruncated" => is_more = text == "true",
                "NextContinuationToken" => token = Some(std::mem::take(&mut text)),
                "Key" => key = std::mem::take(&mut text),
                "Size" => size = text.trim().parse().ok()?,
                // A list that is cut has no end.
                "ListBucketResult" => is_list = true,
                "Contents" => listing.objects.push((std::mem::take(&mut key), size)),
                _ => {}
            },
            _ => {}
        }
    }
    if is_encoded {
        for (key, _) in &mut listing.objects {
            // A plus sign is a space there.
            let spaced = key.replace('+', " ");
            if let Some(decoded) = decode(&spaced) {
                *key = decoded.into_owned();
            }
        }
    }
    if is_more {
        let last = || listing.objects.last().map(|(key, _)| Next::After(key.clone()));
        listing.next = Some(token.map(Next::Token).or_else(last)?);
    }
    is_list.then_some(listing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_in_parts() {
        let xml = "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"x\"><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextContinuationToken>a&amp;b</NextContinuationToken><Contents><Key>%E6%96%B0/a+b%2B.html</Key><ETag>&quot;e&quot;</ETag><Size>12</Size></Contents><Contents><Key>c</Key><Size>0</Size></Contents></ListBucketResult>";
        let listing = read(xml.as_bytes()).unwrap();
        assert_eq!(listing.objects, [("新/a b+.html".to_owned(), 12), ("c".to_owned(), 0)]);
        assert_eq!(listing.next, Some(Next::Token("a&b".to_owned())));
        let older = xml.replace("<NextContinuationToken>a&amp;b</NextContinuationToken>", "");
        assert_eq!(read(older.as_bytes()).unwrap().next, Some(Next::After("c".to_owned())));
        let empty = "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>";
        assert_eq!(read(empty.as_bytes()), None, "it would never end");
        let whole = xml.find("</Contents>").unwrap() + "</Contents>".len();
        assert_eq!(read(&xml.as_bytes()[..whole]), None, "half a list is none");
        assert_eq!(read(b"<html></html>"), None);
        assert_eq!(read(b"nothing"), None);
    }
}
