//! Ledgers as anyone with keys of their own could write them: in order, and
//! with one defect.

use bmnn::id::Bytes32;
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::key::kid;
use bmnn::ledger::tree::{Frontier, leaf_hash};
use bmnn::ledger::{Cosignature, Entry, PlainSigner, Scope, Signer, Statement};
use bmnn::value::{Map, Value};

/// 2026-03-02 09:00 in Vietnam.
pub(crate) const RECEIVED: i64 = 1_772_416_800_000;
pub(crate) const DAY: &str = "2026-03-02";

/// The seeds of those who sign.
pub(crate) const ROOT: u8 = 1;
pub(crate) const ROOT_2: u8 = 2;
pub(crate) const LEDGER: u8 = 3;
pub(crate) const CLERK: u8 = 4;

pub(crate) fn signer(seed: u8) -> PlainSigner {
    PlainSigner::from_seed(&[seed; 32])
}

pub(crate) fn public(seed: u8) -> Bytes32 {
    signer(seed).public_key()
}

pub(crate) fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.to_vec())
}

pub(crate) fn int(int: u64) -> Value {
    Value::Int(i64::try_from(int).unwrap())
}

/// A ledger's file in the making: links, tree and checkpoints in order,
/// whatever the entries say.
#[derive(Clone)]
pub(crate) struct Forgery {
    pub(crate) file: Vec<u8>,
    pub(crate) entries: Vec<Vec<u8>>,
    pub(crate) leaves: Vec<Bytes32>,
    pub(crate) received: i64,
    frontier: Frontier,
    acts: u64,
}

impl Forgery {
    /// Nothing but the file's eight bytes.
    pub(crate) fn empty() -> Self {
        Self {
            file: b"BMNNLDG1".to_vec(),
            entries: Vec::new(),
            leaves: Vec::new(),
            received: RECEIVED,
            frontier: Frontier::default(),
            acts: 0,
        }
    }

    /// The act that opens the ledger: two roots, of which `threshold` sign.
    pub(crate) fn opening(threshold: i64) -> Map {
        let roots = [ROOT, ROOT_2].map(|root| bytes(&public(root).0));
        Map::from_iter([
            ("act", "ledger.open".into()),
            ("id", bytes(&[0xFF; 16])),
            ("on", DAY.into()),
            ("agency", "CƠ QUAN THỬ NGHIỆM".into()),
            ("roots", Value::Array(roots.to_vec())),
            ("threshold", Value::Int(threshold)),
            ("ledger-key", bytes(&public(LEDGER).0)),
        ])
    }

    /// A ledger that is open, with a clerk: three entries, one checkpoint.
    pub(crate) fn opened() -> Self {
        let mut forgery = Self::empty();
        let open = Statement::sign(&Self::opening(1), Scope::Opening, &signer(ROOT)).unwrap();
        forgery.place(&open, vec![]);
        let enrol = forgery.enrolment(public(CLERK), "actor", Some("clerk"));
        forgery.push_by(ROOT, enrol);
        let person = forgery.act("person.enrol", [("person", "clerk".into())]);
        forgery.push(person);
        forgery.checkpoint(LEDGER);
        forgery
    }

    /// The same, with another act in a commit of its own.
    pub(crate) fn at_work() -> Self {
        let mut forgery = Self::opened();
        forgery.notes(2);
        forgery.checkpoint(LEDGER);
        forgery
    }

    pub(crate) fn size(&self) -> u64 {
        self.frontier.size()
    }

    pub(crate) fn ledger(&self) -> Bytes32 {
        self.leaves[0]
    }

    pub(crate) fn scope(&self) -> Scope {
        Scope::Ledger(self.ledger())
    }

    /// An act of the clerk's, with a fresh id and what it has seen.
    pub(crate) fn act<'k>(
        &mut self,
        name: &str,
        fields: impl IntoIterator<Item = (&'k str, Value)>,
    ) -> Map {
        self.acts += 1;
        let mut id = [0; 16];
        id[..8].copy_from_slice(&self.acts.to_be_bytes());
        let mut act = Map::from_iter([
            ("act", name.into()),
            ("id", bytes(&id)),
            ("on", DAY.into()),
            ("by", "clerk".into()),
        ]);
        act.insert("seen", self.seen(self.size() - 1));
        for (key, value) in fields {
            act.insert(key, value);
        }
        act
    }

    /// What an act says that has seen this entry last.
    pub(crate) fn seen(&self, seq: u64) -> Value {
        Value::Array(vec![int(seq), bytes(&self.leaves[seq as usize].0)])
    }

    /// An act of the roots'.
    pub(crate) fn root_act<'k>(
        &mut self,
        name: &str,
        fields: impl IntoIterator<Item = (&'k str, Value)>,
    ) -> Map {
        let mut act = self.act(name, fields);
        act.remove("by");
        act
    }

    pub(crate) fn enrolment(&mut self, key: Bytes32, role: &str, person: Option<&str>) -> Map {
        let fields = [("key", bytes(&key.0)), ("role", role.into())];
        let mut act = self.root_act("key.enrol", fields);
        if let Some(person) = person {
            act.insert("person", person.into());
        }
        act
    }

    pub(crate) fn revocation(&mut self, seed: u8, reason: &str) -> Map {
        let fields = [
            ("kid", bytes(&kid(&public(seed)).0)),
            ("reason", reason.into()),
        ];
        self.root_act("key.revoke", fields)
    }

    pub(crate) fn note(&mut self) -> Map {
        let document = format!("tl-{}", self.acts);
        self.act("mark.apply", [("document", document.as_str().into())])
    }

    pub(crate) fn notes(&mut self, count: usize) {
        for _ in 0..count {
            let act = self.note();
            self.push(act);
        }
    }

    /// Signed by the clerk.
    pub(crate) fn push(&mut self, act: Map) {
        self.push_by(CLERK, act);
    }

    pub(crate) fn push_by(&mut self, seed: u8, act: Map) {
        let statement = self.sign(seed, &act);
        self.place(&statement, vec![]);
    }

    pub(crate) fn sign(&self, seed: u8, act: &Map) -> Statement {
        Statement::sign(act, self.scope(), &signer(seed)).unwrap()
    }

    pub(crate) fn place(&mut self, statement: &Statement, cosigned: Vec<Cosignature>) {
        self.received += 1000;
        let received = self.received;
        self.place_bytes(received, statement.encode(), cosigned);
    }

    pub(crate) fn place_bytes(
        &mut self,
        received: i64,
        statement: Vec<u8>,
        cosigned: Vec<Cosignature>,
    ) {
        let entry = Entry {
            seq: self.size(),
            prev: self.leaves.last().copied().unwrap_or(Bytes32([0; 32])),
            received,
            statement,
            cosigned,
        };
        self.entry(entry.encode());
    }

    /// An entry's bytes as they are.
    pub(crate) fn entry(&mut self, entry: Vec<u8>) {
        let leaf = leaf_hash(&entry);
        self.frontier.push(leaf);
        self.leaves.push(leaf);
        self.record(1, &entry);
        self.entries.push(entry);
    }

    pub(crate) fn record(&mut self, kind: u8, bytes: &[u8]) {
        self.file.extend(record(kind, bytes));
    }

    pub(crate) fn checkpoint(&mut self, seed: u8) {
        let note = self.note_of(seed);
        self.record(2, note.as_bytes());
    }

    pub(crate) fn as_checkpoint(&self) -> Checkpoint {
        Checkpoint {
            ledger: self.ledger(),
            size: self.size(),
            root: self.frontier.root(),
        }
    }

    pub(crate) fn note_of(&self, seed: u8) -> String {
        self.as_checkpoint().sign(&signer(seed)).unwrap()
    }

    /// The text of `tip` for the file as it stands.
    pub(crate) fn tip(&self) -> String {
        let tip = bmnn_store::Tip {
            size: self.size(),
            length: self.file.len() as u64,
            root: self.frontier.root(),
        };
        String::from_utf8(tip.to_bytes()).unwrap()
    }
}

/// A record with its framing.
pub(crate) fn record(kind: u8, bytes: &[u8]) -> Vec<u8> {
    let mut covered = u32::try_from(bytes.len()).unwrap().to_le_bytes().to_vec();
    covered.push(kind);
    covered.extend_from_slice(bytes);
    let crc = crc32c::crc32c(&covered);
    [&covered[..4], &crc.to_le_bytes(), &covered[4..]].concat()
}
