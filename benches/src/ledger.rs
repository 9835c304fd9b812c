//! Long ledgers, written as fast as they can be signed: what verification is
//! measured on.

use bmnn::id::Bytes32;
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::tree::{Frontier, leaf_hash};
use bmnn::ledger::{Batch, Chain, Entry, PlainSigner, Scope, Signer, Statement, Window};
use bmnn::value::{Map, Value};
use bmnn_store::MAGIC;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// How many people sign.
const ACTORS: u8 = 5;
/// How many signatures are kept beside the file.
const KEPT: usize = 1024;

/// A signature as whoever checks nothing else needs it.
pub(crate) struct Signed {
    pub(crate) key: Bytes32,
    /// The Sig_structure.
    pub(crate) message: Vec<u8>,
    pub(crate) signature: [u8; 64],
}

/// A ledger's file that grows.
pub(crate) struct LongLedger {
    file: BufWriter<File>,
    frontier: Frontier,
    last: Bytes32,
    ledger: Bytes32,
    ledger_key: PlainSigner,
    actors: Vec<PlainSigner>,
    now: i64,
    /// The bytes of the last entry.
    pub(crate) entry: Vec<u8>,
    /// The statements' signatures of the first 1 024 entries that it grew by.
    pub(crate) signed: Vec<Signed>,
}

impl LongLedger {
    /// A ledger at `path` that is open, with its people and their keys.
    pub(crate) fn create(path: &Path) -> Result<Self, Box<dyn Error>> {
        let root = PlainSigner::from_seed(&[1; 32]);
        let ledger_key = PlainSigner::from_seed(&[2; 32]);
        let actors: Vec<_> = (0..ACTORS)
            .map(|n| PlainSigner::from_seed(&[10 + n; 32]))
            .collect();
        let key = |signer: &PlainSigner| Value::Bytes(signer.public_key().0.to_vec());
        let now = 1_772_416_800_000;
        let mut batch = Batch::new(&Chain::default(), Window::default());
        let mut open = act("ledger.open", u64::MAX, None);
        open.insert("agency", "CƠ QUAN THỬ NGHIỆM".into());
        open.insert("roots", Value::Array(vec![key(&root)]));
        open.insert("threshold", Value::Int(1));
        open.insert("ledger-key", key(&ledger_key));
        let statement = Statement::sign(&open, Scope::Opening, &root)?;
        batch.push(&statement, vec![], now)?;
        for (n, actor) in (0_u64..).zip(&actors) {
            let person = person(n);
            let mut enrol = act("key.enrol", u64::MAX - 1 - n, None);
            enrol.insert("key", key(actor));
            enrol.insert("role", "actor".into());
            enrol.insert("person", person.as_str().into());
            enrol.insert("seen", seen(batch.chain().last())?);
            let statement = Statement::sign(&enrol, batch.chain().scope(), &root)?;
            batch.push(&statement, vec![], now)?;
            let mut enrol = act("person.enrol", u64::MAX - 100 - n, Some(&person));
            enrol.insert("person", person.as_str().into());
            enrol.insert("seen", seen(batch.chain().last())?);
            let statement = Statement::sign(&enrol, batch.chain().scope(), actor)?;
            batch.push(&statement, vec![], now)?;
        }
        let commit = batch.seal(&ledger_key)?;
        let mut ledger = Self {
            file: BufWriter::new(File::create(path)?),
            frontier: Frontier::default(),
            last: Bytes32([0; 32]),
            ledger: commit.chain().ledger().ok_or("no ledger-id")?,
            ledger_key,
            actors,
            now,
            entry: Vec::new(),
            signed: Vec::new(),
        };
        ledger.file.write_all(&MAGIC)?;
        for entry in commit.entries() {
            ledger.entry(entry)?;
        }
        ledger.record(2, commit.note().as_bytes())?;
        Ok(ledger)
    }

    /// Adds commits of `each` entries, `count` entries in all.
    pub(crate) fn grow(&mut self, count: u64, each: u64) -> Result<(), Box<dyn Error>> {
        for n in 1..=count {
            let seq = self.frontier.size();
            let who = seq % u64::from(ACTORS);
            let actor = usize::try_from(who)?;
            let mut act = act("copy.transfer", seq, Some(&person(who)));
            act.insert("seen", seen(Some((seq - 1, self.last)))?);
            act.insert("pack", "vn-2025".into());
            act.insert("to", "so-noi-vu".into());
            let copy = format!("doc-{seq}#1");
            act.insert("copies", Value::Array(vec![copy.as_str().into()]));
            act.insert("delivery", "hand".into());
            let actor = self.actors.get(actor).ok_or("no such actor")?;
            let statement = Statement::sign(&act, Scope::Ledger(self.ledger), actor)?;
            if self.signed.len() < KEPT {
                let signed = signed(&statement, &self.ledger, actor)?;
                self.signed.push(signed);
            }
            self.now += 7;
            let entry = Entry {
                seq,
                prev: self.last,
                received: self.now,
                statement: statement.encode(),
                cosigned: Vec::new(),
            };
            self.entry(&entry.encode())?;
            if n % each == 0 || n == count {
                let checkpoint = Checkpoint {
                    ledger: self.ledger,
                    size: self.frontier.size(),
                    root: self.frontier.root(),
                };
                let note = checkpoint.sign(&self.ledger_key)?;
                self.record(2, note.as_bytes())?;
            }
        }
        Ok(self.file.flush()?)
    }

    fn entry(&mut self, entry: &[u8]) -> std::io::Result<()> {
        self.last = leaf_hash(entry);
        self.frontier.push(self.last);
        self.entry = entry.to_vec();
        self.record(1, entry)
    }

    fn record(&mut self, kind: u8, bytes: &[u8]) -> std::io::Result<()> {
        // No record here is near 1 MiB.
        let length = (bytes.len() as u32).to_le_bytes();
        let crc = crc32c::crc32c_append(crc32c::crc32c(&length), &[kind]);
        let crc = crc32c::crc32c_append(crc, bytes);
        self.file.write_all(&length)?;
        self.file.write_all(&crc.to_le_bytes())?;
        self.file.write_all(&[kind])?;
        self.file.write_all(bytes)
    }
}

/// Takes a statement apart, as the format says (RFC 9052 §4.4).
fn signed(
    statement: &Statement,
    ledger: &Bytes32,
    actor: &PlainSigner,
) -> Result<Signed, Box<dyn Error>> {
    let encoded = statement.encode();
    let signature = *encoded.last_chunk().ok_or("no signature")?;
    let payload = statement.payload();
    let mut message = b"\x84\x6ASignature1\x4D\xA2\x01\x27\x04\x48".to_vec();
    message.extend(statement.kid().0);
    message.extend(b"\x58\x30bmnn/statement/1");
    message.extend(ledger.0);
    // The payload's head is the one that the statement has, in front of it.
    let behind = encoded.len() - 66;
    let head = encoded.get(17..behind - payload.len());
    message.extend(head.ok_or("no payload")?);
    message.extend(payload);
    let key = actor.public_key();
    if bmnn::ledger::key::PublicKey::parse(&key)?.verifies(&message, &signature) {
        Ok(Signed {
            key,
            message,
            signature,
        })
    } else {
        Err("the signature is over another message".into())
    }
}

fn person(n: u64) -> String {
    format!("van-thu-{n}")
}

fn act(name: &str, n: u64, by: Option<&str>) -> Map {
    let mut id = [0; 16];
    // Ids are random in life: no order for a table to profit from.
    for (place, half) in id.as_chunks_mut::<8>().0.iter_mut().zip(1_u64..) {
        *place = n
            .wrapping_mul(0x9E37_79B9_7F4A_7C15 + 2 * half)
            .to_be_bytes();
    }
    let mut act = Map::from_iter([
        ("act", name.into()),
        ("id", Value::Bytes(id.to_vec())),
        ("on", "2026-03-02".into()),
    ]);
    if let Some(by) = by {
        act.insert("by", by.into());
    }
    act
}

fn seen(last: Option<(u64, Bytes32)>) -> Result<Value, Box<dyn Error>> {
    let (seq, leaf) = last.ok_or("the ledger is empty")?;
    Ok(Value::Array(vec![
        Value::Int(i64::try_from(seq)?),
        Value::Bytes(leaf.0.to_vec()),
    ]))
}
