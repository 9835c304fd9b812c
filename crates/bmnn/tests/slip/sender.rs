//! A ledger in memory that sends slips: two roots that sign together, a clerk,
//! and a root, a ledger key and a second actor enrolled later.

use bmnn::id::{ActId, Bytes32};
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::note::Note;
use bmnn::ledger::slip::Slip;
use bmnn::ledger::tree::{Leaves, leaf_hash, root};
use bmnn::ledger::{
    Chain, Entry, PlainSigner, PublicKey, Scope, Signatures, Signer, Statement, Window,
};
use bmnn::value::{Map, Value};

pub const DAY: &str = "2026-03-02";
pub const MORNING: i64 = 1_772_416_800_000;

pub fn signer(seed: u8) -> PlainSigner {
    PlainSigner::from_seed(&[seed; 32])
}

pub fn public(seed: u8) -> PublicKey {
    PublicKey::parse(&signer(seed).public_key()).unwrap()
}

pub fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.to_vec())
}

#[derive(Clone)]
pub struct Sender {
    pub chain: Chain,
    window: Window,
    pub entries: Vec<Vec<u8>>,
}

/// The keys, by the seeds of their signers.
pub const ROOTS: [u8; 2] = [1, 2];
pub const LATE_ROOT: u8 = 3;
pub const LEDGER: u8 = 10;
pub const LATE_LEDGER: u8 = 11;
pub const CLERK: u8 = 20;
pub const SECOND: u8 = 21;

impl Sender {
    /// A ledger that was just opened.
    pub fn open(agency: &str) -> Self {
        let mut sender = Self {
            chain: Chain::default(),
            window: Window::default(),
            entries: Vec::new(),
        };
        let keys = ROOTS.map(|seed| bytes(&signer(seed).public_key().0));
        let open = [
            ("agency", Value::from(agency)),
            ("roots", Value::Array(keys.to_vec())),
            ("threshold", Value::Int(2)),
            ("ledger-key", bytes(&signer(LEDGER).public_key().0)),
        ];
        sender.put("ledger.open", None, open, ROOTS[0], &[ROOTS[1]]);
        sender
    }

    /// The ledger of most tests: entry 1 enrols the clerk, 3 a root, 4 the
    /// second actor with that root, 5 a new ledger key; 7 is the clerk's and 8
    /// the second actor's with the clerk's cosignature.
    pub fn grown() -> Self {
        let mut sender = Self::open("UBND tỉnh");
        sender.enrol("actor", CLERK, ROOTS[0], &[ROOTS[1]]);
        sender.person("p20");
        sender.enrol("root", LATE_ROOT, ROOTS[0], &[ROOTS[1]]);
        sender.enrol("actor", SECOND, LATE_ROOT, &[ROOTS[0]]);
        sender.enrol("ledger", LATE_LEDGER, ROOTS[1], &[LATE_ROOT]);
        sender.person("p21");
        sender.act(CLERK, &[]);
        sender.act(SECOND, &[CLERK]);
        for _ in 0..5 {
            sender.act(CLERK, &[]);
        }
        sender
    }

    pub fn size(&self) -> u64 {
        self.entries.len() as u64
    }

    pub fn leaves(&self) -> Vec<Bytes32> {
        self.entries.iter().map(|entry| leaf_hash(entry)).collect()
    }

    pub fn at(&self, size: u64) -> Checkpoint {
        let leaves = self.leaves();
        Checkpoint {
            ledger: leaves[0],
            size,
            root: root(&leaves[..size as usize]),
        }
    }

    /// The note over the first `size` entries, signed with the key of `seed`.
    pub fn note(&self, size: u64, seed: u8) -> Note {
        let note = self.at(size).sign(&signer(seed)).unwrap();
        Note::parse(&note).unwrap()
    }

    pub fn slip(&self, about: u64, since: Option<u64>) -> Slip {
        let seed = match self.chain.ledger_key().map(|key| key.public()) {
            Some(key) if key == signer(LEDGER).public_key() => LEDGER,
            _ => LATE_LEDGER,
        };
        self.slip_under(about, since, self.note(self.size(), seed))
    }

    pub fn slip_under(&self, about: u64, since: Option<u64>, note: Note) -> Slip {
        let leaves = self.leaves();
        let read = |seq: u64| Ok::<_, ()>(self.entries[seq as usize].clone());
        Slip::compose(
            about,
            since,
            note,
            self.chain.keys(),
            &Leaves(&leaves),
            read,
        )
        .unwrap()
    }

    pub fn person(&mut self, person: &str) {
        let of = match person {
            "p21" => SECOND,
            _ => CLERK,
        };
        let by = format!("p{of}");
        self.put(
            "person.enrol",
            Some(&by),
            [("person", person.into())],
            of,
            &[],
        );
    }

    pub fn act(&mut self, seed: u8, cosigners: &[u8]) {
        let by = format!("p{seed}");
        let copies = Value::Array(vec!["d-1#3".into()]);
        let fields = [("copies", copies), ("to", "bo-a".into())];
        self.put("copy.transfer", Some(&by), fields, seed, cosigners);
    }

    pub fn enrol(&mut self, role: &str, seed: u8, by: u8, cosigners: &[u8]) {
        let mut fields = vec![
            ("key", bytes(&signer(seed).public_key().0)),
            ("role", role.into()),
        ];
        if role == "actor" {
            fields.push(("person", format!("p{seed}").as_str().into()));
        }
        self.put("key.enrol", None, fields, by, cosigners);
    }

    /// Appends what a registry would, and what it would refuse as well.
    pub fn put(
        &mut self,
        act: &str,
        by: Option<&str>,
        fields: impl IntoIterator<Item = (&'static str, Value)>,
        seed: u8,
        cosigners: &[u8],
    ) {
        let seq = self.size();
        let mut map = Map::from_iter(fields);
        map.insert("act", act.into());
        map.insert("on", DAY.into());
        let mut id = [0; 16];
        id[..8].copy_from_slice(&seq.to_be_bytes());
        map.insert("id", bytes(&ActId(id).0));
        if let Some(by) = by {
            map.insert("by", by.into());
        }
        if let Some((last, leaf)) = self.chain.last() {
            let last = Value::Int(last as i64);
            map.insert("seen", Value::Array(vec![last, bytes(&leaf.0)]));
        }
        let scope = match seq {
            0 => Scope::Opening,
            _ => self.chain.scope(),
        };
        let statement = Statement::sign(&map, scope, &signer(seed)).unwrap();
        let mut cosigned: Vec<_> = cosigners
            .iter()
            .map(|seed| statement.cosign(scope, &signer(*seed)).unwrap())
            .collect();
        cosigned.sort_by_key(|one| one.kid);
        let entry = Entry {
            seq,
            prev: self.chain.last().map_or(Bytes32([0; 32]), |(_, leaf)| leaf),
            received: MORNING + seq as i64,
            statement: statement.encode(),
            cosigned,
        };
        let bytes = entry.encode();
        let Ok(examined) = self.chain.examine(&bytes, &self.window, Signatures::Check);
        self.chain.advance(&examined);
        self.window.push(examined.leaf(), examined.id());
        self.entries.push(bytes);
    }
}
