//! The whole tree in memory.

use super::{Frontier, Node, Nodes, NotKept, node_hash};
use crate::id::Bytes32;
use std::sync::OnceLock;

/// A tree that grows leaf by leaf and keeps the hash of every complete
/// subtree, so that a proof is read off rather than made: 64 bytes a leaf.
///
/// # Examples
///
/// ```
/// use bmnn::ledger::tree::{Tree, check_inclusion, inclusion, leaf_hash};
///
/// let tree: Tree = (0..1000_u32).map(|n| leaf_hash(&n.to_be_bytes())).collect();
/// let path = inclusion(&tree, 17, tree.size())?;
/// let leaf = leaf_hash(&17_u32.to_be_bytes());
/// check_inclusion(&leaf, 17, tree.size(), &path, &tree.root())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Tree {
    frontier: Frontier,
    /// The complete subtrees of each level, from the left; the leaves first.
    levels: Vec<Vec<Bytes32>>,
    /// The hashes over the last leaves, from the place where each begins: half
    /// of all proofs of a tree need one, and all of them the same few.
    edges: OnceLock<Vec<(u64, Bytes32)>>,
}

impl Tree {
    /// How many leaves the tree has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The root over all leaves.
    #[must_use]
    pub fn root(&self) -> Bytes32 {
        self.frontier.root()
    }

    /// Appends a leaf.
    pub fn push(&mut self, leaf: Bytes32) {
        self.edges.take();
        let levels = &mut self.levels;
        self.frontier.push_noting(leaf, |node, hash| {
            let level = usize::from(node.level);
            match levels.get_mut(level) {
                Some(hashes) => hashes.push(hash),
                // Levels are completed from below, none is left out.
                None => levels.push(vec![hash]),
            }
        });
    }

    /// The subtrees of the frontier, each hashed with all behind it.
    fn edges(&self) -> Vec<(u64, Bytes32)> {
        let mut start = self.size();
        let mut behind = None;
        let edge = self.frontier.edge.iter().rev().map(|hash| {
            // The lowest bit of what is left is the size of the last subtree.
            start &= start.wrapping_sub(1);
            let hash = behind.map_or(*hash, |behind| node_hash(hash, &behind));
            behind = Some(hash);
            (start, hash)
        });
        edge.collect()
    }
}

impl Extend<Bytes32> for Tree {
    fn extend<T: IntoIterator<Item = Bytes32>>(&mut self, leaves: T) {
        leaves.into_iter().for_each(|leaf| self.push(leaf));
    }
}

impl FromIterator<Bytes32> for Tree {
    fn from_iter<T: IntoIterator<Item = Bytes32>>(leaves: T) -> Self {
        let mut tree = Self::default();
        tree.extend(leaves);
        tree
    }
}

impl Nodes for Tree {
    type Error = NotKept;

    fn node(&self, node: Node) -> Result<Bytes32, NotKept> {
        let hashes = self.levels.get(usize::from(node.level));
        let place = usize::try_from(node.index).ok();
        let hash = hashes.and_then(|hashes| hashes.get(place?));
        hash.copied().ok_or(NotKept(node))
    }

    fn edge(&self, start: u64, end: u64) -> Option<Bytes32> {
        if end != self.size() {
            return None;
        }
        let edges = self.edges.get_or_init(|| self.edges());
        let found = edges.iter().find(|(begins, _)| *begins == start);
        found.map(|(_, hash)| *hash)
    }
}
