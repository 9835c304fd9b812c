//! A ledger of random size, and everything that can be proven of it.

use super::common::{Office, signer};
use super::court::Case;
use bmnn::id::{Bytes32, to_hex};
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::consistency::Consistency;
use bmnn::ledger::proof::Proof;
use bmnn::ledger::receipt::CoseReceipt;
use bmnn::ledger::tree::{Tree, consistency, inclusion};
use bmnn::ledger::vkey::VerifierKey;
use bmnn::ledger::{Commit, PlainSigner, PublicKey, Signer};
use serde_json::{Value, json};

pub struct Record {
    pub seed: u64,
    state: u64,
    pub entries: Vec<Vec<u8>>,
    pub leaves: Vec<Bytes32>,
    /// The sizes of the checkpoints.
    pub sizes: Vec<u64>,
    notes: Vec<String>,
    /// The ledger's key in force at each.
    signers: Vec<PlainSigner>,
    /// Every public key that signed something.
    pub keys: Vec<Bytes32>,
}

impl Record {
    /// A ledger made anew, from the seed in `BMNN_SEED` or the clock.
    pub fn random() -> Self {
        let seed = match std::env::var("BMNN_SEED") {
            Ok(seed) => seed.parse().expect("BMNN_SEED is a number"),
            Err(_) => {
                let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
                now.unwrap().as_nanos() as u64
            }
        };
        eprintln!("BMNN_SEED={seed}");
        let (mut office, opening) = Office::opened();
        let mut record = Self {
            seed,
            state: seed,
            entries: Vec::new(),
            leaves: Vec::new(),
            sizes: Vec::new(),
            notes: Vec::new(),
            signers: Vec::new(),
            keys: (1..=8).map(|seed| signer(seed).public_key()).collect(),
        };
        // Other ids, and with them other bytes, in each run.
        office.acts = record.below(1 << 40);
        record.take(&opening);
        for commit in office.busy_year() {
            record.take(&commit);
        }
        for _ in 0..3 + record.below(12) {
            let count = 1 + record.below(20);
            record.take(&office.commit(count as usize));
        }
        record
    }

    fn take(&mut self, commit: &Commit) {
        self.entries.extend_from_slice(commit.entries());
        self.leaves.extend_from_slice(commit.leaves());
        self.sizes.push(commit.size());
        self.notes.push(commit.note().to_owned());
        let key = commit.chain().ledger_key().unwrap().public();
        let held = (1..=8)
            .map(signer)
            .find(|signer| signer.public_key() == key);
        self.signers.push(held.unwrap());
    }

    pub fn size(&self) -> u64 {
        self.entries.len() as u64
    }

    /// A number below `bound` (SplitMix64).
    pub fn below(&mut self, bound: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound
    }

    /// Some of the checkpoints, the first and the last among them.
    pub fn some(&mut self, count: usize) -> Vec<usize> {
        let all = self.sizes.len();
        let mut places = vec![0, all - 1];
        places.extend((2..count).map(|_| self.below(all as u64) as usize));
        places
    }

    pub fn tree(&self, size: u64) -> Tree {
        self.leaves[..size as usize].iter().copied().collect()
    }

    pub fn checkpoint(&self, place: usize) -> (Checkpoint, String, VerifierKey) {
        let checkpoint = Checkpoint {
            ledger: self.leaves[0],
            size: self.sizes[place],
            root: self.tree(self.sizes[place]).root(),
        };
        let key = VerifierKey::of_ledger(&self.leaves[0], self.key(place));
        (checkpoint, self.notes[place].clone(), key)
    }

    pub fn key(&self, place: usize) -> PublicKey {
        PublicKey::parse(&self.signers[place].public_key()).unwrap()
    }

    pub fn proof(&self, index: u64, place: usize) -> Proof {
        let size = self.sizes[place];
        let path = inclusion(&self.tree(size), index, size).unwrap();
        Proof::new(index, path, self.notes[place].clone()).unwrap()
    }

    pub fn consistency(&self, old: u64, place: usize) -> Consistency {
        let size = self.sizes[place];
        let path = consistency(&self.tree(size), old, size).unwrap();
        Consistency::new(old, path, self.notes[place].clone()).unwrap()
    }

    pub fn receipt(&self, index: u64, place: usize) -> CoseReceipt {
        let leaf = self.leaves[index as usize];
        CoseReceipt::of_inclusion(&self.proof(index, place), &leaf, &self.signers[place]).unwrap()
    }

    pub fn grown_receipt(&self, old: u64, place: usize) -> CoseReceipt {
        let earlier = Checkpoint {
            ledger: self.leaves[0],
            size: old,
            root: self.tree(old).root(),
        };
        let proof = self.consistency(old, place);
        CoseReceipt::of_consistency(&proof, &earlier, &self.signers[place]).unwrap()
    }

    // ---- cases

    pub fn root_case(&self, what: &str, place: usize, bend: impl FnOnce(&mut Value)) -> Case {
        let (checkpoint, ..) = self.checkpoint(place);
        let entries = &self.entries[..checkpoint.size as usize];
        let mut case = json!({
            "kind": "root",
            "root": checkpoint.root.to_string(),
            "entries": entries.iter().map(|entry| to_hex(entry)).collect::<Vec<_>>(),
        });
        bend(&mut case);
        Case::new(what, case)
    }

    pub fn inclusion_json(&self, index: u64, place: usize) -> Value {
        let (checkpoint, ..) = self.checkpoint(place);
        json!({
            "kind": "inclusion",
            "index": index,
            "size": checkpoint.size,
            "root": checkpoint.root.to_string(),
            "entry": to_hex(&self.entries[index as usize]),
            "path": self.proof(index, place).path(),
        })
    }

    pub fn inclusion_case(&self, what: &str, index: u64, place: usize) -> Case {
        Case::new(what, self.inclusion_json(index, place))
    }

    pub fn consistency_json(&self, old: u64, place: usize) -> Value {
        let (checkpoint, ..) = self.checkpoint(place);
        json!({
            "kind": "consistency",
            "old": old,
            "old-root": self.tree(old).root().to_string(),
            "size": checkpoint.size,
            "root": checkpoint.root.to_string(),
            "path": self.consistency(old, place).path(),
        })
    }

    pub fn consistency_case(&self, what: &str, old: u64, place: usize) -> Case {
        Case::new(what, self.consistency_json(old, place))
    }

    pub fn receipt_case(&self, what: &str, receipt: &[u8], index: u64, place: usize) -> Case {
        let case = json!({
            "kind": "inclusion",
            "key": self.key(place).to_bytes().to_string(),
            "root": self.checkpoint(place).0.root.to_string(),
            "entry": to_hex(&self.entries[index as usize]),
            "receipt": to_hex(receipt),
        });
        Case::new(what, case)
    }

    pub fn grown_receipt_case(&self, what: &str, receipt: &[u8], old: u64, place: usize) -> Case {
        let (checkpoint, ..) = self.checkpoint(place);
        let case = json!({
            "kind": "consistency",
            "key": self.key(place).to_bytes().to_string(),
            "old": old,
            "old-root": self.tree(old).root().to_string(),
            "size": checkpoint.size,
            "root": checkpoint.root.to_string(),
            "receipt": to_hex(receipt),
        });
        Case::new(what, case)
    }
}
