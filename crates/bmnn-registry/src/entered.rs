//! An entry as it stands in the ledger.

use crate::error::ReadError;
use crate::index::Indexed;
use bmnn::id::{ActId, Bytes32, Kid};
use bmnn::ledger::{Entry, RecordKind, Store};
use bmnn::value::{Map, Value};
use bmnn_store::FileStore;

/// An entry of the ledger, with its act as it was signed: commitments where
/// the schema says sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// The position.
    pub seq: u64,
    /// The leaf hash.
    pub leaf: Bytes32,
    /// When it was received, in Unix milliseconds.
    pub received: i64,
    /// The key that signed the statement.
    pub signer: Kid,
    /// The keys that cosigned, in their order.
    pub cosigners: Vec<Kid>,
    /// The act's id, if it has one.
    pub id: Option<ActId>,
    /// The act's name.
    pub name: String,
    /// The act.
    pub act: Map,
}

impl Entered {
    /// Reads the entry that the index knows.
    pub(crate) fn read(store: &FileStore, indexed: &Indexed) -> Result<Self, ReadError> {
        let unreadable = ReadError::Entry(indexed.seq);
        let record = store.read(indexed.place)?;
        if record.kind != RecordKind::Entry {
            return Err(unreadable);
        }
        let decoded = Entry::decode(&record.bytes).ok();
        let Some((entry, statement)) = decoded.filter(|(entry, _)| entry.seq == indexed.seq) else {
            return Err(unreadable);
        };
        let Ok(act) = statement.act() else {
            return Err(unreadable);
        };
        Ok(Self {
            seq: entry.seq,
            leaf: indexed.leaf,
            received: entry.received,
            signer: statement.kid(),
            cosigners: entry.cosigned.iter().map(|one| one.kid).collect(),
            id: indexed.id,
            name: indexed.act.clone(),
            act,
        })
    }

    /// The text of one of the act's fields, if it is one in clear.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.act.get(field).and_then(Value::as_text)
    }
}
