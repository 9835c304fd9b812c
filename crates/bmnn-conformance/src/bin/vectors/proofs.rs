//! The tree and its proofs.

use crate::forge::{CLERK, Forgery, LEDGER, public};
use crate::sheet::Sheet;
use bmnn::id::{Bytes32, to_hex};
use bmnn::ledger::proof::Proof;
use bmnn::ledger::sha256;
use bmnn::ledger::tree::{self, Leaves};
use serde_json::{Value as Json, json};

fn leaves(count: u64) -> Vec<Bytes32> {
    (0..count)
        .map(|n| tree::leaf_hash(&n.to_be_bytes()))
        .collect()
}

fn texts(hashes: &[Bytes32]) -> Vec<String> {
    hashes.iter().map(ToString::to_string).collect()
}

pub(crate) fn trees() -> Sheet {
    let mut sheet = Sheet::new(
        "trees",
        "Roots, inclusion and consistency (RFC 9162 §2.1); leaf n is SHA-256(0x00 ‖ n as 8 bytes big-endian).",
    );
    let nothing = sha256(&[]).to_string();
    sheet.case(
        "tree.root",
        "root-0",
        "the empty tree: SHA-256 of nothing (RFC 9162 §2.1.1)",
        json!({"leaves": []}),
        json!({"root": nothing}),
    );
    for count in [1, 2, 3, 4, 5, 7, 8] {
        let leaves = leaves(count);
        sheet.case(
            "tree.root",
            &format!("root-{count}"),
            "RFC 9162 §2.1.1",
            json!({"leaves": texts(&leaves)}),
            json!({}),
        );
    }
    let not_proven = json!({"failure": "NotProven"});
    for (index, size) in [(0, 1), (0, 2), (2, 3), (4, 7), (6, 7), (0, 8)] {
        let leaves = leaves(size);
        let nodes = Leaves(&leaves);
        let path = tree::inclusion(&nodes, index, size).unwrap();
        let root = tree::root(&leaves);
        let ask = |index: u64, size: u64, leaf: &Bytes32, path: &[Bytes32], root: &Bytes32| json!({"leaf": leaf.to_string(), "index": index, "size": size, "path": texts(path), "root": root.to_string()});
        let leaf = &leaves[index as usize];
        let task = "tree.inclusion";
        let id = |what: &str| format!("inclusion-{index}-{size}{what}");
        sheet.case(
            task,
            &id(""),
            "RFC 9162 §2.1.3.2",
            ask(index, size, leaf, &path, &root),
            json!({"proven": true}),
        );
        let mut longer = path.clone();
        longer.push(root);
        let other = tree::leaf_hash(b"other");
        let mut bent: Vec<(&str, Json, &str)> = vec![
            (
                "-other-leaf",
                ask(index, size, &other, &path, &root),
                "another leaf",
            ),
            (
                "-beyond",
                ask(size, size, leaf, &path, &root),
                "the index is beyond the tree",
            ),
            (
                "-other-root",
                ask(index, size, leaf, &path, &other),
                "another root",
            ),
            (
                "-longer",
                ask(index, size, leaf, &longer, &root),
                "a hash too many",
            ),
        ];
        if !path.is_empty() {
            let mut flipped = path.clone();
            flipped[0].0[31] ^= 1;
            bent.push((
                "-shorter",
                ask(index, size, leaf, &path[1..], &root),
                "a hash too few",
            ));
            bent.push((
                "-flipped",
                ask(index, size, leaf, &flipped, &root),
                "a bit of the path",
            ));
        }
        for (what, input, why) in bent {
            sheet.case(task, &id(what), why, input, not_proven.clone());
        }
    }
    for (old, new) in [(1, 2), (3, 7), (4, 7), (6, 8), (7, 7)] {
        let leaves = leaves(new);
        let nodes = Leaves(&leaves);
        let path = tree::consistency(&nodes, old, new).unwrap();
        let (old_root, new_root) = (tree::root(&leaves[..old as usize]), tree::root(&leaves));
        let ask = |old: u64, new: u64, old_root: &Bytes32, new_root: &Bytes32, path: &[Bytes32]| json!({"old": old, "new": new, "old-root": old_root.to_string(), "new-root": new_root.to_string(), "path": texts(path)});
        let task = "tree.consistency";
        let id = |what: &str| format!("consistency-{old}-{new}{what}");
        sheet.case(
            task,
            &id(""),
            "RFC 9162 §2.1.4.2",
            ask(old, new, &old_root, &new_root, &path),
            json!({"proven": true}),
        );
        let other = tree::leaf_hash(b"other");
        let mut longer = path.clone();
        longer.push(other);
        let mut bent = vec![
            (
                "-other-old",
                ask(old, new, &other, &new_root, &path),
                "another old root: history was rewritten",
            ),
            (
                "-other-new",
                ask(old, new, &old_root, &other, &path),
                "another new root",
            ),
            (
                "-longer",
                ask(old, new, &old_root, &new_root, &longer),
                "a hash too many",
            ),
            (
                "-from-0",
                ask(0, new, &old_root, &new_root, &path),
                "nothing is no beginning (RFC 9162 §2.1.4)",
            ),
            (
                "-backwards",
                ask(new + 1, new, &old_root, &new_root, &path),
                "the old tree is larger",
            ),
        ];
        if !path.is_empty() {
            bent.push((
                "-shorter",
                ask(old, new, &old_root, &new_root, &path[1..]),
                "a hash too few",
            ));
        }
        for (what, input, why) in bent {
            sheet.case(task, &id(what), why, input, not_proven.clone());
        }
    }
    sheet
}

pub(crate) fn proofs() -> Sheet {
    let mut sheet = Sheet::new(
        "proofs",
        "Receipts as C2SP tlog-proof@v1 texts, checked without the ledger (design §4, Proofs).",
    );
    let mut forgery = Forgery::at_work();
    forgery.notes(2);
    let size = forgery.size();
    let note = forgery.note_of(LEDGER);
    let made = |index: u64| {
        let path = tree::inclusion(&Leaves(&forgery.leaves), index, size).unwrap();
        Proof::new(index, path, note.clone()).unwrap().to_text()
    };
    let ask = |proof: &str, entry: &[u8], key: u8| json!({"proof": proof, "entry": to_hex(entry), "key": public(key).to_string()});
    let task = "proof.check";
    for index in [0, 3, size - 1] {
        let entry = &forgery.entries[index as usize];
        let id = format!("receipt-{index}");
        sheet.case(
            task,
            &id,
            "proves that the entry is there",
            ask(&made(index), entry, LEDGER),
            json!({"index": index, "size": size}),
        );
    }
    let proof = made(3);
    let entry = &forgery.entries[3];
    let line = |n: usize| proof.lines().nth(n).unwrap().to_owned();
    let malformed = |line: u64| json!({"failure": "Malformed", "line": line});
    let many = line(2) + "\n";
    let rows: Vec<(&str, String, &[u8], u8, Json, &str)> = vec![
        (
            "other-entry",
            proof.clone(),
            &forgery.entries[4],
            LEDGER,
            json!({"failure": "NotIncluded"}),
            "of another entry",
        ),
        (
            "other-key",
            proof.clone(),
            entry,
            CLERK,
            json!({"failure": "OtherKey"}),
            "signed by another key",
        ),
        (
            "other-index",
            proof.replacen("index 3", "index 2", 1),
            entry,
            LEDGER,
            json!({"failure": "NotIncluded"}),
            "another position",
        ),
        (
            "index-beyond",
            proof.replacen("index 3", "index 99", 1),
            entry,
            LEDGER,
            json!({"failure": "NotIncluded"}),
            "a position beyond the tree",
        ),
        (
            "hash-missing",
            proof.replacen(&many, "", 1),
            entry,
            LEDGER,
            json!({"failure": "NotIncluded"}),
            "a hash is missing",
        ),
        (
            "hash-twice",
            proof.replacen(&many, &many.repeat(2), 1),
            entry,
            LEDGER,
            json!({"failure": "NotIncluded"}),
            "a hash is there twice",
        ),
        (
            "version",
            proof.replacen("@v1", "@v2", 1),
            entry,
            LEDGER,
            malformed(1),
            "another version",
        ),
        (
            "index-zeros",
            proof.replacen("index 3", "index 03", 1),
            entry,
            LEDGER,
            malformed(2),
            "one value, one spelling",
        ),
        (
            "index-none",
            proof.replacen("index 3\n", "", 1),
            entry,
            LEDGER,
            malformed(2),
            "the position is wanted",
        ),
        (
            "hash-short",
            proof.replacen(&line(2), "AAAA", 1),
            entry,
            LEDGER,
            malformed(3),
            "hashes are 32 bytes",
        ),
        (
            "hash-unpadded",
            proof.replacen(&line(2), line(2).trim_end_matches('='), 1),
            entry,
            LEDGER,
            malformed(3),
            "base64 with padding",
        ),
        (
            "sixty-five",
            proof.replacen(&many, &many.repeat(65), 1),
            entry,
            LEDGER,
            json!({"failure": "Malformed"}),
            "a tree has at most 64 levels",
        ),
        (
            "no-checkpoint",
            proof.split("\n\n").next().unwrap().to_owned() + "\n\n",
            entry,
            LEDGER,
            json!({"failure": "Malformed"}),
            "the checkpoint is missing",
        ),
        (
            "crlf",
            proof.replace('\n', "\r\n"),
            entry,
            LEDGER,
            malformed(1),
            "lines end in LF",
        ),
        (
            "empty",
            String::new(),
            entry,
            LEDGER,
            malformed(1),
            "nothing is no proof",
        ),
    ];
    for (id, proof, entry, key, want, why) in rows {
        sheet.case(task, id, why, ask(&proof, entry, key), want);
    }
    sheet
}
