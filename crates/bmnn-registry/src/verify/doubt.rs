//! Which acts are doubtful: those signed with a key from the position on at
//! which it was compromised.
//!
//! That a key was compromised is known only at its end, when its acts have
//! gone by; where there is such a key, the file is gone through once more, and
//! only then.

use bmnn::act::{Act, Body, KeyRole};
use bmnn::id::Kid;
use bmnn::ledger::finding::{Finding, Kind, Position};
use bmnn::ledger::keyring::Keyring;
use bmnn::ledger::verify::Found;
use bmnn::ledger::{Entry, Record, RecordKind, Role};
use bmnn_store::{Medium, StoreError, each_record, each_record_of};
use std::ops::ControlFlow;
use std::path::Path;

/// The keys that were compromised, each with its range.
#[derive(Debug, Default)]
pub(super) struct Doubts(Vec<Doubt>);

#[derive(Debug)]
struct Doubt {
    kid: Kid,
    role: Role,
    /// The first position at which it is doubtful.
    since: u64,
    /// The entry that says so, which is the last that it may sign.
    told: u64,
}

impl Doubts {
    /// Takes in what the act at `seq` says; `keys` know what it did.
    pub(super) fn note(&mut self, seq: u64, act: &Act, keys: &Keyring) {
        let (since, kid) = match &act.body {
            Body::KeyRevoke(revoke) => (revoke.since, Some(revoke.kid)),
            // The key before is the one that ended here.
            Body::KeyEnrol(enrol) if enrol.role == KeyRole::Ledger => {
                let mut before = keys
                    .iter()
                    .filter(|(_, key)| key.role() == Role::Ledger && key.last() == Some(seq));
                (enrol.since, before.next().map(|(kid, _)| *kid))
            }
            _ => return,
        };
        let (Some(since), Some(kid)) = (since, kid) else {
            return;
        };
        // An act that the ledger did not take for authentic ends no key.
        let Some(key) = keys.get(&kid).filter(|key| key.last() == Some(seq)) else {
            return;
        };
        self.0.push(Doubt {
            kid,
            role: key.role(),
            since,
            told: seq,
        });
    }

    /// Goes through the ledger's file for the acts within the ranges: the file
    /// at `path`, or `file` where it lies in another.
    pub(super) fn name(
        &self,
        path: &Path,
        file: Option<&dyn Medium>,
        found: &mut Found,
    ) -> Result<(), StoreError> {
        if self.0.is_empty() {
            return Ok(());
        }
        let mut size = 0;
        let mut show = |record: &Record| {
            match record.kind {
                RecordKind::Entry => self.entry(size, record, found),
                RecordKind::Checkpoint => self.checkpoint(size, found),
                RecordKind::Withheld | RecordKind::Unknown(_) => {}
            }
            size += u64::from(matches!(
                record.kind,
                RecordKind::Entry | RecordKind::Withheld
            ));
            ControlFlow::Continue(())
        };
        match file {
            Some(file) => each_record_of(file, path, &mut show),
            None => each_record(path, &mut show),
        }
    }

    fn entry(&self, seq: u64, record: &Record, found: &mut Found) {
        let about = |doubt: &&Doubt| (doubt.since..=doubt.told).contains(&seq);
        let mut about = self.0.iter().filter(about).peekable();
        if about.peek().is_none() {
            return;
        }
        let Ok((entry, statement)) = Entry::decode(&record.bytes) else {
            return;
        };
        for Doubt { kid, since, .. } in about {
            let how = match entry.cosigned.iter().any(|one| one.kid == *kid) {
                _ if statement.kid() == *kid => "signed",
                true => "cosigned",
                false => continue,
            };
            let act = statement.act().ok();
            let name = act.as_ref().and_then(|act| act.get("act")?.as_text());
            let name = name.unwrap_or("an act");
            let detail = format!(
                "`{name}` is {how} with key {kid}, which is doubtful from entry {since} on"
            );
            found.add(Finding::warning(
                Kind::Doubtful,
                Position::Entry(seq),
                detail,
            ));
        }
    }

    /// A checkpoint of a size up to the end of a ledger key is that key's.
    fn checkpoint(&self, size: u64, found: &mut Found) {
        let about =
            |doubt: &&Doubt| doubt.role == Role::Ledger && doubt.since < size && size <= doubt.told;
        for Doubt { kid, since, .. } in self.0.iter().filter(about) {
            let detail =
                format!("it is signed with key {kid}, which is doubtful from entry {since} on");
            let position = Position::Checkpoint(size);
            found.add(Finding::warning(Kind::Doubtful, position, detail));
        }
    }
}
