//! Reading of an act only what the ledger itself needs, without building it.

use super::{CborError, CborFault, Head, MAX_DEPTH, Reader, major};
use crate::id::Bytes32;
use std::cmp::Ordering;

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
    let mut reader = Reader::new(bytes);
    let mut skimmed = Skimmed {
        is_well_sealed: true,
        ..Skimmed::default()
    };
    let head = reader.head()?;
    let is_map = head.major == major::MAP;
    if is_map {
        reader.skim_map(&head, 0, &mut skimmed)?;
    } else {
        reader.skim_item(&head, 0, &mut skimmed)?;
    }
    reader.end()?;
    if is_map {
        Ok(skimmed)
    } else {
        let (offset, fault) = (0, CborFault::Expected("a map"));
        Err(CborError { offset, fault })
    }
}

/// An item as far as skimming looks at it.
#[derive(Clone, Copy)]
enum Item<'a> {
    Bytes(&'a [u8]),
    /// Bytes that are a clean text.
    Text(&'a [u8]),
    Other,
}

impl<'a> Reader<'a> {
    /// Goes over an item that `depth` arrays or maps enclose.
    fn skim_value(
        &mut self,
        depth: usize,
        skimmed: &mut Skimmed<'a>,
    ) -> Result<Item<'a>, CborError> {
        if depth > MAX_DEPTH {
            return Err(self.fault(CborFault::TooDeep));
        }
        let head = self.head()?;
        self.skim_item(&head, depth, skimmed)
    }

    fn skim_item(
        &mut self,
        head: &Head,
        depth: usize,
        skimmed: &mut Skimmed<'a>,
    ) -> Result<Item<'a>, CborError> {
        match head.major {
            major::UNSIGNED | major::NEGATIVE => head.int().map(|_| Item::Other),
            major::BYTES => self.content(head).map(Item::Bytes),
            major::TEXT => self.text_bytes(head).map(Item::Text),
            major::ARRAY => {
                self.fits(head, 1)?;
                for _ in 0..head.argument {
                    self.skim_value(depth + 1, skimmed)?;
                }
                Ok(Item::Other)
            }
            major::MAP => self.skim_map(head, depth, skimmed).map(|()| Item::Other),
            _ => Ok(Item::Other),
        }
    }

    /// Goes over a map; of the outermost, notes what is wanted.
    fn skim_map(
        &mut self,
        head: &Head,
        depth: usize,
        skimmed: &mut Skimmed<'a>,
    ) -> Result<(), CborError> {
        self.fits(head, 2)?;
        let mut last: Option<&[u8]> = None;
        for _ in 0..head.argument {
            if depth == MAX_DEPTH {
                return Err(self.fault(CborFault::TooDeep));
            }
            let key = self.head()?;
            if key.major != major::TEXT {
                return Err(key.fault(CborFault::KeyNotText));
            }
            let text = self.text_bytes(&key)?;
            // The order of the encodings, whose heads hold the lengths.
            let order = |last: &[u8]| last.len().cmp(&text.len()).then_with(|| last.cmp(text));
            match last.map(order) {
                Some(Ordering::Greater) => return Err(key.fault(CborFault::KeyOrder)),
                Some(Ordering::Equal) => return Err(key.fault(CborFault::KeyTwice)),
                _ => last = Some(text),
            }
            let before = self.rest;
            let item = self.skim_value(depth + 1, skimmed)?;
            if text == b"sealed" {
                let sealed = matches!(item, Item::Bytes(bytes) if bytes.len() == 32);
                skimmed.is_well_sealed &= sealed && head.argument == 1;
            }
            if depth == 0 {
                skimmed.note(text, item, before);
            }
        }
        Ok(())
    }
}

impl<'a> Skimmed<'a> {
    /// Notes a field of the act; `bytes` begin with its value, which is good.
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
