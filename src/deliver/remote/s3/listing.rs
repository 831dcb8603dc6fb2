//! Reads the list of a bucket's objects as storage writes it. It knows no bucket.

use super::vendor::Vendor;
use crate::address::decode;
use crate::deliver::remote::web::{Piece, encode_part, walk};

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

/// What is asked for a part of the list of what begins with `prefix`.
pub(super) fn query(vendor: Vendor, prefix: &str, next: Option<&Next>) -> String {
    let (token, marker) = match next {
        None => (None, None),
        Some(Next::Token(token)) => (Some(encode_part(token)), None),
        Some(Next::After(key)) => (None, Some(encode_part(key))),
    };
    let prefix = Some(encode_part(prefix));
    let encoding = vendor.encodes_names().then(|| "url".to_owned());
    let kind = vendor.lists_by_token().then(|| "2".to_owned());
    // In the order of their names, as they are signed.
    let all = [
        ("continuation-token", token),
        ("encoding-type", encoding),
        ("list-type", kind),
        ("marker", marker),
        ("prefix", prefix),
    ];
    let given = all.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?)));
    given.collect::<Vec<_>>().join("&")
}

/// `None` when it is no such list.
pub(super) fn read(xml: &[u8]) -> Option<Listing> {
    let mut listing = Listing::default();
    let (mut key, mut size) = (String::new(), 0);
    let (mut is_list, mut is_encoded, mut is_more) = (false, false, false);
    let mut token = None;
    walk(xml, |piece| {
        let Piece::Close(name, text) = piece else { return Some(()) };
        match name {
            "EncodingType" => is_encoded = text == "url",
            "IsTruncated" => is_more = text == "true",
            "NextContinuationToken" => token = Some(text.to_owned()),
            "Key" => text.clone_into(&mut key),
            "Size" => size = text.trim().parse().ok()?,
            // A list that is cut has no end.
            "ListBucketResult" => is_list = true,
            "Contents" => listing.objects.push((std::mem::take(&mut key), size)),
            _ => {}
        }
        Some(())
    })?;
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
    fn each_vendor_is_asked_as_it_lists() {
        let token = Next::Token("a/b=".to_owned());
        let after = Next::After("新/a".to_owned());
        for (vendor, next, asked) in [
            (Vendor::Aws, None, "encoding-type=url&list-type=2&prefix=zx%2F"),
            (
                Vendor::Oss,
                Some(&token),
                "continuation-token=a%2Fb%3D&encoding-type=url&list-type=2&prefix=zx%2F",
            ),
            (Vendor::Cos, Some(&after), "encoding-type=url&marker=%E6%96%B0%2Fa&prefix=zx%2F"),
            (Vendor::Obs, None, "prefix=zx%2F"),
            (Vendor::Obs, Some(&after), "marker=%E6%96%B0%2Fa&prefix=zx%2F"),
        ] {
            assert_eq!(query(vendor, "zx/", next), asked);
        }
    }

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
