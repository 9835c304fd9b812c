//! The Merkle tree against its definition, and every proof with every hash
//! bent.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

use bmnn::id::{Bytes32, from_hex};
use bmnn::ledger::tree::{
    Frontier, Grown, Leaves, Node, ProofError, Tree, check_consistency, check_inclusion,
    consistency, inclusion, leaf_hash, node_hash, root,
};
use std::collections::BTreeMap;

/// RFC 9162 §2.1.1, word for word.
fn defined(leaves: &[Bytes32]) -> Bytes32 {
    match leaves {
        [] => bmnn::ledger::sha256(&[]),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(&defined(left), &defined(right))
        }
    }
}

fn leaves(count: usize) -> Vec<Bytes32> {
    (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect()
}

#[test]
fn a_node_is_the_hash_of_a_one_and_its_children() {
    for pair in leaves(100).windows(2) {
        let wanted = bmnn::ledger::sha256(&[&[1], &pair[0].0, &pair[1].0]);
        assert_eq!(node_hash(&pair[0], &pair[1]), wanted);
    }
}

fn bent(hash: &Bytes32) -> Bytes32 {
    let mut hash = *hash;
    hash.0[31] ^= 1;
    hash
}

/// The test data of RFC 6962's reference implementation.
#[test]
fn roots_are_those_of_certificate_transparency() {
    let inputs = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];
    let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let leaves: Vec<_> = inputs
        .iter()
        .map(|hex| leaf_hash(&from_hex(hex).unwrap()))
        .collect();
    for (size, wanted) in roots.iter().enumerate() {
        assert_eq!(root(&leaves[..size]).to_string(), *wanted, "{size} leaves");
    }
}

#[test]
fn a_frontier_knows_the_root_and_every_node() {
    let leaves = leaves(70);
    let mut frontier = Frontier::default();
    let mut nodes = BTreeMap::new();
    for size in 0..leaves.len() {
        assert_eq!(frontier.size(), size as u64);
        assert_eq!(frontier.root(), defined(&leaves[..size]));
        let json = serde_json::to_string(&frontier).unwrap();
        assert_eq!(serde_json::from_str::<Frontier>(&json).unwrap(), frontier);
        frontier.push_noting(leaves[size], |node, hash| {
            assert_eq!(nodes.insert(node, hash), None);
        });
    }
    for (Node { level, index }, hash) in nodes {
        let (start, count) = ((index as usize) << level, 1 << level);
        assert_eq!(hash, defined(&leaves[start..start + count]));
    }
    let short = r#"{"size":3,"edge":[]}"#;
    assert!(serde_json::from_str::<Frontier>(short).is_err());
}

#[test]
fn every_inclusion_proof_holds_and_no_bent_one_does() {
    for size in 1..=70_u64 {
        let leaves = leaves(size as usize);
        let root = defined(&leaves);
        for index in 0..size {
            let leaf = &leaves[index as usize];
            let path = inclusion(&Leaves(&leaves), index, size).unwrap();
            let check = |leaf: &Bytes32, index, path: &[Bytes32], root: &Bytes32| {
                check_inclusion(leaf, index, size, path, root).is_ok()
            };
            assert!(check(leaf, index, &path, &root));
            assert!(!check(&bent(leaf), index, &path, &root));
            assert!(!check(leaf, index, &path, &bent(&root)));
            assert!(!check(leaf, size, &path, &root));
            for other in (0..size).filter(|other| *other != index) {
                assert!(!check(leaf, other, &path, &root));
            }
            for place in 0..path.len() {
                let mut path = path.clone();
                path[place] = bent(&path[place]);
                assert!(!check(leaf, index, &path, &root));
                path.remove(place);
                assert!(!check(leaf, index, &path, &root));
            }
            let longer: Vec<_> = path.iter().chain([&root]).copied().collect();
            assert!(!check(leaf, index, &longer, &root));
        }
        let beyond = inclusion(&Leaves(&leaves), size, size);
        let asked = size;
        assert_eq!(beyond, Err(ProofError::Beyond { asked, size }));
    }
}

#[test]
fn every_consistency_proof_holds_and_no_bent_one_does() {
    for new in 1..=70_u64 {
        let leaves = leaves(new as usize);
        let new_root = defined(&leaves);
        for old in 1..=new {
            let old_root = defined(&leaves[..old as usize]);
            let path = consistency(&Leaves(&leaves), old, new).unwrap();
            let check = |old, old_root: &Bytes32, new_root: &Bytes32, path: &[Bytes32]| {
                check_consistency((old, old_root), (new, new_root), path).is_ok()
            };
            assert!(check(old, &old_root, &new_root, &path), "{old} of {new}");
            assert!(!check(old, &bent(&old_root), &new_root, &path));
            assert!(!check(old, &old_root, &bent(&new_root), &path));
            assert!(!check(0, &old_root, &new_root, &path));
            assert!(!check(new + 1, &old_root, &new_root, &path));
            for place in 0..path.len() {
                let mut path = path.clone();
                path[place] = bent(&path[place]);
                assert!(!check(old, &old_root, &new_root, &path));
                path.remove(place);
                assert!(!check(old, &old_root, &new_root, &path));
            }
            let longer: Vec<_> = path.iter().chain([&new_root]).copied().collect();
            assert!(!check(old, &old_root, &new_root, &longer));
        }
        assert!(consistency(&Leaves(&leaves), 0, new).is_err());
        assert!(consistency(&Leaves(&leaves), new + 1, new).is_err());
    }
}

#[test]
fn a_batch_is_proven_from_the_frontier_before_it() {
    for before in 0..40_u64 {
        for grown in 1..20_u64 {
            let size = before + grown;
            let leaves = leaves(size as usize);
            let mut frontier = Frontier::default();
            leaves[..before as usize]
                .iter()
                .for_each(|leaf| frontier.push(*leaf));
            let nodes = Grown {
                before: &frontier,
                leaves: &leaves[before as usize..],
            };
            for index in before..size {
                let path = inclusion(&nodes, index, size).unwrap();
                assert_eq!(path, inclusion(&Leaves(&leaves), index, size).unwrap());
            }
        }
    }
}

#[test]
fn a_tree_in_memory_makes_the_proofs_that_its_leaves_make() {
    let leaves = leaves(70);
    let mut tree = Tree::default();
    for new in 1..=70_u64 {
        tree.push(leaves[new as usize - 1]);
        assert_eq!(
            (tree.size(), tree.root()),
            (new, root(&leaves[..new as usize]))
        );
        // Of every smaller tree as well.
        for size in 1..=new {
            for index in 0..size {
                let path = inclusion(&tree, index, size).unwrap();
                assert_eq!(path, inclusion(&Leaves(&leaves), index, size).unwrap());
            }
        }
        for old in 1..=new {
            let path = consistency(&tree, old, new).unwrap();
            assert_eq!(path, consistency(&Leaves(&leaves), old, new).unwrap());
        }
        assert!(inclusion(&tree, 0, new + 1).is_err());
    }
}
