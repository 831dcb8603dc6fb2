//! Two places named side by side for one task (帮扶西和、通渭两县) are mostly as long as one another; where the
//! first is longer by one, its first character may have strayed in (战西和). It is told of only where the line
//! says how many places there are, and never changed.

use std::ops::Range;

use crate::import::pattern::Pattern;

static PLACES: Pattern = Pattern::new(
    r"(?:帮扶|对口|包抓|结对|支援|幫扶|對口|包抓|結對)(\p{Han}{3})[、和](\p{Han}{2})(?:、\p{Han}{2})*[两三四五六七八九十兩](?:县|市|区|乡|镇|旗|縣|區|鄉|鎮)",
);

pub(super) fn find(line: &str) -> Vec<(Range<usize>, String)> {
    let Some(first) = PLACES.groups(line).and_then(|groups| groups.get(1)) else {
        return Vec::new();
    };
    let has_ending =
        first.as_str().ends_with(['县', '市', '区', '乡', '镇', '旗', '縣', '區', '鄉', '鎮']);
    let bare: String = first.as_str().chars().skip(1).collect();
    if has_ending { Vec::new() } else { vec![(first.range(), bare)] }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_place_with_a_stray_character_is_told() {
        let told = |line| find(line).first().map(|(_, bare)| bare.clone());
        assert_eq!(told("帮扶战西和、通渭两县").as_deref(), Some("西和"));
        assert_eq!(told("帮扶西和、通渭两县"), None);
        assert_eq!(told("对口支援青石县、南河两县"), None);
        assert_eq!(told("走访三江口、大湾村"), None);
    }
}
