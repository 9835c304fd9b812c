//! What an entry may look back on: leaf hashes for `seen`, ids for
//! `DuplicateId`.

use crate::id::{ActId, Bytes32};
use std::collections::HashMap;
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

/// How far a window can go back behind entries that were judged too soon.
pub const MAX_REWIND: u64 = 1 << 15;
/// How many entries are kept for that.
const ROOM: u64 = WINDOW + 1 + MAX_REWIND;

/// The last [`WINDOW`] entries, in memory: some megabytes at most.
#[derive(Clone, Debug, Default)]
pub struct Window {
    /// The first entry that was ever known; others stand behind it.
    origin: u64,
    next: u64,
    /// Leaf hashes and ids by position, in rings that grow to [`ROOM`].
    leaves: Vec<Bytes32>,
    ids: Vec<Option<ActId>>,
    /// Where the ids in the window were pushed last.
    positions: HashMap<ActId, u64>,
    /// The same of those that were taken over, sorted by id.
    taken: Vec<(ActId, u64)>,
}

impl Window {
    /// A window behind `size` entries, of whose last ones the leaf hashes are
    /// known, and ids with their positions, sorted by id.
    pub(super) fn taken_over(size: u64, leaves: Vec<Bytes32>, taken: Vec<(ActId, u64)>) -> Self {
        Self {
            origin: size.saturating_sub(leaves.len() as u64),
            next: size,
            ids: vec![None; leaves.len()],
            leaves,
            positions: HashMap::new(),
            taken,
        }
    }

    /// Notes the next entry, and forgets the one that leaves the window.
    pub fn push(&mut self, leaf: Bytes32, id: Option<ActId>) {
        if let Some(left) = self.next.checked_sub(WINDOW)
            && let Some(old) = self.id_at(left)
            && self.positions.get(&old) == Some(&left)
        {
            self.positions.remove(&old);
        }
        if let Some(id) = id {
            self.positions.insert(id, self.next);
        }
        let slot = self.slot(self.next);
        match (self.leaves.get_mut(slot), self.ids.get_mut(slot)) {
            (Some(old_leaf), Some(old_id)) => (*old_leaf, *old_id) = (leaf, id),
            _ => {
                self.leaves.push(leaf);
                self.ids.push(id);
            }
        }
        self.next += 1;
    }

    /// Goes back to where it stood behind `size` entries, at most
    /// [`MAX_REWIND`] ago.
    pub(super) fn rewind(&mut self, size: u64) {
        self.next = size;
        self.positions.clear();
        for seq in self.first()..size {
            if let Some(id) = self.id_at(seq) {
                self.positions.insert(id, seq);
            }
        }
    }

    /// The leaf hashes in the window, in order, and the ids with their
    /// positions, sorted by id.
    pub(super) fn contents(&self) -> (Vec<Bytes32>, Vec<(ActId, u64)>) {
        let first = self.first();
        let leaves = (first..self.next).filter_map(|seq| self.leaf_at(seq));
        let pushed = self.positions.iter().map(|(id, seq)| (*id, *seq));
        let taken = self.taken.iter().copied();
        let taken = taken.filter(|(id, seq)| *seq >= first && !self.positions.contains_key(id));
        let mut ids: Vec<_> = pushed.chain(taken).collect();
        ids.sort_unstable();
        (leaves.collect(), ids)
    }

    /// The first entry in the window.
    fn first(&self) -> u64 {
        self.next.saturating_sub(WINDOW).max(self.origin)
    }

    fn slot(&self, seq: u64) -> usize {
        // Below ROOM, so that it fits.
        (seq.wrapping_sub(self.origin) % ROOM) as usize
    }

    fn id_at(&self, seq: u64) -> Option<ActId> {
        let known = seq >= self.origin;
        known.then(|| *self.ids.get(self.slot(seq))?)?
    }

    fn leaf_at(&self, seq: u64) -> Option<Bytes32> {
        self.leaves.get(self.slot(seq)).copied()
    }
}

impl History for Window {
    type Error = Infallible;

    fn leaf(&self, seq: u64) -> Result<Option<Bytes32>, Infallible> {
        let within = (self.first()..self.next).contains(&seq);
        Ok(within.then(|| self.leaf_at(seq)).flatten())
    }

    fn position(&self, id: &ActId) -> Result<Option<u64>, Infallible> {
        if let Some(seq) = self.positions.get(id) {
            return Ok(Some(*seq));
        }
        let found = self.taken.binary_search_by_key(id, |(id, _)| *id);
        let found = found.ok().and_then(|place| self.taken.get(place));
        Ok(found
            .map(|(_, seq)| *seq)
            .filter(|seq| *seq >= self.first()))
    }
}

#[cfg(test)]
mod tests {
    use super::{ActId, Bytes32, History, MAX_REWIND, WINDOW, Window};

    /// Ids repeat now and then, and some entries have none.
    fn push(window: &mut Window, n: u64) {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&n.to_be_bytes());
        let mut id = [0; 16];
        id[..8].copy_from_slice(&(n % 50_021).to_be_bytes());
        window.push(Bytes32(bytes), (!n.is_multiple_of(7)).then_some(ActId(id)));
    }

    fn same(a: &Window, b: &Window) {
        assert_eq!(a.contents(), b.contents());
        for n in (0..60_000_u64).step_by(997) {
            let mut id = [0; 16];
            id[..8].copy_from_slice(&n.to_be_bytes());
            assert_eq!(a.position(&ActId(id)), b.position(&ActId(id)));
            assert_eq!(a.leaf(n * 4), b.leaf(n * 4));
        }
    }

    #[test]
    fn going_back_is_as_if_never_gone_on() {
        for size in [0, 1, 1000, WINDOW - 1, WINDOW, WINDOW + 1, 3 * WINDOW] {
            for beyond in [1, 1000, MAX_REWIND] {
                let mut window = Window::default();
                (0..size).for_each(|n| push(&mut window, n));
                let before = window.clone();
                (size..size + beyond).for_each(|n| push(&mut window, n));
                window.rewind(size);
                same(&window, &before);
                push(&mut window, size);
                let mut went_on = before;
                push(&mut went_on, size);
                same(&window, &went_on);
            }
        }
    }

    #[test]
    fn a_window_that_is_taken_over_answers_as_the_first_did() {
        for size in [1, 1000, WINDOW + 1, 2 * WINDOW + 77] {
            let mut window = Window::default();
            (0..size).for_each(|n| push(&mut window, n));
            let (leaves, ids) = window.contents();
            let mut taken = Window::taken_over(size, leaves, ids);
            same(&window, &taken);
            for n in size..size + 40_000 {
                push(&mut window, n);
                push(&mut taken, n);
            }
            same(&window, &taken);
        }
    }
}
