//! What an entry may look back on: leaf hashes for `seen`, ids for
//! `DuplicateId`.

use crate::id::{ActId, Bytes32};
use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;

/// How many positions back `seen` may reach, and ids are compared.
pub const WINDOW: u64 = 65_535;

/// Whoever knows the entries before: a [`Window`] in memory while verifying,
/// an index while appending.
pub trait History {
    /// Why the past cannot be looked up.
    type Error;

    /// The leaf hash of the entry at `seq`. Only positions of the last
    /// [`WINDOW`] entries are asked for.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from being read.
    fn leaf(&self, seq: u64) -> Result<Option<Bytes32>, Self::Error>;

    /// The position of an entry whose act has this id. An answer from further
    /// back than the window is welcome.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from being read.
    fn position(&self, id: &ActId) -> Result<Option<u64>, Self::Error>;
}

impl<H: History + ?Sized> History for &H {
    type Error = H::Error;

    fn leaf(&self, seq: u64) -> Result<Option<Bytes32>, H::Error> {
        (**self).leaf(seq)
    }

    fn position(&self, id: &ActId) -> Result<Option<u64>, H::Error> {
        (**self).position(id)
    }
}

/// The last [`WINDOW`] entries, in memory: some megabytes at most.
#[derive(Clone, Debug, Default)]
pub struct Window {
    next: u64,
    recent: VecDeque<(Bytes32, Option<ActId>)>,
    positions: BTreeMap<ActId, u64>,
}

impl Window {
    /// Notes the next entry, and forgets the one that leaves the window.
    pub fn push(&mut self, leaf: Bytes32, id: Option<ActId>) {
        if self.recent.len() as u64 == WINDOW
            && let Some((_, Some(old))) = self.recent.pop_front()
            && self.positions.get(&old) == Some(&(self.next - WINDOW))
        {
            self.positions.remove(&old);
        }
        if let Some(id) = id {
            self.positions.insert(id, self.next);
        }
        self.recent.push_back((leaf, id));
        self.next += 1;
    }
}

impl History for Window {
    type Error = Infallible;

    fn leaf(&self, seq: u64) -> Result<Option<Bytes32>, Infallible> {
        let first = self.next - self.recent.len() as u64;
        let place = seq.checked_sub(first).map(usize::try_from);
        let found = place.and_then(|place| self.recent.get(place.ok()?));
        Ok(found.map(|(leaf, _)| *leaf))
    }

    fn position(&self, id: &ActId) -> Result<Option<u64>, Infallible> {
        Ok(self.positions.get(id).copied())
    }
}
