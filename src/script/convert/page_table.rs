//! A direct table from characters to small values, in pages of 256.
//!
//! A look-up is two loads, whatever the character. The table never hashes and never searches.

/// Characters on one page.
const PAGE: usize = 256;

/// A value for every character; characters that were never set have the default.
#[derive(Clone)]
pub(in crate::script) struct PageTable<T> {
    /// For each page of Unicode, which page of `cells` it is; 0 is the blank one.
    pages: Vec<u16>,
    cells: Vec<T>,
}

impl<T: Copy + Default> PageTable<T> {
    pub(in crate::script) fn new() -> Self {
        Self { pages: vec![0; (char::MAX as usize + 1) / PAGE], cells: vec![T::default(); PAGE] }
    }

    #[inline]
    pub(in crate::script) fn get(&self, c: char) -> T {
        let page = self.pages.get(c as usize / PAGE).copied().unwrap_or_default();
        self.cells.get(usize::from(page) * PAGE + c as usize % PAGE).copied().unwrap_or_default()
    }

    /// Changes the value of `c`, on a page of its own if it had none.
    pub(in crate::script) fn update(&mut self, c: char, change: impl FnOnce(&mut T)) {
        let Some(page) = self.pages.get_mut(c as usize / PAGE) else { return };
        if *page == 0 {
            let next = self.cells.len() / PAGE;
            // Unicode has 4,352 pages, so the number always fits.
            *page = u16::try_from(next).unwrap_or_default();
            self.cells.resize((next + 1) * PAGE, T::default());
        }
        if let Some(cell) = self.cells.get_mut(usize::from(*page) * PAGE + c as usize % PAGE) {
            change(cell);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_is_found_and_nothing_else() {
        let mut table = PageTable::<u32>::new();
        for (n, c) in (1..).zip(['\0', 'a', '一', '丁', '\u{20000}', char::MAX]) {
            table.update(c, |value| *value = n);
        }
        table.update('一', |value| *value += 10);
        let found: Vec<u32> = ['\0', 'a', 'b', '一', '丁', '\u{20000}', '\u{20001}', char::MAX]
            .map(|c| table.get(c))
            .into();
        assert_eq!(found, [1, 2, 0, 13, 4, 5, 0, 6]);
    }
}
