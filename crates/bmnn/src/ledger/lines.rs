//! The lines that proofs are written in: one spelling each, and a fault that
//! names the line.

use super::proof::ProofFault;
use crate::id::Bytes32;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A tree of sizes that 64 bits can say has at most so many levels.
pub(super) const MAX_PATH: usize = 64;

/// A text, read line by line.
pub(super) struct Lines<'t> {
    rest: &'t str,
    /// The number of the next line, from 1.
    number: usize,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            rest: text,
            number: 1,
        }
    }

    /// What `read` makes of the next line, without its line feed.
    pub(super) fn next<T>(
        &mut self,
        expected: &'static str,
        read: impl FnOnce(&'t str) -> Option<T>,
    ) -> Result<T, ProofFault> {
        let line = self.number;
        let fault = ProofFault::Malformed { line, expected };
        let (text, rest) = self.rest.split_once('\n').ok_or(fault.clone())?;
        let read = read(text).ok_or(fault)?;
        self.rest = rest;
        self.number += 1;
        Ok(read)
    }

    /// The hashes of a path, and the empty line behind them.
    pub(super) fn path(&mut self) -> Result<Vec<Bytes32>, ProofFault> {
        let mut path = Vec::new();
        loop {
            let full = path.len() == MAX_PATH;
            let expected = if full {
                "the end of a path of at most 64 hashes"
            } else {
                "a hash in base64, or empty"
            };
            let next = self.next(expected, |line| match line {
                "" => Some(None),
                _ if full => None,
                line => parse_hash(line).map(Some),
            })?;
            match next {
                Some(hash) => path.push(hash),
                None => return Ok(path),
            }
        }
    }

    /// All that was not read yet.
    pub(super) fn rest(self) -> &'t str {
        self.rest
    }
}

/// The lines of a path, each with its line feed; [`Lines::path`] reads them
/// back, with an empty line behind them.
pub(super) fn path_text(path: &[Bytes32]) -> String {
    path.iter()
        .map(|hash| STANDARD.encode(hash.0) + "\n")
        .collect()
}

/// A decimal number in its one spelling.
pub(super) fn parse_decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// A hash in base64, with padding, and with no bit set that it does not use.
pub(super) fn parse_hash(text: &str) -> Option<Bytes32> {
    STANDARD.decode(text).ok()?.try_into().ok().map(Bytes32)
}
