//! The acts of a ledger replayed from nothing: was each lawful when it was
//! recorded, and does every copy add up at the end?

use super::hands::Hands;
use crate::packs::Library;
use crate::vault::{Vault, VaultError};
use bmnn::act::{Act, schema, sealing};
use bmnn::copy::CopyRef;
use bmnn::custody::{
    Copy, CopyState, Deed, Document, Kind as RecordOf, Query, Recorded, State, World,
};
use bmnn::date::Date;
use bmnn::decide::{Decision, Recording, decide};
use bmnn::id::{ActId, Id};
use bmnn::ledger::finding::{Finding, Kind, Position};
use bmnn::ledger::verify::Verifier;
use bmnn::ledger::{Entry, Record, RecordKind};
use bmnn::pack::Packs;
use bmnn::value::Map;
use std::collections::{BTreeMap, BTreeSet};

/// A replay under way.
pub(super) struct Replay<'a> {
    library: &'a Library,
    vault: Option<&'a Vault>,
    world: World,
    packs: Packs,
    ids: BTreeMap<ActId, u64>,
    outcome: Outcome,
}

/// What a replay has to say.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) findings: Vec<Finding>,
    pub(super) acts: BTreeMap<String, u64>,
    pub(super) hands: Hands,
    /// Why it ended early.
    pub(super) stopped: Option<String>,
    pub(super) seals_checked: bool,
}

impl<'a> Replay<'a> {
    pub(super) fn new(library: &'a Library, vault: Option<&'a Vault>) -> Self {
        Self {
            library,
            vault,
            world: World::default(),
            packs: Packs::new(),
            ids: BTreeMap::new(),
            outcome: Outcome {
                seals_checked: vault.is_some(),
                ..Outcome::default()
            },
        }
    }

    /// Replays a record's act, behind which `verifier` stands.
    pub(super) fn record(&mut self, record: &Record, verifier: &Verifier) {
        if self.outcome.stopped.is_some() {
            return;
        }
        match record.kind {
            RecordKind::Entry => self.entry(&record.bytes, verifier),
            RecordKind::Withheld => self.stop("entries are withheld"),
            RecordKind::Checkpoint | RecordKind::Unknown(_) => {}
        }
    }

    fn stop(&mut self, why: impl Into<String>) {
        self.outcome.stopped.get_or_insert(why.into());
    }

    fn find(&mut self, finding: Finding) {
        self.outcome.findings.push(finding);
    }

    fn entry(&mut self, bytes: &[u8], verifier: &Verifier) {
        let seq = verifier.chain().size().saturating_sub(1);
        let decoded = Entry::decode(bytes)
            .ok()
            .filter(|(entry, _)| entry.seq == seq);
        let act = decoded
            .as_ref()
            .and_then(|(_, statement)| statement.act().ok());
        let (Some((entry, statement)), Some(map)) = (decoded, act) else {
            return self.stop(format!("entry {seq} is damaged"));
        };
        let keys = verifier.chain().keys();
        let kids = entry.cosigned.iter().map(|cosigned| cosigned.kid);
        let signers: Vec<Id> = std::iter::once(statement.kid())
            .chain(kids)
            .filter_map(|kid| keys.get(&kid)?.person().cloned())
            .collect();
        self.seals(seq, &map);
        let Some(act) = self.read(seq, map, &signers) else {
            return;
        };
        let Some(day) = Date::of_unix_millis(entry.received) else {
            return self.stop(format!(
                "entry {seq} was received on no day of the calendar"
            ));
        };
        self.unique(seq, act.common.id);
        self.judge(seq, &act, day);
    }

    /// The act, if this program knows it.
    fn read(&mut self, seq: u64, mut map: Map, signers: &[Id]) -> Option<Act> {
        let position = Position::Entry(seq);
        let name = map.get("act").and_then(|name| name.as_text());
        let name = name.unwrap_or_default().to_owned();
        *self.outcome.acts.entry(name.clone()).or_default() += 1;
        let Some(schema) = schema::act(&name) else {
            let detail = "an act of a name that this program does not know; it was not replayed";
            self.find(Finding::warning(Kind::UnknownAct, position, detail));
            return None;
        };
        self.outcome.hands += Hands::of(&map, schema, signers);
        let unknown: Vec<String> = map
            .keys()
            .filter(|key| *key != "act" && schema.field(key).is_none())
            .map(str::to_owned)
            .collect();
        for key in unknown {
            let detail = format!("`{name}` has a field `{key}` that this program does not know");
            self.find(Finding::warning(Kind::UnknownField, position, detail));
            map.remove(&key);
        }
        match Act::from_map(&map) {
            Ok(act) => Some(act),
            Err(error) => {
                let detail = format!("`{name}` is not as the catalogue says: {error}");
                self.find(Finding::error(Kind::BadEncoding, position, detail));
                None
            }
        }
    }

    /// The ledger's own verification compares ids within its window; this one
    /// compares all.
    fn unique(&mut self, seq: u64, id: Option<ActId>) {
        let Some(id) = id else { return };
        let window = bmnn::ledger::window::WINDOW;
        match self.ids.insert(id, seq) {
            Some(first) if seq - first > window => {
                let detail = format!("the act's id is that of entry {first}");
                let position = Position::Entry(seq);
                self.find(Finding::error(Kind::DuplicateId, position, detail));
            }
            _ => {}
        }
    }

    fn judge(&mut self, seq: u64, act: &Act, day: Date) {
        let position = Position::Entry(seq);
        let recording = Recording { seq, day };
        let Ok(judgment) = decide(&self.world, &self.packs, act, recording) else {
            return self.stop("the state in memory cannot be read");
        };
        match &judgment.decision {
            Decision::Refused { reasons, .. } => {
                let detail = said(reasons);
                self.find(Finding::error(Kind::Unlawful, position, detail));
            }
            Decision::Allowed { irregular, .. } if !irregular.is_empty() => {
                let detail = format!(
                    "recorded against the law on the head's decision: {}",
                    said(irregular)
                );
                self.find(Finding::notice(Kind::Irregular, position, detail));
            }
            Decision::Allowed { .. } => {}
        }
        let adopts = |key: &bmnn::custody::Key| key.kind == RecordOf::AdoptedPack;
        let adopts = judgment.changes.keys().any(adopts);
        let id = act.common.id.unwrap_or(ActId([0; 16]));
        self.world.apply(seq, id, judgment.changes, judgment.rests);
        if adopts {
            match self.library.adopted(&self.world) {
                Ok(packs) => self.packs = packs,
                Err(error) => self.stop(error.to_string()),
            }
        }
    }

    /// Every commitment has its value in the vault.
    fn seals(&mut self, seq: u64, map: &Map) {
        let Some(vault) = self.vault else { return };
        let position = Position::Entry(seq);
        for (path, commitment) in sealing::commitments(map) {
            let finding = match vault.get(&commitment) {
                Ok(Some(_)) => continue,
                Ok(None) => {
                    let detail = format!("the vault does not have the value of `{path}`");
                    Finding::warning(Kind::SealMissing, position, detail)
                }
                Err(VaultError::Mismatch { .. }) => {
                    let detail = format!("the vault has another value for `{path}`");
                    Finding::error(Kind::SealMismatch, position, detail)
                }
                Err(_) => {
                    self.outcome.seals_checked = false;
                    return;
                }
            };
            self.find(finding);
        }
    }

    /// What stands at the end.
    pub(super) fn finish(mut self) -> Outcome {
        if self.outcome.stopped.is_none() {
            let copies: Vec<Copy> = self.all(RecordOf::Copy);
            self.open_legs(&copies);
            self.conservation(&copies);
        }
        self.outcome
    }

    fn all<R: Recorded>(&self, kind: RecordOf) -> Vec<R> {
        let records = self.world.select(&Query::All(kind)).unwrap_or_default();
        records.into_iter().filter_map(R::of).collect()
    }

    /// The entry that an act is in.
    fn place(&self, act: Option<ActId>) -> Position {
        let world: &dyn State = &self.world;
        let deed = act.and_then(|act| world.find::<Deed>(act).ok().flatten());
        deed.map_or(Position::Ledger, |deed| Position::Entry(deed.seq))
    }

    /// Handed over and not yet taken.
    fn open_legs(&mut self, copies: &[Copy]) {
        let under_way = copies
            .iter()
            .filter(|copy| copy.state == CopyState::InTransit);
        let legs: Vec<Finding> = under_way
            .map(|copy| {
                let detail = format!("copy {} was sent and is not yet taken", copy.id);
                Finding::warning(Kind::OpenLeg, self.place(copy.sent_by), detail)
            })
            .collect();
        self.outcome.findings.extend(legs);
    }

    /// *Numbered = held + in transit + delivered + carried out + archived +
    /// returned + destroyed + lost*: each number of an issue is one copy, in
    /// one state.
    ///
    /// An older book rarely says which number went to whom: its copies are
    /// counted rather than called by number, and those it does not name are not
    /// accounted for.
    fn conservation(&mut self, copies: &[Copy]) {
        let there: BTreeSet<&CopyRef> = copies.iter().map(|copy| &copy.id).collect();
        let mut findings = Vec::new();
        for document in self.all::<Document>(RecordOf::Document) {
            // What the older book had; a later issue here goes on behind it.
            let old = if document.imported {
                document.planned.unwrap_or(0)
            } else {
                0
            };
            let named = copies.iter().filter(|copy| {
                let numbered_later = copy.id.number().is_some_and(|number| number > old);
                copy.document == document.id && !copy.id.is_duplicate() && !numbered_later
            });
            let named = if old == 0 {
                0
            } else {
                u32::try_from(named.count()).unwrap_or(u32::MAX)
            };
            if named < old {
                let (id, left) = (&document.id, old.saturating_sub(named));
                let detail =
                    format!("{left} of the {old} copies of {id} are not named by the older book");
                findings.push(Finding::warning(
                    Kind::NotConserved,
                    Position::Ledger,
                    detail,
                ));
            }
            let missing = (old.saturating_add(1)..=document.issued).filter(|number| {
                let copy = CopyRef::numbered(document.id.clone(), *number);
                !copy.is_ok_and(|copy| there.contains(&copy))
            });
            for number in missing {
                let detail = format!("copy {number} of {} is nowhere", document.id);
                findings.push(Finding::error(Kind::NotConserved, Position::Ledger, detail));
            }
        }
        for copy in copies
            .iter()
            .filter(|copy| copy.state == CopyState::Unknown)
        {
            let detail = format!("copy {} of an older book is not accounted for", copy.id);
            findings.push(Finding::warning(
                Kind::NotConserved,
                Position::Ledger,
                detail,
            ));
        }
        self.outcome.findings.extend(findings);
    }
}

fn said(remarks: &[bmnn::decide::Remark]) -> String {
    let said = remarks.iter().map(bmnn::decide::Remark::en);
    said.collect::<Vec<_>>().join("; ")
}
