//! Reads what a server says of a folder (`207 Multi-Status`). It knows no folder.

use quick_xml::events::Event;

use crate::address::decode;

/// Something in a folder, or the folder itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// From the root of the server, decoded. A folder ends in `/`.
    pub(super) path: String,
    /// None of a folder.
    pub(super) size: Option<u64>,
}

/// `None` when it is no such answer.
pub(super) fn read(xml: &[u8]) -> Option<Vec<Entry>> {
    let mut reader = quick_xml::Reader::from_reader(xml);
    reader.config_mut().expand_empty_elements = true;
    let (mut entries, mut text) = (Vec::new(), String::new());
    let (mut href, mut length, mut is_folder) = (String::new(), 0, false);
    let mut is_answer = false;
    loop {
        match reader.read_event().ok()? {
            Event::Eof => return is_answer.then_some(entries),
            Event::Start(start) => {
                match start.local_name().as_ref() {
                    "response" => (href, length, is_folder) = (String::new(), 0, false),
                    "collection" => is_folder = true,
                    _ => {}
                }
                text.clear();
            }
            Event::CData(part) => text.push_str(&part),
            Event::Text(part) => text.push_str(&part),
            Event::GeneralRef(name) => {
                let whole = format!("&{};", &*name);
                text.push_str(&quick_xml::escape::unescape(&whole).ok()?);
            }
            Event::End(end) => match end.local_name().as_ref() {
                // A list that is cut has no end.
                "multistatus" => is_answer = true,
                "href" => text.trim().clone_into(&mut href),
                "getcontentlength" => length = text.trim().parse().unwrap_or(0),
                "response" => entries.push(entry(&href, length, is_folder)?),
                _ => {}
            },
            _ => {}
        }
    }
}

fn entry(href: &str, length: u64, is_folder: bool) -> Option<Entry> {
    // A whole address, or a path.
    let path = match href.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => href,
    };
    let mut path = decode(path)?.into_owned();
    if is_folder && !path.ends_with('/') {
        path.push('/');
    }
    Some(Entry { path, size: (!is_folder).then_some(length) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_are_told_apart() {
        let xml = "<?xml version=\"1.0\"?><D:multistatus xmlns:D=\"DAV:\"><D:response><D:href>/dav/</D:href><D:propstat><D:prop><D:resourcetype><D:collection/></D:resourcetype></D:prop></D:propstat></D:response><D:response><D:href>http://h:8/dav/%E5%9B%BE%20a&amp;b.svg</D:href><D:propstat><D:prop><D:resourcetype/><D:getcontentlength>11</D:getcontentlength></D:prop></D:propstat></D:response></D:multistatus>";
        let file = Entry { path: "/dav/图 a&b.svg".into(), size: Some(11) };
        assert_eq!(
            read(xml.as_bytes()),
            Some(vec![Entry { path: "/dav/".into(), size: None }, file])
        );
        assert_eq!(read(b"<html></html>"), None);
        let whole = xml.rfind("</D:multistatus>").unwrap();
        assert_eq!(read(&xml.as_bytes()[..whole]), None, "half a list is none");
    }
}
