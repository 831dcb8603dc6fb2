//! How a camera was held: browsers turn such a picture, so its width may be what the file calls its
//! height. Of all that Exif knows, nothing else is read, and nothing else is ever published.

/// The number of the field, in the tables of the standard (Exif 2.32, 4.6.4).
const ORIENTATION: u32 = 0x0112;

/// How a picture is to be turned to be seen upright, as Exif numbers it: 1 is not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Turn(u8);

impl Turn {
    /// As the camera saw it.
    pub(crate) const NONE: Self = Self(1);

    /// Exif's number, 1 to 8.
    pub(super) fn number(self) -> u8 {
        self.0
    }

    #[cfg(test)]
    pub(super) fn numbered(number: u8) -> Self {
        Self(number)
    }

    /// Whether width and height change places.
    pub(crate) fn is_quarter(self) -> bool {
        self.0 >= 5
    }

    /// What a TIFF structure says of it.
    pub(super) fn read(tiff: &[u8]) -> Self {
        let number = orientation(tiff).and_then(|number| u8::try_from(number).ok());
        number.filter(|number| (1..=8).contains(number)).map_or(Self::NONE, Self)
    }

    /// A TIFF structure that says this and nothing else.
    pub(super) fn alone(self) -> Vec<u8> {
        let mut tiff = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        tiff.extend([self.0, 0, 0, 0, 0, 0, 0]);
        tiff
    }
}

#[derive(Clone, Copy)]
enum Order {
    Big,
    Little,
}

fn orientation(tiff: &[u8]) -> Option<u32> {
    let order = match tiff.get(..2)? {
        b"MM" => Order::Big,
        b"II" => Order::Little,
        _ => return None,
    };
    let table = usize::try_from(number(tiff.get(4..8)?, order)).ok()?;
    let table = tiff.get(table..)?;
    let count = usize::try_from(number(table.get(..2)?, order)).ok()?;
    let mut fields = table.get(2..)?.chunks_exact(12).take(count);
    let is_it = |field: &&[u8]| field.get(..2).is_some_and(|tag| number(tag, order) == ORIENTATION);
    Some(number(fields.find(is_it)?.get(8..10)?, order))
}

fn number(bytes: &[u8], order: Order) -> u32 {
    let append = |all: u32, byte: &u8| all << 8 | u32::from(*byte);
    match order {
        Order::Big => bytes.iter().fold(0, append),
        Order::Little => bytes.iter().rev().fold(0, append),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_turn_is_read_in_both_orders_of_bytes_and_written_alone() {
        let little = b"II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0\0\0\0\0";
        assert_eq!(Turn::read(little), Turn(8));
        for number in 1..=8 {
            assert_eq!(Turn::read(&Turn(number).alone()), Turn(number));
        }
        assert_eq!(Turn::read(&Turn(9).alone()), Turn::NONE, "no such turn");
        let whole = Turn(6).alone();
        for end in 0..20 {
            assert_eq!(Turn::read(&whole[..end]), Turn::NONE, "cut at {end}");
        }
    }
}
