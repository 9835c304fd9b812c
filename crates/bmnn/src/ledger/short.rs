//! A checkpoint in a few short groups, to be copied by hand into a paper book.
//!
//! ```text
//! bmnn bd2e032deea28770 3                      first 8 bytes of the ledger-id; size
//! 10cb 2045 cc24 1b2e 1ddb b285 c702 48b3      the root, whole
//! dcbb 9dbd b4f3 1fe7 4543 a533 8a24 dab1
//! = 4667ba46                                   check digits
//! ```
//!
//! The check digits are the first 4 bytes of SHA-256("bmnn/short/1" ‖ those 8
//! bytes ‖ size, 8 bytes big-endian ‖ root): they tell a slip of the pen, and prove
//! nothing. Nobody signed this text. What it shows is for who trusts the book it
//! stands in: that the ledger is still the one that was written down.

use super::checkpoint::Checkpoint;
use super::sha256;
use crate::id::{Bytes32, from_hex, to_hex};
use std::fmt;
use std::str::FromStr;

/// A checkpoint as a paper book has it.
///
/// # Examples
///
/// ```
/// use bmnn::id::Bytes32;
/// use bmnn::ledger::checkpoint::Checkpoint;
/// use bmnn::ledger::short::ShortCheckpoint;
///
/// let checkpoint = Checkpoint { ledger: Bytes32([1; 32]), size: 7, root: Bytes32([2; 32]) };
/// let written = ShortCheckpoint::of(&checkpoint).to_string();
/// let read: ShortCheckpoint = written.parse()?;
/// assert!(read.is_of(&checkpoint.ledger));
/// assert_eq!((read.size(), read.root()), (7, checkpoint.root));
/// # Ok::<(), bmnn::ledger::short::ShortError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShortCheckpoint {
    ledger: [u8; 8],
    size: u64,
    root: Bytes32,
}

/// Why a text is no short checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShortError {
    /// Not `bmnn`, 16 digits, a size, 16 groups of 4, `=` and 8 digits.
    #[error("expected `bmnn`, 16 digits, a size, 16 groups of 4 digits, `=` and 8 check digits")]
    Malformed,
    /// A digit was copied wrong somewhere.
    #[error("the check digits are not those of this text: a digit was copied wrong")]
    Miscopied,
}

impl ShortCheckpoint {
    /// The short form of `checkpoint`.
    #[must_use]
    pub fn of(checkpoint: &Checkpoint) -> Self {
        let Bytes32([a, b, c, d, e, f, g, h, ..]) = checkpoint.ledger;
        Self {
            ledger: [a, b, c, d, e, f, g, h],
            size: checkpoint.size,
            root: checkpoint.root,
        }
    }

    /// Whether a text means to be one.
    #[must_use]
    pub fn begins(text: &str) -> bool {
        let first = text.split_whitespace().next();
        first.is_some_and(|word| word.eq_ignore_ascii_case("bmnn"))
    }

    /// Whether it is of the ledger with this id, as far as it says.
    #[must_use]
    pub fn is_of(&self, ledger: &Bytes32) -> bool {
        ledger.0.starts_with(&self.ledger)
    }

    /// How many entries.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over them.
    #[must_use]
    pub fn root(&self) -> Bytes32 {
        self.root
    }

    fn check_digits(&self) -> String {
        let size = self.size.to_be_bytes();
        let digest = sha256(&[b"bmnn/short/1", &self.ledger, &size, &self.root.0]);
        to_hex(digest.0.first_chunk::<4>().unwrap_or(&[0; 4]))
    }
}

impl fmt::Display for ShortCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bmnn {} {}", to_hex(&self.ledger), self.size)?;
        for (number, pair) in self.root.0.chunks(2).enumerate() {
            let between = if number % 8 == 0 { '\n' } else { ' ' };
            write!(f, "{between}{}", to_hex(pair))?;
        }
        write!(f, "\n= {}", self.check_digits())
    }
}

/// Reads what a hand wrote: case, line breaks and the number of spaces do not
/// count.
impl FromStr for ShortCheckpoint {
    type Err = ShortError;

    fn from_str(text: &str) -> Result<Self, ShortError> {
        let parse = || {
            let text = text.to_ascii_lowercase();
            let (said, check) = text.split_once('=')?;
            let mut words = said.split_whitespace();
            let first = words.next()?;
            let ledger = from_hex(words.next()?)?.try_into().ok()?;
            let size: u64 = words.next()?.parse().ok()?;
            let groups: Vec<&str> = words.collect();
            let plain = groups.len() == 16 && groups.iter().all(|group| group.len() == 4);
            let root = from_hex(&groups.concat())?.try_into().ok().map(Bytes32)?;
            let short = Self { ledger, size, root };
            (first == "bmnn" && plain).then(|| (short, check.trim().to_owned()))
        };
        let (short, check) = parse().ok_or(ShortError::Malformed)?;
        if check == short.check_digits() {
            Ok(short)
        } else {
            Err(ShortError::Miscopied)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ShortCheckpoint, ShortError};
    use crate::id::Bytes32;
    use crate::ledger::checkpoint::Checkpoint;

    fn short() -> ShortCheckpoint {
        ShortCheckpoint::of(&Checkpoint {
            ledger: Bytes32([0xAB; 32]),
            size: 303,
            root: Bytes32(std::array::from_fn(|place| place as u8)),
        })
    }

    #[test]
    fn what_a_hand_wrote_is_read_and_a_slip_of_the_pen_is_told() {
        let written = short().to_string();
        assert_eq!(written.lines().count(), 4);
        for same in [
            written.clone(),
            written.to_uppercase(),
            written.replace('\n', "  "),
        ] {
            assert_eq!(same.parse(), Ok(short()), "{same}");
            assert!(ShortCheckpoint::begins(&same));
        }
        // Each digit matters.
        for (place, digit) in written.char_indices() {
            if place < 5 || !digit.is_ascii_hexdigit() {
                continue;
            }
            let other = if digit == '1' { "2" } else { "1" };
            let mut bent = written.clone();
            bent.replace_range(place..=place, other);
            assert_eq!(
                bent.parse::<ShortCheckpoint>(),
                Err(ShortError::Miscopied),
                "{bent}"
            );
        }
        for none in [
            "",
            "bmnn",
            "= 00000000",
            &written.replace("0001 ", ""),
            &written[1..],
        ] {
            assert_eq!(
                none.parse::<ShortCheckpoint>(),
                Err(ShortError::Malformed),
                "{none}"
            );
        }
    }
}
