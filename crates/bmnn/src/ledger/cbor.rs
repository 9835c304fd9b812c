//! The one encoding of a value: deterministic CBOR (RFC 8949 §4.2.1), and of
//! it only what acts need.
//!
//! | item | form |
//! | --- | --- |
//! | integer n, magnitude at most 2^53 − 1 | major types 0 and 1, shortest head |
//! | byte string, text string | major types 2 and 3, definite, shortest head |
//! | array, map with text keys | major types 4 and 5, definite, shortest head; keys in bytewise order of their encodings, none twice |
//! | `false`, `true` | `F4`, `F5` |
//!
//! Nothing else is read: no floats, `null`, `undefined`, tags (but the 18 of a
//! [statement](super::statement)), indefinite lengths or trailing bytes. At
//! most [`MAX_DEPTH`] arrays or maps enclose an item. Text holds no control
//! character but the line feed. A length or count beyond the bytes that remain
//! is refused before anything is allocated.
//!
//! Two laws hold: `decode(&encode(v)?) == Ok(v)`, and
//! `decode(b) == Ok(v)` implies `encode(&v) == Ok(b)`.

mod skim;

pub use skim::{Seen, Skimmed, skim};

use crate::value::{MAX_INT, Map, Value, is_clean_text};

/// How many arrays or maps may enclose an item.
pub const MAX_DEPTH: usize = 16;

/// Why bytes are no value, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("byte {offset}: {fault}")]
pub struct CborError {
    /// The offset of the item at fault.
    pub offset: usize,
    /// What is wrong with it.
    pub fault: CborFault,
}

/// What can be wrong with an encoded item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CborFault {
    /// The bytes end inside the item.
    #[error("the bytes end inside an item")]
    Truncated,
    /// Bytes follow the item.
    #[error("bytes follow the item")]
    Trailing,
    /// A head is longer than it needs to be.
    #[error("a head is not in its shortest form")]
    NotShortest,
    /// An indefinite length, or the break that ends one.
    #[error("an indefinite length")]
    Indefinite,
    /// Additional information 28 to 30, which no standard gives a meaning.
    #[error("a reserved head")]
    Reserved,
    /// A float, `null`, `undefined` or another simple value.
    #[error("neither integer, text, bytes, array, map nor truth value")]
    Unsupported,
    /// A tag.
    #[error("a tag")]
    Tag,
    /// An integer of greater magnitude than 2^53 − 1.
    #[error("an integer beyond 2^53 - 1")]
    IntRange,
    /// A map key that is no text.
    #[error("a map key that is no text")]
    KeyNotText,
    /// A map key that belongs before the one in front of it.
    #[error("a map key out of order")]
    KeyOrder,
    /// A map key that is there twice.
    #[error("a map key that is there twice")]
    KeyTwice,
    /// More than [`MAX_DEPTH`] arrays or maps around an item.
    #[error("more than {MAX_DEPTH} arrays or maps around an item")]
    TooDeep,
    /// Text that is not well-formed UTF-8.
    #[error("text that is not UTF-8")]
    NotUtf8,
    /// Text with a control character other than the line feed.
    #[error("text with a control character")]
    ControlCharacter,
    /// Another item than the format wants here.
    #[error("expected {0}")]
    Expected(&'static str),
}

/// Why a value cannot be encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// An integer of greater magnitude than 2^53 − 1.
    #[error("an integer is beyond 2^53 - 1")]
    IntRange,
    /// Text with a control character other than the line feed.
    #[error("a text holds a control character")]
    ControlCharacter,
    /// More than [`MAX_DEPTH`] arrays or maps around an item.
    #[error("more than {MAX_DEPTH} arrays or maps stand around an item")]
    TooDeep,
}

/// The bytes of `value`.
///
/// # Errors
///
/// [`EncodeError`] if no reader would take the bytes.
///
/// # Examples
///
/// ```
/// use bmnn::ledger::cbor;
/// use bmnn::value::Value;
/// let value = Value::Array(vec![Value::Int(1), Value::Bool(true)]);
/// let bytes = cbor::encode(&value)?;
/// assert_eq!(bytes, [0x82, 0x01, 0xF5]);
/// assert_eq!(cbor::decode(&bytes), Ok(value));
/// # Ok::<(), cbor::EncodeError>(())
/// ```
pub fn encode(value: &Value) -> Result<Vec<u8>, EncodeError> {
    let mut out = Vec::new();
    write_value(&mut out, value, 0)?;
    Ok(out)
}

/// The bytes of `map`.
///
/// # Errors
///
/// As [`encode`].
pub fn encode_map(map: &Map) -> Result<Vec<u8>, EncodeError> {
    let mut out = Vec::new();
    write_map(&mut out, map, 0)?;
    Ok(out)
}

/// The value that `bytes` stand for.
///
/// # Errors
///
/// [`CborError`] for anything but the one encoding of a value.
pub fn decode(bytes: &[u8]) -> Result<Value, CborError> {
    let mut reader = Reader::new(bytes);
    let value = reader.value(0)?;
    reader.end()?;
    Ok(value)
}

/// The map that `bytes` stand for.
///
/// # Errors
///
/// As [`decode`], and if the bytes are another value than a map.
pub fn decode_map(bytes: &[u8]) -> Result<Map, CborError> {
    match decode(bytes)? {
        Value::Map(map) => Ok(map),
        _ => Err(CborError {
            offset: 0,
            fault: CborFault::Expected("a map"),
        }),
    }
}

/// The upper three bits of a head.
pub(super) mod major {
    pub(crate) const UNSIGNED: u8 = 0;
    pub(crate) const NEGATIVE: u8 = 1;
    pub(crate) const BYTES: u8 = 2;
    pub(crate) const TEXT: u8 = 3;
    pub(crate) const ARRAY: u8 = 4;
    pub(crate) const MAP: u8 = 5;
    pub(crate) const TAG: u8 = 6;
    pub(crate) const SIMPLE: u8 = 7;
}

/// Writes a head in its shortest form.
pub(super) fn write_head(out: &mut Vec<u8>, major: u8, argument: u64) {
    let first = major << 5;
    let [b0, b1, b2, b3, b4, b5, b6, b7] = argument.to_be_bytes();
    match argument {
        0..=23 => out.push(first | b7),
        24..=0xFF => out.extend([first | 24, b7]),
        0x100..=0xFFFF => out.extend([first | 25, b6, b7]),
        0x1_0000..=0xFFFF_FFFF => out.extend([first | 26, b4, b5, b6, b7]),
        _ => out.extend([first | 27, b0, b1, b2, b3, b4, b5, b6, b7]),
    }
}

/// Writes a byte string.
pub(super) fn write_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    write_head(out, major::BYTES, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Writes an integer, whose range the caller answers for.
pub(super) fn write_int(out: &mut Vec<u8>, int: i64) {
    if int < 0 {
        write_head(out, major::NEGATIVE, !int.cast_unsigned());
    } else {
        write_head(out, major::UNSIGNED, int.cast_unsigned());
    }
}

fn write_text(out: &mut Vec<u8>, text: &str) -> Result<(), EncodeError> {
    if !is_clean_text(text) {
        return Err(EncodeError::ControlCharacter);
    }
    write_head(out, major::TEXT, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
    Ok(())
}

fn write_map(out: &mut Vec<u8>, map: &Map, depth: usize) -> Result<(), EncodeError> {
    if depth > MAX_DEPTH {
        return Err(EncodeError::TooDeep);
    }
    write_head(out, major::MAP, map.len() as u64);
    for (key, value) in map.iter() {
        if depth == MAX_DEPTH {
            return Err(EncodeError::TooDeep);
        }
        write_text(out, key)?;
        write_value(out, value, depth + 1)?;
    }
    Ok(())
}

fn write_value(out: &mut Vec<u8>, value: &Value, depth: usize) -> Result<(), EncodeError> {
    if depth > MAX_DEPTH {
        return Err(EncodeError::TooDeep);
    }
    match value {
        Value::Int(int) if int.unsigned_abs() > MAX_INT.unsigned_abs() => {
            return Err(EncodeError::IntRange);
        }
        Value::Int(int) => write_int(out, *int),
        Value::Bool(bool) => out.push(major::SIMPLE << 5 | 20 | u8::from(*bool)),
        Value::Bytes(bytes) => write_bytes(out, bytes),
        Value::Text(text) => write_text(out, text)?,
        Value::Array(items) => {
            write_head(out, major::ARRAY, items.len() as u64);
            for item in items {
                write_value(out, item, depth + 1)?;
            }
        }
        Value::Map(map) => write_map(out, map, depth)?,
    }
    Ok(())
}

/// Whether all bytes are printable ASCII; eight at a time, since texts are
/// short and this is asked of each one.
#[inline]
fn is_plain(text: &[u8]) -> bool {
    /// The high bit of each byte that is not in 0x20..0x7F, if it is not set in
    /// any byte of `bytes`, and something at all if it is.
    fn odd(bytes: [u8; 8]) -> u64 {
        const EACH: u64 = u64::from_le_bytes([1; 8]);
        const HIGH: u64 = 0x80 * EACH;
        let word = u64::from_le_bytes(bytes);
        (word | !((word | HIGH) - 0x20 * EACH) | word.wrapping_add(EACH)) & HIGH
    }
    if let Some(last) = text.last_chunk::<8>() {
        let (eights, _) = text.as_chunks::<8>();
        return eights.iter().fold(odd(*last), |all, one| all | odd(*one)) == 0;
    }
    match (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        (Some([a, b, c, d]), Some([e, f, g, h])) => odd([*a, *b, *c, *d, *e, *f, *g, *h]) == 0,
        _ => text.iter().all(|byte| (0x20..0x7F).contains(byte)),
    }
}

/// Reads items one after the other and never looks beyond its bytes.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    at: usize,
}

/// A head: where it stands, its major type and its argument.
struct Head {
    offset: usize,
    major: u8,
    argument: u64,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, at: 0 }
    }

    /// The offset of the next item.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Refuses bytes behind the last item.
    pub(super) fn end(&self) -> Result<(), CborError> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(self.fault(CborFault::Trailing))
        }
    }

    /// An array of just `count` items, which follow.
    pub(super) fn array_of(&mut self, count: u64, what: &'static str) -> Result<(), CborError> {
        let head = self.head()?;
        if (head.major, head.argument) == (major::ARRAY, count) {
            Ok(())
        } else {
            Err(head.fault(CborFault::Expected(what)))
        }
    }

    /// An array of any number of items, which follow.
    pub(super) fn array(&mut self, what: &'static str) -> Result<u64, CborError> {
        let head = self.head()?;
        if head.major != major::ARRAY {
            return Err(head.fault(CborFault::Expected(what)));
        }
        self.fits(&head, 1)?;
        Ok(head.argument)
    }

    /// A byte string.
    pub(super) fn bytes(&mut self, what: &'static str) -> Result<&'a [u8], CborError> {
        let head = self.head()?;
        if head.major != major::BYTES {
            return Err(head.fault(CborFault::Expected(what)));
        }
        self.content(&head)
    }

    /// A byte string of just `N` bytes.
    pub(super) fn bytes_of<const N: usize>(
        &mut self,
        what: &'static str,
    ) -> Result<[u8; N], CborError> {
        let offset = self.at;
        let bytes = self.bytes(what)?;
        bytes.try_into().map_err(|_| CborError {
            offset,
            fault: CborFault::Expected(what),
        })
    }

    /// An integer.
    pub(super) fn int(&mut self, what: &'static str) -> Result<i64, CborError> {
        let head = self.head()?;
        match head.major {
            major::UNSIGNED | major::NEGATIVE => head.int(),
            _ => Err(head.fault(CborFault::Expected(what))),
        }
    }

    /// A text.
    pub(super) fn text_item(&mut self, what: &'static str) -> Result<&'a str, CborError> {
        let head = self.head()?;
        if head.major != major::TEXT {
            return Err(head.fault(CborFault::Expected(what)));
        }
        self.text(&head)
    }

    /// The exact bytes `wanted`.
    pub(super) fn exactly(&mut self, wanted: &[u8], what: &'static str) -> Result<(), CborError> {
        let Some(rest) = self.rest.strip_prefix(wanted) else {
            return Err(self.fault(CborFault::Expected(what)));
        };
        self.rest = rest;
        self.at += wanted.len();
        Ok(())
    }

    /// One item that `depth` arrays or maps enclose.
    fn value(&mut self, depth: usize) -> Result<Value, CborError> {
        if depth > MAX_DEPTH {
            return Err(self.fault(CborFault::TooDeep));
        }
        let head = self.head()?;
        match head.major {
            major::UNSIGNED | major::NEGATIVE => head.int().map(Value::Int),
            major::BYTES => Ok(Value::Bytes(self.content(&head)?.to_vec())),
            major::TEXT => Ok(Value::Text(self.text(&head)?.to_owned())),
            major::ARRAY => {
                self.fits(&head, 1)?;
                let items = (0..head.argument).map(|_| self.value(depth + 1));
                items.collect::<Result<_, _>>().map(Value::Array)
            }
            major::MAP => self.map(&head, depth).map(Value::Map),
            // `head` lets only the two truth values through.
            _ => Ok(Value::Bool(head.argument == 21)),
        }
    }

    fn map(&mut self, head: &Head, depth: usize) -> Result<Map, CborError> {
        self.fits(head, 2)?;
        let mut map = Map::new();
        let mut last: Option<&[u8]> = None;
        for _ in 0..head.argument {
            if depth == MAX_DEPTH {
                return Err(self.fault(CborFault::TooDeep));
            }
            let before = self.rest;
            let key = self.head()?;
            if key.major != major::TEXT {
                return Err(key.fault(CborFault::KeyNotText));
            }
            let text = self.text(&key)?;
            let encoded = before
                .get(..before.len() - self.rest.len())
                .unwrap_or_default();
            match last.map(|last| last.cmp(encoded)) {
                Some(std::cmp::Ordering::Greater) => return Err(key.fault(CborFault::KeyOrder)),
                Some(std::cmp::Ordering::Equal) => return Err(key.fault(CborFault::KeyTwice)),
                _ => last = Some(encoded),
            }
            map.insert(text, self.value(depth + 1)?);
        }
        Ok(map)
    }

    fn text(&mut self, head: &Head) -> Result<&'a str, CborError> {
        let content = self.text_bytes(head)?;
        std::str::from_utf8(content).map_err(|_| head.fault(CborFault::NotUtf8))
    }

    /// The bytes of a clean text.
    #[inline]
    fn text_bytes(&mut self, head: &Head) -> Result<&'a [u8], CborError> {
        let content = self.content(head)?;
        // Most texts are ids and words: nothing in them needs a second look.
        if is_plain(content) {
            return Ok(content);
        }
        match std::str::from_utf8(content) {
            Err(_) => Err(head.fault(CborFault::NotUtf8)),
            Ok(text) if is_clean_text(text) => Ok(content),
            Ok(_) => Err(head.fault(CborFault::ControlCharacter)),
        }
    }

    /// The bytes that the head of a string announces.
    fn content(&mut self, head: &Head) -> Result<&'a [u8], CborError> {
        let truncated = || head.fault(CborFault::Truncated);
        let length = usize::try_from(head.argument).map_err(|_| truncated())?;
        let (content, rest) = self.rest.split_at_checked(length).ok_or_else(truncated)?;
        self.rest = rest;
        self.at += length;
        Ok(content)
    }

    /// Refuses a count of items, of `least` bytes each, that cannot be there.
    fn fits(&self, head: &Head, least: u64) -> Result<(), CborError> {
        if head.argument > self.rest.len() as u64 / least {
            Err(head.fault(CborFault::Truncated))
        } else {
            Ok(())
        }
    }

    #[inline]
    fn head(&mut self) -> Result<Head, CborError> {
        let offset = self.at;
        // Nearly all heads are one byte long.
        if let Some((initial, rest)) = self.rest.split_first()
            && initial & 31 < 24
            && initial >> 5 < major::TAG
        {
            self.rest = rest;
            self.at += 1;
            return Ok(Head {
                offset,
                major: initial >> 5,
                argument: u64::from(initial & 31),
            });
        }
        self.long_head(offset)
    }

    fn long_head(&mut self, offset: usize) -> Result<Head, CborError> {
        let fail = |fault| Err(CborError { offset, fault });
        let [initial] = self.take::<1>(offset)?;
        let (major, info) = (initial >> 5, initial & 31);
        match (major, info) {
            (major::TAG, _) => return fail(CborFault::Tag),
            (_, 31) => return fail(CborFault::Indefinite),
            (major::SIMPLE, 20 | 21) => {}
            (major::SIMPLE, _) => return fail(CborFault::Unsupported),
            _ => {}
        }
        let (argument, least) = match info {
            0..=23 => (u64::from(info), 0),
            24 => (u64::from(u8::from_be_bytes(self.take(offset)?)), 24),
            25 => (u64::from(u16::from_be_bytes(self.take(offset)?)), 1 << 8),
            26 => (u64::from(u32::from_be_bytes(self.take(offset)?)), 1 << 16),
            27 => (u64::from_be_bytes(self.take(offset)?), 1 << 32),
            _ => return fail(CborFault::Reserved),
        };
        if argument < least {
            return fail(CborFault::NotShortest);
        }
        Ok(Head {
            offset,
            major,
            argument,
        })
    }

    fn take<const N: usize>(&mut self, offset: usize) -> Result<[u8; N], CborError> {
        let (taken, rest) = self.rest.split_first_chunk::<N>().ok_or(CborError {
            offset,
            fault: CborFault::Truncated,
        })?;
        self.rest = rest;
        self.at += N;
        Ok(*taken)
    }

    fn fault(&self, fault: CborFault) -> CborError {
        CborError {
            offset: self.at,
            fault,
        }
    }
}

impl Head {
    fn fault(&self, fault: CborFault) -> CborError {
        CborError {
            offset: self.offset,
            fault,
        }
    }

    /// The integer of a head of major type 0 or 1.
    fn int(&self) -> Result<i64, CborError> {
        let range = || self.fault(CborFault::IntRange);
        let argument = i64::try_from(self.argument).map_err(|_| range())?;
        let int = if self.major == major::NEGATIVE {
            !argument
        } else {
            argument
        };
        if int.unsigned_abs() > MAX_INT.unsigned_abs() {
            return Err(range());
        }
        Ok(int)
    }
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn plain_is_printable_ascii_at_every_length_and_place() {
        for length in 0..=20 {
            for place in 0..length {
                for byte in 0..=u8::MAX {
                    let mut text = vec![b'~'; length];
                    text[place] = byte;
                    let plain = (0x20..0x7F).contains(&byte);
                    assert_eq!(is_plain(&text), plain, "{byte} at {place} of {length}");
                    text.fill(byte);
                    assert_eq!(is_plain(&text), plain, "{length} times {byte}");
                }
            }
        }
        assert!(is_plain(b""));
    }
}
