//! Records and their framing.

use bmnn::ledger::RecordKind;

/// The ledger's file in its folder.
pub const LEDGER: &str = "ledger.bmnn";

/// The file's first 8 bytes: what it is, and its format version.
pub const MAGIC: [u8; 8] = *b"BMNNLDG1";
/// How long a record's bytes may be.
pub const MAX_RECORD: usize = 1 << 20;
/// How long a record's header is.
pub(crate) const HEADER: usize = 9;

/// A record's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    length: u32,
    crc: u32,
    kind: u8,
}

impl Header {
    pub(crate) fn parse([l0, l1, l2, l3, c0, c1, c2, c3, kind]: [u8; HEADER]) -> Self {
        Self {
            length: u32::from_le_bytes([l0, l1, l2, l3]),
            crc: u32::from_le_bytes([c0, c1, c2, c3]),
            kind,
        }
    }

    /// How long the bytes are, unless the length is damage.
    pub(crate) fn length(self) -> Option<usize> {
        let length = usize::try_from(self.length).ok()?;
        (length <= MAX_RECORD).then_some(length)
    }

    pub(crate) fn kind(self) -> RecordKind {
        RecordKind::from_number(self.kind)
    }

    pub(crate) fn covers(self, bytes: &[u8]) -> bool {
        self.crc == checksum(self.length, self.kind, bytes)
    }
}

/// Appends the record of `bytes`, which are at most [`MAX_RECORD`], to `out`,
/// framed as in the file.
pub fn write_record(out: &mut Vec<u8>, kind: RecordKind, bytes: &[u8]) {
    // Entries and notes are at most 1 MiB, so the length fits.
    let length = bytes.len() as u32;
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&checksum(length, kind.number(), bytes).to_le_bytes());
    out.push(kind.number());
    out.extend_from_slice(bytes);
}

fn checksum(length: u32, kind: u8, bytes: &[u8]) -> u32 {
    let [a, b, c, d] = length.to_le_bytes();
    crc32c::crc32c_append(crc32c::crc32c(&[a, b, c, d, kind]), bytes)
}
