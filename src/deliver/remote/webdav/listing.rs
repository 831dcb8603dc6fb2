//! Reads answers that hold others (`207 Multi-Status`): what a folder holds, what went wrong. It knows
//! no folder.

use crate::address::decode;
use crate::deliver::remote::web::{Piece, walk};

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
    let mut entries = Vec::new();
    let (mut href, mut length, mut is_folder) = (String::new(), 0, false);
    let mut is_answer = false;
    walk(xml, |piece| {
        match piece {
            Piece::Open("response") => (href, length, is_folder) = (String::new(), 0, false),
            Piece::Open("collection") => is_folder = true,
            // A list that is cut has no end.
            Piece::Close("multistatus", _) => is_answer = true,
            Piece::Close("href", text) => text.trim().clone_into(&mut href),
            Piece::Close("getcontentlength", text) => length = text.trim().parse().unwrap_or(0),
            Piece::Close("response", _) => entries.push(entry(&href, length, is_folder)?),
            _ => {}
        }
        Some(())
    })?;
    is_answer.then_some(entries)
}

/// How it went: the first status that tells of a failure, or else the last one; `None` when it is no such
/// answer, or one that says nothing of it.
pub(super) fn outcome(xml: &[u8]) -> Option<u16> {
    let (mut is_answer, mut outcome) = (false, None);
    walk(xml, |piece| {
        match piece {
            Piece::Close("multistatus", _) => is_answer = true,
            Piece::Close("status", text) => {
                // `HTTP/1.1 507 Insufficient Storage`
                let status: u16 = text.split_whitespace().nth(1)?.parse().ok()?;
                let succeeded = |status: &u16| (200..300).contains(status);
                outcome = outcome.filter(|it| !succeeded(it)).or(Some(status));
            }
            _ => {}
        }
        Some(())
    })?;
    outcome.filter(|_| is_answer)
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

    #[test]
    fn of_several_answers_the_first_refusal_is_told() {
        let of = |lines: &[&str]| {
            let answer =
                |line: &&str| format!("<d:response><d:status>{line}</d:status></d:response>");
            let inside = lines.iter().map(answer).collect::<Vec<_>>().concat();
            outcome(format!("<d:multistatus xmlns:d=\"DAV:\">{inside}</d:multistatus>").as_bytes())
        };
        assert_eq!(of(&["HTTP/1.1 201 Created", "HTTP/1.1 204 No Content"]), Some(204));
        assert_eq!(of(&["HTTP/1.1 204 ok", "HTTP/1.1 507 full", "HTTP/1.1 423 x"]), Some(507));
        assert_eq!(of(&[]), None);
        assert_eq!(of(&["what"]), None);
        assert_eq!(outcome(b"moved"), None);
    }
}
