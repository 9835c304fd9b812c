//! What an entry may look back on: leaf hashes for `seen`, ids for
//! `DuplicateId`.

use crate::id::{ActId, Bytes32};
use std::convert::Infallible;
use std::hash::{BuildHasher, RandomState};

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
    positions: Positions,
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
            positions: Positions::default(),
            taken,
        }
    }

    /// Notes the next entry, and forgets the one that leaves the window.
    pub fn push(&mut self, leaf: Bytes32, id: Option<ActId>) {
        let slot = self.slot(self.next);
        match (self.leaves.get_mut(slot), self.ids.get_mut(slot)) {
            (Some(old_leaf), Some(old_id)) => (*old_leaf, *old_id) = (leaf, id),
            _ => {
                // At once as long as they get: growing would leave holes behind.
                let more = ROOM as usize - self.leaves.len();
                self.leaves.reserve_exact(more);
                self.ids.reserve_exact(more);
                self.leaves.push(leaf);
                self.ids.push(id);
            }
        }
        self.next += 1;
        if let Some(id) = id {
            if self.positions.is_full() {
                // What left the window goes with it.
                self.place_again();
            } else {
                self.place(&id, self.next - 1);
            }
        }
    }

    /// Goes back to where it stood behind `size` entries, at most
    /// [`MAX_REWIND`] ago.
    pub(super) fn rewind(&mut self, size: u64) {
        self.next = size;
        self.place_again();
    }

    /// Puts the ids of the window into an empty table.
    fn place_again(&mut self) {
        self.positions.clear();
        for seq in self.first()..self.next {
            if let Some(id) = self.id_at(seq) {
                self.place(&id, seq);
            }
        }
    }

    /// Notes that the entry at `seq` has this id, in place of an earlier one
    /// that has it too: however often an id is repeated, it takes one slot.
    fn place(&mut self, id: &ActId, seq: u64) {
        let slot = self.slot(seq);
        let ids = &self.ids;
        let has_id = |slot: usize| ids.get(slot) == Some(&Some(*id));
        self.positions.put(id, slot, has_id);
    }

    /// Where an id was pushed last within the window.
    fn pushed(&self, id: &ActId) -> Option<u64> {
        let first = self.first();
        let places = self.positions.places_of(id);
        let places = places.filter(|slot| self.ids.get(*slot) == Some(&Some(*id)));
        // The last position that has this place in the ring.
        let last = self.next.checked_sub(1)?;
        let seqs = places.map(|slot| {
            let back = (self.slot(last) as u64 + ROOM - slot as u64) % ROOM;
            last.checked_sub(back)
        });
        seqs.flatten().filter(|seq| *seq >= first).max()
    }

    /// The leaf hashes in the window, in order, and the ids with their
    /// positions, sorted by id.
    pub(super) fn contents(&self) -> (Vec<Bytes32>, Vec<(ActId, u64)>) {
        let first = self.first();
        let leaves = (first..self.next).filter_map(|seq| self.leaf_at(seq));
        let pushed = (first..self.next).filter_map(|seq| Some((self.id_at(seq)?, seq)));
        let pushed = pushed.filter(|(id, seq)| self.pushed(id) == Some(*seq));
        let taken = self.taken.iter().copied();
        let taken = taken.filter(|(id, seq)| *seq >= first && self.pushed(id).is_none());
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
        if let Some(seq) = self.pushed(id) {
            return Ok(Some(seq));
        }
        let found = self.taken.binary_search_by_key(id, |(id, _)| *id);
        let found = found.ok().and_then(|place| self.taken.get(place));
        Ok(found
            .map(|(_, seq)| *seq)
            .filter(|seq| *seq >= self.first()))
    }
}

/// Places in the ring by id: a table that forgets nothing one by one, but is
/// filled anew when half of it is used. A slot holds a part of the id's hash
/// too, so that a look at it seldom needs another one at the id. All slots of
/// a bucket are compared at once, which is nearly always the end of it: the
/// processor need not wait for the bucket to know how to go on.
#[derive(Clone, Debug, Default)]
struct Positions {
    buckets: Vec<Bucket>,
    used: usize,
    scatter: Scatter,
}

/// Slots that lie in one cache line. Each holds the place plus one, and above
/// it the hash; those that are used come first, the others are 0. What finds no
/// room in a bucket stands in the next one.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Bucket([u32; 16]);

/// Ids are chosen by others: where in the table they come to stand is not.
/// Multiply-shift with random factors is strongly universal (M. Thorup, High
/// Speed Hashing for Integers and Strings, §3): any two ids meet no more often
/// than by chance.
#[derive(Clone, Debug)]
struct Scatter {
    plus: u128,
    times: [u128; 2],
}

impl Default for Scatter {
    fn default() -> Self {
        let random = RandomState::new();
        let wide = |n: u64| {
            u128::from(random.hash_one(n)) << 64 | u128::from(random.hash_one(u64::MAX - n))
        };
        Self {
            plus: wide(0),
            times: [wide(1), wide(2)],
        }
    }
}

impl Scatter {
    fn hash(&self, ActId(id): &ActId) -> u64 {
        let (halves, _) = id.as_chunks::<8>();
        let halves = halves
            .iter()
            .map(|half| u128::from(u64::from_le_bytes(*half)));
        let products = halves
            .zip(self.times)
            .map(|(half, by)| half.wrapping_mul(by));
        let sum = products.fold(self.plus, u128::wrapping_add);
        (sum >> 64) as u64
    }
}

/// How many buckets there are; a window takes a quarter of their slots.
const BUCKETS: usize = 1 << 14;
/// How many slots may be used.
const MOST_USED: usize = BUCKETS * 8;
/// The bits of a slot that hold the place.
const PLACE: u32 = (1 << 18) - 1;
const _: () = assert!(ROOM <= PLACE as u64);

impl Bucket {
    /// Whether a slot has this tag, which an empty one may seem to have.
    fn may_have(&self, tag: u32) -> bool {
        let alike = |slot: &u32| u32::from(slot & !PLACE == tag);
        self.0.iter().map(alike).sum::<u32>() > 0
    }

    fn used(&self) -> usize {
        self.0.iter().map(|slot| usize::from(*slot != 0)).sum()
    }

    /// The places that stand here under this tag.
    fn places(&self, tag: u32) -> impl Iterator<Item = usize> {
        let slots = self.0.iter().copied();
        let alike = slots.filter(move |slot| *slot != 0 && slot & !PLACE == tag);
        alike.map(place_of)
    }

    /// The slot with this tag whose place is the one looked for.
    fn slot_of(&mut self, tag: u32, is_it: impl Fn(usize) -> bool) -> Option<&mut u32> {
        let mut slots = self.0.iter_mut();
        slots.find(|slot| **slot != 0 && **slot & !PLACE == tag && is_it(place_of(**slot)))
    }
}

/// The place that a used slot holds.
fn place_of(slot: u32) -> usize {
    (slot & PLACE) as usize - 1
}

impl Positions {
    fn clear(&mut self) {
        self.buckets.fill(Bucket([0; 16]));
        self.used = 0;
    }

    /// Whether the table is to be filled anew before the next one.
    fn is_full(&self) -> bool {
        self.used >= MOST_USED
    }

    /// Notes that `id` stands at a place of the ring, rather than at an earlier
    /// one that `has_id`.
    fn put(&mut self, id: &ActId, place: usize, has_id: impl Fn(usize) -> bool) {
        if self.buckets.is_empty() {
            self.buckets = vec![Bucket([0; 16]); BUCKETS];
        }
        let (mut at, tag) = self.start(id);
        // Below ROOM, which the assertion above bounds.
        let used = tag | (place as u32 + 1);
        while let Some(bucket) = self.buckets.get_mut(at) {
            if bucket.may_have(tag)
                && let Some(slot) = bucket.slot_of(tag, &has_id)
            {
                *slot = used;
                return;
            }
            let first_free = bucket.used();
            if let Some(slot) = bucket.0.get_mut(first_free) {
                *slot = used;
                self.used += 1;
                return;
            }
            at = (at + 1) % BUCKETS;
        }
    }

    /// The places at which `id` may stand.
    fn places_of(&self, id: &ActId) -> impl Iterator<Item = usize> {
        let (start, tag) = self.start(id);
        let mut goes_on = true;
        let buckets = (0..BUCKETS).map_while(move |step| {
            let bucket = self.buckets.get((start + step) % BUCKETS);
            let bucket = bucket.filter(|_| goes_on)?;
            goes_on = bucket.used() == bucket.0.len();
            Some(bucket)
        });
        let alike = buckets.filter(move |bucket| bucket.may_have(tag));
        alike.flat_map(move |bucket| bucket.places(tag))
    }

    fn start(&self, id: &ActId) -> (usize, u32) {
        let hash = self.scatter.hash(id);
        let high = (hash >> 32) as u32;
        (hash as usize % BUCKETS, high & !PLACE)
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
    fn an_id_that_is_always_repeated_takes_one_slot() {
        let mut window = Window::default();
        let ids = [ActId([7; 16]), ActId([8; 16])];
        for n in 0..3 * WINDOW {
            let id = ids[usize::from(n % 5 == 0)];
            window.push(Bytes32([0; 32]), Some(id));
        }
        assert_eq!(window.positions.used, ids.len());
        let positions = ids.map(|id| window.position(&id));
        let last = 3 * WINDOW - 1;
        assert_eq!(positions, [Ok(Some(last)), Ok(Some(last - last % 5))]);
        window.rewind(3 * WINDOW - 5);
        assert_eq!(window.position(&ids[1]), Ok(Some(last - last % 5 - 5)));
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
