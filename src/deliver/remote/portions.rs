//! Parts of a list that may be done together: neither too many things nor too many bytes, since what
//! is on its way is held in memory. It knows no target.

/// How many bytes are held for one part, about: the last thing may go beyond.
const BYTES: u64 = 16 << 20;

/// Parts of at most so many things, in their order.
pub(super) fn portions<T>(items: &[T], most: usize, size: impl Fn(&T) -> u64) -> Vec<&[T]> {
    let mut portions = Vec::new();
    let mut rest = items;
    while !rest.is_empty() {
        let mut bytes = 0_u64;
        let fits = |item: &&T| {
            let is_in = bytes < BYTES;
            bytes = bytes.saturating_add(size(item));
            is_in
        };
        let count = rest.iter().take(most.max(1)).take_while(fits).count();
        let (portion, after) = rest.split_at(count.max(1));
        portions.push(portion);
        rest = after;
    }
    portions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_many_nor_large_things_come_together() {
        let small: Vec<u64> = vec![1; 700];
        let lengths =
            |portions: Vec<&[u64]>| portions.iter().map(|it| it.len()).collect::<Vec<_>>();
        assert_eq!(lengths(portions(&small, 256, |&size| size)), [256, 256, 188]);
        assert_eq!(lengths(portions(&small, 0, |&size| size)).len(), 700);
        // Pictures of 5 MB, and a video.
        let large: Vec<u64> = [vec![5 << 20; 9], vec![u64::MAX, 1]].concat();
        assert_eq!(lengths(portions(&large, 1024, |&size| size)), [4, 4, 2, 1]);
        assert!(portions(&[] as &[u64], 4, |&size| size).is_empty());
    }
}
