//! The last acknowledged size and root, to notice a cut tail.

use bmnn::id::Bytes32;

/// How long the file is.
const LENGTH: usize = 128;

/// What the file `tip` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tip {
    /// How many entries were acknowledged.
    pub size: u64,
    /// How long the ledger's file was.
    pub length: u64,
    /// The root over the entries.
    pub root: Bytes32,
}

impl Tip {
    /// The file's 128 bytes; [`parse`](Self::parse) gives the tip back.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let said = format!("{} {} {}", self.size, self.length, self.root);
        let crc = crc32c::crc32c(said.as_bytes());
        let mut bytes = format!("{said} {crc:08x}\n").into_bytes();
        bytes.resize(LENGTH, b'\n');
        bytes
    }

    /// What the file's bytes say, or `None` if they cannot be read.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut words = text.split_once('\n')?.0.split(' ');
        let tip = Self {
            size: words.next()?.parse().ok()?,
            length: words.next()?.parse().ok()?,
            root: words.next()?.parse().ok()?,
        };
        // One spelling: what follows from the values is what must be there.
        (tip.to_bytes() == bytes).then_some(tip)
    }
}
