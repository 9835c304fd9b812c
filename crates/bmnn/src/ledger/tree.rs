//! The Merkle tree over all entries (RFC 9162 §2.1).
//!
//! ```text
//! leaf hash = SHA-256(0x00 ‖ entry bytes)
//! node hash = SHA-256(0x01 ‖ left ‖ right)
//! root(n)   = node hash of root(first k) and root(other n − k),
//!             k the largest power of two below n; root(0) = SHA-256("")
//! ```
//!
//! A [`Frontier`] is the tree's right edge: enough to append and to know the
//! root. A proof needs [`Nodes`], the hashes of complete subtrees, from
//! whoever keeps them: a [`Tree`] in memory, or an index on disk.

mod memory;

pub use memory::Tree;

use super::sha256;
use crate::id::Bytes32;
use serde::{Deserialize, Serialize};
use sha2::block_api::compress256;
use std::convert::Infallible;

/// The hash of an entry as a leaf, and its link in the chain.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Bytes32 {
    sha256(&[&[0], entry])
}

/// The hash of the node above two others.
#[must_use]
pub fn node_hash(left: &Bytes32, right: &Bytes32) -> Bytes32 {
    // All that a tree does, over and over: the two blocks of these 65 bytes, as
    // FIPS 180-4 §5.1.1 pads them, are hashed in one go.
    let mut blocks = [[0; 64]; 2];
    let [first, second] = &mut blocks;
    let [prefix, hashes @ ..] = first;
    let [r @ .., last] = right.0;
    let (to_left, to_right) = hashes.split_at_mut(32);
    *prefix = 1;
    to_left.copy_from_slice(&left.0);
    to_right.copy_from_slice(&r);
    let [end, bit, .., length_high, length_low] = second;
    (*end, *bit) = (last, 0x80);
    [*length_high, *length_low] = (65_u16 * 8).to_be_bytes();
    let mut state = INITIAL;
    compress256(&mut state, &blocks);
    let mut digest = [0; 32];
    for (place, word) in digest.as_chunks_mut::<4>().0.iter_mut().zip(state) {
        *place = word.to_be_bytes();
    }
    Bytes32(digest)
}

/// The state at which SHA-256 begins (FIPS 180-4 §5.3.3).
const INITIAL: [u32; 8] = [
    0x6A09_E667,
    0xBB67_AE85,
    0x3C6E_F372,
    0xA54F_F53A,
    0x510E_527F,
    0x9B05_688C,
    0x1F83_D9AB,
    0x5BE0_CD19,
];

/// The root of the tree over `leaves`.
#[must_use]
pub fn root(leaves: &[Bytes32]) -> Bytes32 {
    let mut frontier = Frontier::default();
    leaves.iter().for_each(|leaf| frontier.push(*leaf));
    frontier.root()
}

/// The right edge of a tree: its size and the complete subtrees of its
/// leaves, largest first, one for each set bit of the size.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Edge", into = "Edge")]
pub struct Frontier {
    size: u64,
    edge: Vec<Bytes32>,
}

/// A frontier as it is stored.
#[derive(Serialize, Deserialize)]
struct Edge {
    size: u64,
    edge: Vec<Bytes32>,
}

/// Why stored bytes are no frontier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a tree of {size} leaves has {} subtrees at its edge, not {found}", size.count_ones())]
pub struct FrontierError {
    /// The size that was given.
    pub size: u64,
    /// How many subtrees were given.
    pub found: usize,
}

/// The place of a complete subtree: leaves `index << level` to
/// `(index + 1) << level`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node {
    /// The height above the leaves.
    pub level: u8,
    /// The number among the nodes of its level, from the left, from 0.
    pub index: u64,
}

impl Frontier {
    /// A tree of which only the size is known: its root is nothing.
    pub(super) fn unknown(size: u64) -> Self {
        let edge = vec![Bytes32([0; 32]); size.count_ones() as usize];
        Self { size, edge }
    }

    /// How many leaves the tree has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf.
    pub fn push(&mut self, leaf: Bytes32) {
        self.push_noting(leaf, |_, _| {});
    }

    /// Appends a leaf and tells every node that it completes, the leaf first.
    pub fn push_noting(&mut self, leaf: Bytes32, mut note: impl FnMut(Node, Bytes32)) {
        let mut hash = leaf;
        let mut node = Node {
            level: 0,
            index: self.size,
        };
        note(node, hash);
        // Each trailing one of the size is a subtree that finds its sibling.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.edge.pop() {
                hash = node_hash(&left, &hash);
            }
            node = Node {
                level: node.level + 1,
                index: node.index / 2,
            };
            note(node, hash);
        }
        self.edge.push(hash);
        self.size += 1;
    }

    /// The root of the tree.
    #[must_use]
    pub fn root(&self) -> Bytes32 {
        let above = |right, left: &Bytes32| node_hash(left, &right);
        match self.edge.split_last() {
            Some((last, others)) => others.iter().rev().fold(*last, above),
            None => sha256(&[]),
        }
    }
}

impl TryFrom<Edge> for Frontier {
    type Error = FrontierError;

    fn try_from(Edge { size, edge }: Edge) -> Result<Self, FrontierError> {
        if edge.len() == size.count_ones() as usize {
            Ok(Self { size, edge })
        } else {
            let found = edge.len();
            Err(FrontierError { size, found })
        }
    }
}

impl From<Frontier> for Edge {
    fn from(Frontier { size, edge }: Frontier) -> Self {
        Self { size, edge }
    }
}

/// Whoever keeps the hashes of complete subtrees.
pub trait Nodes {
    /// Why a hash cannot be had.
    type Error;

    /// The hash of a complete subtree.
    ///
    /// # Errors
    ///
    /// Whatever keeps the hashes from being read, or that this one is not
    /// there.
    fn node(&self, node: Node) -> Result<Bytes32, Self::Error>;

    /// The hash over the leaves `start..end`, if it is kept though they are no
    /// complete subtree: the right edge, which else is hashed for each proof.
    fn edge(&self, start: u64, end: u64) -> Option<Bytes32> {
        let _ = (start, end);
        None
    }
}

/// All leaves of a tree in memory, from which every node is made anew.
#[derive(Clone, Copy, Debug)]
pub struct Leaves<'a>(pub &'a [Bytes32]);

impl Nodes for Leaves<'_> {
    type Error = Infallible;

    fn node(&self, node: Node) -> Result<Bytes32, Infallible> {
        let Self(leaves) = self;
        let start = usize::try_from(node.index << node.level).unwrap_or(usize::MAX);
        let end = start.saturating_add(1 << node.level).min(leaves.len());
        Ok(root(leaves.get(start..end).unwrap_or_default()))
    }
}

/// A tree by its frontier at one size and the leaves that came after: enough
/// to prove each of those leaves.
#[derive(Clone, Copy, Debug)]
pub struct Grown<'a> {
    /// The tree before.
    pub before: &'a Frontier,
    /// The leaves that followed.
    pub leaves: &'a [Bytes32],
}

/// A node on the left of the frontier was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the hash of subtree {} at level {} is not kept", .0.index, .0.level)]
pub struct NotKept(pub Node);

impl Nodes for Grown<'_> {
    type Error = NotKept;

    fn node(&self, node: Node) -> Result<Bytes32, NotKept> {
        let (start, end) = (node.index << node.level, (node.index + 1) << node.level);
        if end <= self.before.size {
            // A subtree of the frontier stands where the bits of the size above
            // its level say.
            let bit = 1u64 << node.level;
            let stands =
                self.before.size & bit != 0 && (self.before.size & !(2 * bit - 1)) == start;
            let above = (self.before.size >> node.level).count_ones() as usize;
            let found = above.checked_sub(1).and_then(|n| self.before.edge.get(n));
            return match found {
                Some(hash) if stands => Ok(*hash),
                _ => Err(NotKept(node)),
            };
        }
        if node.level == 0 {
            let place = usize::try_from(start - self.before.size).ok();
            let leaf = place.and_then(|place| self.leaves.get(place));
            return leaf.copied().ok_or(NotKept(node));
        }
        let child = |index| Node {
            level: node.level - 1,
            index,
        };
        let left = self.node(child(2 * node.index))?;
        let right = self.node(child(2 * node.index + 1))?;
        Ok(node_hash(&left, &right))
    }
}

/// The hash over the leaves `start..end`, where `start` is a multiple of the
/// power of two that the range fits under.
fn range_hash<N: Nodes>(nodes: &N, start: u64, end: u64) -> Result<Bytes32, N::Error> {
    let size = end - start;
    if size.is_power_of_two() {
        // A level is below 64, so it fits.
        let level = size.trailing_zeros() as u8;
        return nodes.node(Node {
            level,
            index: start >> level,
        });
    }
    if let Some(hash) = nodes.edge(start, end) {
        return Ok(hash);
    }
    let middle = start + split(size);
    let left = range_hash(nodes, start, middle)?;
    Ok(node_hash(&left, &range_hash(nodes, middle, end)?))
}

/// The largest power of two below `size`, which is at least 2.
fn split(size: u64) -> u64 {
    1 << (63 - (size - 1).leading_zeros())
}

/// The root of the tree of the first `size` leaves.
///
/// # Errors
///
/// Whatever keeps a hash from being had.
pub fn root_at<N: Nodes>(nodes: &N, size: u64) -> Result<Bytes32, N::Error> {
    match size {
        0 => Ok(sha256(&[])),
        _ => range_hash(nodes, 0, size),
    }
}

/// The place asked about lies beyond the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError<E> {
    /// The index or size is beyond the tree.
    #[error("entry or size {asked} lies beyond a ledger of {size} entries")]
    Beyond {
        /// The index or size asked about.
        asked: u64,
        /// The size of the tree.
        size: u64,
    },
    /// A hash is not to be had.
    #[error("a hash of the tree cannot be read")]
    Nodes(#[source] E),
}

/// The inclusion proof of leaf `index` in the tree of the first `size` leaves
/// (RFC 9162 §2.1.3.1): the sibling's hash first, the root's child last.
///
/// # Errors
///
/// [`ProofError`] if there is no such leaf, or a hash is missing.
pub fn inclusion<N: Nodes>(
    nodes: &N,
    index: u64,
    size: u64,
) -> Result<Vec<Bytes32>, ProofError<N::Error>> {
    if index >= size {
        let asked = index;
        return Err(ProofError::Beyond { asked, size });
    }
    let (mut start, mut end) = (0, size);
    // As many hashes as the tree has levels, at most.
    let mut path = Vec::with_capacity(64 - size.leading_zeros() as usize);
    while end - start > 1 {
        let middle = start + split(end - start);
        let sibling = if index < middle {
            let other = (middle, end);
            end = middle;
            other
        } else {
            let other = (start, middle);
            start = middle;
            other
        };
        path.push(range_hash(nodes, sibling.0, sibling.1).map_err(ProofError::Nodes)?);
    }
    path.reverse();
    Ok(path)
}

/// The proof that the first `old` leaves are the beginning of the first `new`
/// (RFC 9162 §2.1.4.1); empty if the two are the same tree.
///
/// # Errors
///
/// [`ProofError`] if `old` is 0 or beyond `new`, or a hash is missing.
pub fn consistency<N: Nodes>(
    nodes: &N,
    old: u64,
    new: u64,
) -> Result<Vec<Bytes32>, ProofError<N::Error>> {
    if old == 0 || old > new {
        return Err(ProofError::Beyond {
            asked: old,
            size: new,
        });
    }
    let (mut start, mut end) = (0, new);
    let mut path = Vec::new();
    let hash = |from, to| range_hash(nodes, from, to).map_err(ProofError::Nodes);
    while old != end {
        let middle = start + split(end - start);
        if old <= middle {
            path.push(hash(middle, end)?);
            end = middle;
        } else {
            path.push(hash(start, middle)?);
            start = middle;
        }
    }
    if start != 0 {
        path.push(hash(start, end)?);
    }
    path.reverse();
    Ok(path)
}

/// A proof that does not lead to the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the proof does not lead to the root")]
pub struct NotProven;

/// The root to which `path` leads from leaf `index` of a tree of `size` leaves
/// (RFC 9162 §2.1.3.2).
///
/// # Errors
///
/// [`NotProven`] if the path does not have the length that such a tree asks
/// for, or there is no such leaf.
pub fn included_root(
    leaf: &Bytes32,
    index: u64,
    size: u64,
    path: &[Bytes32],
) -> Result<Bytes32, NotProven> {
    if index >= size {
        return Err(NotProven);
    }
    let (mut node, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in path {
        if last == 0 {
            return Err(NotProven);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last == 0 { Ok(hash) } else { Err(NotProven) }
}

/// Checks that `leaf` is leaf `index` of the tree of `size` leaves with this
/// root.
///
/// # Errors
///
/// [`NotProven`] otherwise.
pub fn check_inclusion(
    leaf: &Bytes32,
    index: u64,
    size: u64,
    path: &[Bytes32],
    root: &Bytes32,
) -> Result<(), NotProven> {
    if included_root(leaf, index, size, path)? == *root {
        Ok(())
    } else {
        Err(NotProven)
    }
}

/// The root of the tree of `new` leaves to which `path` leads from the tree of
/// `old` leaves, of which it is shown to have the root `old_root` (RFC 9162
/// §2.1.4.2).
///
/// # Errors
///
/// [`NotProven`] if the path does not lead from that root to any.
pub fn grown_root(
    (old, old_root): (u64, &Bytes32),
    new: u64,
    path: &[Bytes32],
) -> Result<Bytes32, NotProven> {
    let (shown, grown) = both_roots((old, old_root), new, path)?;
    if shown == *old_root {
        Ok(grown)
    } else {
        Err(NotProven)
    }
}

/// The root that the tree of `new` leaves has at the size `old`, as `path`
/// shows it.
///
/// # Errors
///
/// [`NotProven`] if the path does not lead to `new_root`; and if `old` is a
/// power of two below `new`, whose root the path leaves out.
pub fn shown_root(
    old: u64,
    (new, new_root): (u64, &Bytes32),
    path: &[Bytes32],
) -> Result<Bytes32, NotProven> {
    if old.is_power_of_two() && old != new {
        return Err(NotProven);
    }
    let (shown, grown) = both_roots((old, new_root), new, path)?;
    if grown == *new_root {
        Ok(shown)
    } else {
        Err(NotProven)
    }
}

/// The two roots to which a path leads; a complete old tree has the root that
/// is given.
fn both_roots(
    (old, old_root): (u64, &Bytes32),
    new: u64,
    path: &[Bytes32],
) -> Result<(Bytes32, Bytes32), NotProven> {
    if old == 0 || old > new {
        return Err(NotProven);
    }
    if old == new {
        let same = (*old_root, *old_root);
        return path.is_empty().then_some(same).ok_or(NotProven);
    }
    let (mut node, mut last) = (old - 1, new - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    // A complete old tree is its own first hash, which the proof leaves out.
    let mut path = path.iter();
    let first = if old.is_power_of_two() {
        old_root
    } else {
        path.next().ok_or(NotProven)?
    };
    let (mut old_hash, mut new_hash) = (*first, *first);
    for sibling in path {
        if last == 0 {
            return Err(NotProven);
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last == 0 {
        Ok((old_hash, new_hash))
    } else {
        Err(NotProven)
    }
}

/// Checks that the tree of `old` leaves is the beginning of the tree of `new`
/// leaves.
///
/// # Errors
///
/// [`NotProven`] otherwise.
pub fn check_consistency(
    old: (u64, &Bytes32),
    (new, new_root): (u64, &Bytes32),
    path: &[Bytes32],
) -> Result<(), NotProven> {
    if grown_root(old, new, path)? == *new_root {
        Ok(())
    } else {
        Err(NotProven)
    }
}
