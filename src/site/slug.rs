//! Names for addresses. ASCII names stay as they are; Han characters become pinyin, so that an
//! address is the same in every edition and can be read over the telephone. It never decides
//! what happens when two names are the same.

use pinyin::ToPinyin;

/// The address segment for a file name, a folder or a term. Never empty, never one that climbs.
pub(super) fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '_' | '.') {
            if gap && !out.is_empty() {
                out.push('-');
            }
            out.push(c);
            gap = false;
        } else if let Some(syllable) = c.to_pinyin() {
            if !out.is_empty() {
                out.push('-');
            }
            out.push_str(syllable.plain());
            gap = true;
        } else {
            gap = true;
        }
    }
    let trimmed = out.trim_matches('.');
    if trimmed.is_empty() { format!("x-{}", short_hash(name)) } else { trimmed.to_owned() }
}

/// Six hexadecimal digits that tell apart two names with the same slug.
pub(super) fn short_hash(name: &str) -> String {
    blake3::hash(name.as_bytes()).to_hex().chars().take(6).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_readable_addresses() {
        for (name, expected) in [
            ("zhifu-2022", "zhifu-2022"),
            ("协商民主", "xie-shang-min-zhu"),
            ("2023年工作报告", "2023-nian-gong-zuo-bao-gao"),
            ("A 计划", "A-ji-hua"),
            ("v1.2", "v1.2"),
            ("x--y", "x-y"),
        ] {
            assert_eq!(slug(name), expected);
        }
        assert!(slug("……").starts_with("x-"));
        assert!(!slug("..").contains(".."));
    }
}
