//! The container in which old Word kept a document: streams with names, in sectors that are chained.
//! Chains that run in circles or out of the file end there, so that nothing that is read is larger than
//! the file. It knows no document, and never looks into what is embedded in one.

use super::bytes::{byte, long, place, short, wide};

/// No sector follows.
const LAST: u32 = 0xffff_fffa;
/// Places in the head of the file for the first sectors of the table.
const IN_HEAD: usize = 109;
/// What old Word keeps the programs of a document in.
const MACROS: &str = "Macros";
/// The first sector of a chain of the table of sectors, or of a stream.
const HEAD: usize = 512;

/// See the module.
pub(super) struct Container<'b> {
    bytes: &'b [u8],
    sector: usize,
    mini_sector: usize,
    /// Streams shorter than this lie in the stream of small ones.
    cutoff: usize,
    next: Vec<u32>,
    next_mini: Vec<u32>,
    mini: Vec<u8>,
    streams: Vec<Entry>,
    has_macros: bool,
}

/// A stream.
struct Entry {
    name: String,
    start: u32,
    length: usize,
}

/// A line of the directory.
struct Line {
    entry: Entry,
    is_stream: bool,
    neighbours: [u32; 2],
    child: u32,
}

impl<'b> Container<'b> {
    /// Reads the directory; `None` for what is no such container, or too damaged.
    pub(super) fn open(bytes: &'b [u8]) -> Option<Self> {
        let shift = short(bytes, 0x1e)?;
        let sector = if matches!(shift, 9 | 12) { 1_usize << shift } else { return None };
        let mut own = Self {
            bytes,
            sector,
            mini_sector: 64,
            cutoff: place(bytes, 0x38)?.min(1 << 20),
            next: Vec::new(),
            next_mini: Vec::new(),
            mini: Vec::new(),
            streams: Vec::new(),
            has_macros: false,
        };
        own.next = own.table()?;
        let directory = own.chain(long(bytes, 0x30)?, usize::MAX);
        let lines: Vec<Line> =
            directory.chunks_exact(128).filter_map(|line| read_line(line, sector)).collect();
        let root = lines.first()?;
        own.mini = own.chain(root.entry.start, root.entry.length);
        own.next_mini = numbers(&own.chain(long(bytes, 0x3c)?, usize::MAX));
        own.has_macros = lines.iter().any(|line| line.entry.name == MACROS && !line.is_stream);
        own.streams = on_top(lines);
        Some(own)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.streams.iter().any(|entry| entry.name == name)
    }

    /// Whether the document brings programs along.
    pub(super) fn has_macros(&self) -> bool {
        self.has_macros
    }

    /// A stream by its name; it is shorter than it should be where the file is torn.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let Entry { start, length, .. } = self.streams.iter().find(|entry| entry.name == name)?;
        if *length >= self.cutoff {
            return Some(self.chain(*start, *length));
        }
        let part = |number: u32| {
            let from = usize::try_from(number).ok()?.checked_mul(self.mini_sector)?;
            self.mini.get(from..(from + self.mini_sector).min(self.mini.len()))
        };
        Some(gather(*start, *length, &self.next_mini, &part))
    }

    /// How long a stream says it is.
    pub(super) fn length(&self, name: &str) -> usize {
        self.streams.iter().find(|entry| entry.name == name).map_or(0, |entry| entry.length)
    }

    /// Which sector follows which.
    fn table(&self) -> Option<Vec<u32>> {
        let most = self.bytes.len() / self.sector + 1;
        let mut sectors: Vec<u32> =
            (0..IN_HEAD).filter_map(|at| long(self.bytes, 0x4c + at * 4)).collect();
        let mut more = long(self.bytes, 0x44)?;
        let per_sector = self.sector / 4 - 1;
        while more < LAST && sectors.len() <= most {
            let Some(part) = self.part(more) else { break };
            let all = numbers(part);
            let (these, rest) = all.split_at(per_sector.min(all.len()));
            sectors.extend(these);
            more = rest.first().copied().unwrap_or(LAST);
        }
        let mut next = Vec::new();
        for number in sectors.into_iter().filter(|number| *number < LAST) {
            // A table of more sectors than the file has is somebody's trick.
            if next.len() > most {
                break;
            }
            let Some(part) = self.part(number) else { continue };
            next.extend(numbers(part));
        }
        Some(next)
    }

    fn part(&self, number: u32) -> Option<&'b [u8]> {
        let from =
            usize::try_from(number).ok()?.checked_mul(self.sector)?.checked_add(self.head())?;
        // The last sector of a file may be cut short.
        let to = from.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(from..to).filter(|part| !part.is_empty())
    }

    fn head(&self) -> usize {
        self.sector.max(HEAD)
    }

    fn chain(&self, start: u32, length: usize) -> Vec<u8> {
        gather(start, length.min(self.bytes.len()), &self.next, &|number| self.part(number))
    }
}

/// The bytes of a chain of sectors, up to a length.
fn gather<'p>(
    start: u32,
    length: usize,
    next: &[u32],
    part: &dyn Fn(u32) -> Option<&'p [u8]>,
) -> Vec<u8> {
    let mut all = Vec::new();
    let mut number = start;
    // A chain that goes through more sectors than there are is a circle.
    for _ in 0..=next.len() {
        let Some(bytes) = (number < LAST && all.len() < length).then(|| part(number)).flatten()
        else {
            break;
        };
        all.extend_from_slice(bytes);
        number = usize::try_from(number).ok().and_then(|at| next.get(at)).copied().unwrap_or(LAST);
    }
    all.truncate(length);
    all
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|four| long(four, 0)).collect()
}

fn read_line(line: &[u8], sector: usize) -> Option<Line> {
    let units = usize::from(short(line, 64)?).saturating_sub(2) / 2;
    let name = wide(line, 0, units.min(31))?;
    // In containers of small sectors only four bytes of the length mean something.
    let length = match place(line, 120)? {
        low if sector == HEAD || long(line, 124)? == 0 => low,
        _ => usize::MAX,
    };
    Some(Line {
        entry: Entry { name, start: long(line, 116)?, length },
        is_stream: byte(line, 66)? == 2,
        neighbours: [long(line, 68)?, long(line, 72)?],
        child: long(line, 76)?,
    })
}

/// The streams that lie in the document itself, and in nothing that is embedded in it.
fn on_top(lines: Vec<Line>) -> Vec<Entry> {
    let mut open: Vec<u32> = lines.first().map(|root| root.child).into_iter().collect();
    let mut reached = vec![false; lines.len()];
    while let Some(number) = open.pop() {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        let (Some(line), Some(seen)) = (lines.get(at), reached.get_mut(at)) else { continue };
        if !std::mem::replace(seen, true) {
            open.extend(line.neighbours);
        }
    }
    let all = lines.into_iter().zip(reached);
    all.filter(|(line, reached)| *reached && line.is_stream).map(|(line, _)| line.entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_that_run_in_circles_end() {
        let part: &dyn Fn(u32) -> Option<&'static [u8]> = &|_| Some(b"ab".as_slice());
        assert_eq!(gather(0, 1000, &[1, 0], part).len(), 6);
        assert_eq!(gather(0, 3, &[1, 0], part), b"aba");
        assert_eq!(gather(9, 3, &[], part), b"ab");
    }

    #[test]
    fn what_is_no_container_is_told_apart() {
        assert!(Container::open(b"").is_none());
        assert!(Container::open(&[0xff; 600]).is_none());
        assert!(Container::open(&[0; 4096]).is_none());
    }
}
