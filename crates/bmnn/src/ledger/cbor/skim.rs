//! Reading of an act only what the ledger itself needs, without building it.

use super::{CborError, CborFault, MAX_DEPTH, Reader, decode_map, is_plain, major};
use crate::id::Bytes32;
use crate::value::{MAX_INT, is_clean_text};

/// What the ledger reads of every act, borrowed from the act's bytes.
///
/// [`skim`] takes the same bytes as [`decode_map`](super::decode_map), refuses
/// the others with the same error, and finds in them what the map has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skimmed<'a> {
    /// `act`, if it is a text.
    pub act: Option<&'a str>,
    /// `id`, if it is a byte string.
    pub id: Option<&'a [u8]>,
    /// `on`, if it is a text.
    pub on: Option<&'a str>,
    /// `by`: absent, or the text if it is one.
    pub by: Option<Option<&'a str>>,
    /// `seen`.
    pub seen: Seen,
    /// Whether a map has the key `sealed` only where it is a commitment.
    pub is_well_sealed: bool,
}

/// What an act says that it has `seen`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Seen {
    /// Nothing.
    #[default]
    Absent,
    /// Something else than a position and a leaf hash.
    Malformed,
    /// The entry at this position, with this leaf hash.
    Entry(u64, Bytes32),
}

/// What the ledger reads of the act in `bytes`.
///
/// # Errors
///
/// As [`decode_map`](super::decode_map).
pub fn skim(bytes: &[u8]) -> Result<Skimmed<'_>, CborError> {
    let mut cursor = Cursor {
        rest: bytes,
        is_well_sealed: true,
    };
    match cursor.act() {
        Some(skimmed) => Ok(skimmed),
        // What is wrong and where, the reader says that looks at everything.
        None => Err(decode_map(bytes).err().unwrap_or(CborError {
            offset: 0,
            fault: CborFault::Expected("a map"),
        })),
    }
}

/// Goes over items and says only whether they are good. Every act of a ledger
/// comes through here: answers fit into registers, and whatever an act is made
/// of but arrays and maps is gone over without a call.
struct Cursor<'a> {
    rest: &'a [u8],
    /// Whether a map has the key `sealed` only where it is a commitment.
    is_well_sealed: bool,
}

/// A head: its major type and its argument.
type Head = (u8, u64);

/// An item as far as skimming looks at it.
#[derive(Clone, Copy)]
enum Item<'a> {
    Bytes(&'a [u8]),
    /// Bytes that are a clean text.
    Text(&'a [u8]),
    Other,
}

impl<'a> Cursor<'a> {
    /// The outermost map, and nothing behind it.
    fn act(&mut self) -> Option<Skimmed<'a>> {
        let mut skimmed = Skimmed::default();
        let head = self.head()?;
        if head.0 != major::MAP {
            return None;
        }
        self.map(head, 0, |key, item, before| skimmed.note(key, item, before))?;
        skimmed.is_well_sealed = self.is_well_sealed;
        self.rest.is_empty().then_some(skimmed)
    }

    /// Goes over a map that `depth` arrays or maps enclose, and tells `note` of
    /// each key, its value, and the bytes that begin with the value.
    #[inline(always)]
    fn map(
        &mut self,
        (_, count): Head,
        depth: usize,
        mut note: impl FnMut(&'a [u8], Item<'a>, &'a [u8]),
    ) -> Option<()> {
        let fits = count <= self.rest.len() as u64 / 2;
        if !fits || (depth == MAX_DEPTH && count > 0) {
            return None;
        }
        let mut last: Option<&[u8]> = None;
        for _ in 0..count {
            let (major, length) = self.head()?;
            if major != major::TEXT {
                return None;
            }
            let key = self.text(length)?;
            // The order of the encodings, whose heads hold the lengths.
            let rises = |last: &[u8]| (last.len(), last) < (key.len(), key);
            if !last.is_none_or(rises) {
                return None;
            }
            last = Some(key);
            let before = self.rest;
            let item = self.item(depth + 1)?;
            if key == b"sealed" {
                let sealed = matches!(item, Item::Bytes(bytes) if bytes.len() == 32);
                self.is_well_sealed &= sealed && count == 1;
            }
            note(key, item, before);
        }
        Some(())
    }

    /// Goes over an item that `depth` arrays or maps enclose.
    #[inline(always)]
    fn item(&mut self, depth: usize) -> Option<Item<'a>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let head = self.head()?;
        let (major, argument) = head;
        match major {
            major::UNSIGNED => (argument <= MAX_INT.unsigned_abs()).then_some(Item::Other),
            // −1 − argument.
            major::NEGATIVE => (argument < MAX_INT.unsigned_abs()).then_some(Item::Other),
            major::BYTES => self.content(argument).map(Item::Bytes),
            major::TEXT => self.text(argument).map(Item::Text),
            major::ARRAY | major::MAP => self.inner(head, depth).then_some(Item::Other),
            // `head` lets only the two truth values through.
            _ => Some(Item::Other),
        }
    }

    /// Goes over an array or a map within the act.
    fn inner(&mut self, head: Head, depth: usize) -> bool {
        let (major, count) = head;
        if major == major::MAP {
            return self.map(head, depth, |_, _, _| {}).is_some();
        }
        count <= self.rest.len() as u64 && (0..count).all(|_| self.item(depth + 1).is_some())
    }

    #[inline(always)]
    fn head(&mut self) -> Option<Head> {
        let (initial, rest) = self.rest.split_first()?;
        let (major, info) = (initial >> 5, initial & 31);
        self.rest = rest;
        if info < 24 && major < major::TAG {
            return Some((major, u64::from(info)));
        }
        if info == 24 && major < major::TAG {
            let (argument, rest) = rest.split_first()?;
            self.rest = rest;
            return (*argument >= 24).then_some((major, u64::from(*argument)));
        }
        self.rare_head(major, info)
    }

    /// Heads of three bytes and more, and truth values.
    #[inline(never)]
    fn rare_head(&mut self, major: u8, info: u8) -> Option<Head> {
        let (argument, least) = match (major, info) {
            (major::SIMPLE, 20 | 21) => return Some((major, u64::from(info))),
            (major::TAG | major::SIMPLE, _) => return None,
            (_, 25) => (u64::from(u16::from_be_bytes(self.take()?)), 1 << 8),
            (_, 26) => (u64::from(u32::from_be_bytes(self.take()?)), 1 << 16),
            (_, 27) => (u64::from_be_bytes(self.take()?), 1 << 32),
            _ => return None,
        };
        (argument >= least).then_some((major, argument))
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*taken)
    }

    /// The bytes that the head of a string announces.
    #[inline(always)]
    fn content(&mut self, length: u64) -> Option<&'a [u8]> {
        let (content, rest) = self.rest.split_at_checked(usize::try_from(length).ok()?)?;
        self.rest = rest;
        Some(content)
    }

    /// The bytes of a clean text.
    #[inline(always)]
    fn text(&mut self, length: u64) -> Option<&'a [u8]> {
        let content = self.content(length)?;
        (is_plain(content) || is_clean(content)).then_some(content)
    }
}

#[inline(never)]
fn is_clean(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(is_clean_text)
}

impl<'a> Skimmed<'a> {
    /// Notes a field of the act; `bytes` begin with its value, which is good.
    #[inline(always)]
    fn note(&mut self, key: &[u8], item: Item<'a>, bytes: &'a [u8]) {
        let text = || match item {
            Item::Text(text) => std::str::from_utf8(text).ok(),
            _ => None,
        };
        match (key, item) {
            (b"act", _) => self.act = text(),
            (b"on", _) => self.on = text(),
            (b"by", _) => self.by = Some(text()),
            (b"id", Item::Bytes(bytes)) => self.id = Some(bytes),
            (b"seen", _) => self.seen = Seen::read(bytes).unwrap_or(Seen::Malformed),
            _ => {}
        }
    }
}

impl Seen {
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        reader.array_of(2, "a pair").ok()?;
        let seq = u64::try_from(reader.int("a position").ok()?).ok()?;
        let leaf = reader.bytes_of("a leaf hash of 32 bytes").ok()?;
        Some(Self::Entry(seq, Bytes32(leaf)))
    }
}
