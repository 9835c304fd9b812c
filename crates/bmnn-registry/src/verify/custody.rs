//! The acts of a ledger replayed from nothing: was each lawful when it was
//! recorded, and does every copy add up at the end?
//!
//! The state that the acts make stands in a passing index, so that the memory
//! of a replay does not grow with the ledger.

use super::doubt::Doubts;
use super::hands::Hands;
use crate::error::PerformError;
use crate::index::{Index, Indexed};
use crate::packs::Library;
use crate::vault::{Vault, VaultError};
use bmnn::act::{Act, Body, Origin, WitnessNote, schema, sealing};
use bmnn::copy::CopyRef;
use bmnn::custody::{
    Copy, CopyState, Document, Erasure, Key, Kind as RecordOf, Noted, Query, Recorded, State,
};
use bmnn::date::Date;
use bmnn::decide::{Decision, Recording, decide, irregular_hand, wanted_hands};
use bmnn::id::{ActId, Id};
use bmnn::ledger::finding::{Finding, Kind, Position};
use bmnn::ledger::note::Note;
use bmnn::ledger::tree::{Frontier, leaf_hash};
use bmnn::ledger::verify::Found;
use bmnn::ledger::{Entry, RecordKind};
use bmnn::pack::Packs;
use bmnn::value::{Map, Value};
use bmnn_store::{Medium, Shown, StoreError};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A replay under way.
pub(super) struct Replay<'a> {
    library: &'a Library,
    vault: Option<&'a Vault>,
    state: Option<Index>,
    frontier: Frontier,
    packs: Packs,
    doubts: Doubts,
    outcome: Outcome,
}

/// What a replay has to say.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) found: Found,
    pub(super) acts: BTreeMap<String, u64>,
    pub(super) hands: Hands,
    /// Why it ended early.
    pub(super) stopped: Option<String>,
    pub(super) seals_checked: bool,
    /// How many values are not there since an entry erased them.
    pub(super) erased: u64,
}

impl<'a> Replay<'a> {
    pub(super) fn new(library: &'a Library, vault: Option<&'a Vault>) -> Self {
        let state = Index::passing().and_then(|state| state.begin().map(|()| state));
        let stopped = state.as_ref().err().map(ToString::to_string);
        Self {
            library,
            vault,
            state: state.ok(),
            frontier: Frontier::default(),
            packs: Packs::new(),
            doubts: Doubts::default(),
            outcome: Outcome {
                seals_checked: vault.is_some_and(Vault::is_open),
                stopped,
                ..Outcome::default()
            },
        }
    }

    /// Replays a record's act.
    pub(super) fn record(&mut self, shown: &Shown<'_>) {
        if self.outcome.stopped.is_some() {
            return;
        }
        match shown.record.kind {
            RecordKind::Entry => self.entry(&shown.record.bytes, shown),
            RecordKind::Withheld => self.stop("entries are withheld"),
            RecordKind::Checkpoint | RecordKind::Unknown(_) => {}
        }
    }

    fn stop(&mut self, why: impl Into<String>) {
        self.outcome.stopped.get_or_insert(why.into());
    }

    fn find(&mut self, finding: Finding) {
        self.outcome.found.add(finding);
    }

    fn entry(&mut self, bytes: &[u8], shown: &Shown<'_>) {
        let seq = shown.seq;
        let decoded = Entry::decode(bytes)
            .ok()
            .filter(|(entry, _)| entry.seq == seq);
        let act = decoded
            .as_ref()
            .and_then(|(_, statement)| statement.act().ok());
        let (Some((entry, statement)), Some(map)) = (decoded, act) else {
            return self.stop(format!("entry {seq} is damaged"));
        };
        let kids = entry.cosigned.iter().map(|cosigned| cosigned.kid);
        let signers: Vec<Id> = std::iter::once(statement.kid())
            .chain(kids)
            .filter_map(|kid| shown.person(&kid).cloned())
            .collect();
        self.seals(seq, &map, crate::draft::id(&map));
        let name = map.get("act").and_then(Value::as_text);
        let noted = Indexed {
            seq,
            place: 0,
            leaf: leaf_hash(bytes),
            id: crate::draft::id(&map),
            act: name.unwrap_or_default().to_owned(),
            on: None,
            received: entry.received,
        };
        let Some(act) = self.read(seq, map, &signers) else {
            return;
        };
        self.doubts.note(seq, &act, shown.keys);
        let Some(day) = Date::of_unix_millis(entry.received) else {
            let why = format!("entry {seq} was received on no day of the calendar");
            return self.stop(why);
        };
        if let Err(error) = self.step(&noted, &act, &signers, day) {
            self.stop(error.to_string());
        }
    }

    /// One act on the state that the ones before have made.
    fn step(
        &mut self,
        noted: &Indexed,
        act: &Act,
        signers: &[Id],
        day: Date,
    ) -> Result<(), PerformError> {
        self.unique(noted)?;
        self.judge(noted.seq, act, signers, day)?;
        if let Some(state) = &self.state {
            state.note(noted, &mut self.frontier)?;
            state.set_applied(noted.seq + 1);
        }
        Ok(())
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
        self.stands_in_clear(seq, &map);
        match Act::from_map(&map) {
            Ok(act) => Some(act),
            Err(error) => {
                let detail = format!("`{name}` is not as the catalogue says: {error}");
                self.find(Finding::error(Kind::BadEncoding, position, detail));
                None
            }
        }
    }

    /// Free text, names and digests of secret content are sealed (design §4,
    /// "Act"): whatever wrote the entry, a plain value in their place is a leak.
    fn stands_in_clear(&mut self, seq: u64, map: &Map) {
        let names = |id: &ActId| self.state.as_ref()?.act_name(id);
        // What cannot be read by its schema is told by the reader.
        let places = sealing::places(map, &names).unwrap_or_default();
        let plain: Vec<String> = places
            .into_iter()
            .filter(|place| place.commitment().is_none())
            .map(|place| place.path)
            .collect();
        for path in plain {
            let detail = format!("`{path}` stands in clear where it is to be sealed");
            let position = Position::Entry(seq);
            self.find(Finding::error(Kind::SealMismatch, position, detail));
        }
    }

    /// The ledger's own verification compares ids within its window; this one
    /// compares all.
    fn unique(&mut self, noted: &Indexed) -> Result<(), PerformError> {
        let (Some(state), Some(id)) = (&self.state, &noted.id) else {
            return Ok(());
        };
        let window = bmnn::ledger::window::WINDOW;
        let before = state.entry_of(id)?;
        if let Some(first) = before.filter(|first| noted.seq - first.seq > window) {
            let detail = format!("the act's id is that of entry {}", first.seq);
            let position = Position::Entry(noted.seq);
            self.find(Finding::error(Kind::DuplicateId, position, detail));
        }
        Ok(())
    }

    fn judge(
        &mut self,
        seq: u64,
        act: &Act,
        signers: &[Id],
        day: Date,
    ) -> Result<(), PerformError> {
        let Some(state) = &self.state else {
            return Ok(());
        };
        let position = Position::Entry(seq);
        let judgment = decide(state, &self.packs, act, Recording { seq, day })?;
        let named_only = irregular_hand(act, signers);
        let pack = self.packs.on(act.common.on);
        let wanted = pack.map_or_else(Vec::new, |pack| wanted_hands(act, pack, signers));
        let finding = match &judgment.decision {
            Decision::Refused { reasons, .. } => {
                Some(Finding::error(Kind::Unlawful, position, said(reasons)))
            }
            Decision::Allowed { .. } if named_only.is_some() => {
                let detail = said(named_only.as_slice());
                Some(Finding::error(Kind::Unlawful, position, detail))
            }
            Decision::Allowed { irregular, .. } if !irregular.is_empty() => {
                let why = said(irregular);
                let detail = format!("recorded against the law on the head's decision: {why}");
                Some(Finding::notice(Kind::Irregular, position, detail))
            }
            Decision::Allowed { .. } => None,
        };
        let forked = match &act.body {
            Body::WitnessNote(note) => noted(state, note, position)?,
            _ => None,
        };
        let id = act.common.id.unwrap_or(ActId([0; 16]));
        state.apply(seq, id, &judgment.changes, &judgment.rests)?;
        let adopts = |key: &Key| key.kind == RecordOf::AdoptedPack;
        if judgment.changes.keys().any(adopts) {
            self.packs = self.library.adopted(state)?;
        }
        for finding in finding.into_iter().chain(forked) {
            self.outcome.found.add(finding);
        }
        for remark in wanted {
            // The head let pass what the agency asks beyond the law.
            let finding = match act.common.irregular {
                Some(_) => Finding::notice(Kind::Irregular, position, remark.en()),
                None => Finding::error(Kind::WrongHand, position, remark.en()),
            };
            self.outcome.found.add(finding);
        }
        Ok(())
    }

    /// There is no vault to look into. That it is not here is no fault: the
    /// evidence stands without it. That it cannot be used is one.
    pub(super) fn no_vault(&mut self, error: &VaultError) {
        let detail = format!("`vault.db` cannot be used: {}", reason(error));
        let finding = match error {
            VaultError::Missing { .. } => return,
            VaultError::Damaged { .. }
            | VaultError::Foreign { .. }
            | VaultError::DamagedLock { .. } => {
                Finding::error(Kind::Damaged, Position::Ledger, detail)
            }
            _ => Finding::warning(Kind::SealMissing, Position::Ledger, detail),
        };
        self.find(finding);
    }

    /// Every commitment has its value in the vault.
    fn seals(&mut self, seq: u64, map: &Map, id: Option<ActId>) {
        let Some(vault) = self.vault else { return };
        for (path, commitment) in sealing::commitments(map) {
            // While it is locked, only whose value is there can be told.
            let found = match vault.is_open() {
                true => vault
                    .get(&commitment)
                    .map(|sealed| sealed.map(|one| one.act())),
                false => vault.act_of(&commitment),
            };
            self.seal(seq, id, &path, found);
        }
    }

    fn seal(
        &mut self,
        seq: u64,
        id: Option<ActId>,
        path: &str,
        found: Result<Option<ActId>, VaultError>,
    ) {
        let position = Position::Entry(seq);
        let finding = match found {
            Ok(Some(act)) if Some(act) == id => return,
            // A commitment binds its value to one act.
            Ok(Some(_)) => {
                let detail = format!("the value of `{path}` was sealed for another act");
                Finding::error(Kind::SealMismatch, position, detail)
            }
            // A later entry may say that it was erased: told at the end.
            Ok(None) => {
                if let (Some(state), Some(id)) = (&self.state, id)
                    && state.note_unsealed(seq, &id, path).is_ok()
                {
                    return;
                }
                Finding::warning(Kind::SealMissing, position, missing(path))
            }
            Err(VaultError::Mismatch { .. }) => {
                let detail = format!("what the vault has for `{path}` is not what was sealed");
                Finding::error(Kind::SealMismatch, position, detail)
            }
            Err(error) => {
                // Once is enough: what follows would be said of each entry.
                self.outcome.seals_checked = false;
                self.vault = None;
                return self.no_vault(&error);
            }
        };
        self.find(finding);
    }

    /// Says which acts are signed with a key that was compromised by then;
    /// the records were those of the ledger's file at `path`.
    pub(super) fn name_doubtful(
        &mut self,
        path: &Path,
        file: Option<&dyn Medium>,
    ) -> Result<(), StoreError> {
        self.doubts.name(path, file, &mut self.outcome.found)
    }

    /// What stands at the end.
    pub(super) fn finish(mut self) -> Outcome {
        let erasures = match &self.state {
            Some(state) => {
                let outcome = &mut self.outcome;
                unsealed(state, outcome).and_then(|()| not_erased(state, self.vault, outcome))
            }
            None => Ok(()),
        };
        if let Err(error) = erasures {
            self.stop(error.to_string());
        }
        // What follows the end of the replay was not looked at.
        self.outcome.seals_checked &= self.outcome.stopped.is_none();
        if let (Some(state), None) = (&self.state, &self.outcome.stopped) {
            let found = &mut self.outcome.found;
            let added_up = open_legs(state, found).and_then(|()| conservation(state, found));
            if let Err(error) = added_up {
                self.stop(error.to_string());
            }
        }
        self.outcome
    }
}

/// Values that the vault does not have: erased by an entry, or missing.
fn unsealed(state: &Index, outcome: &mut Outcome) -> Result<(), PerformError> {
    state.each_unsealed(|seq, name, path| {
        match state.one_erasure(name)? {
            Some(_) => outcome.erased += 1,
            None => {
                let position = Position::Entry(seq);
                let detail = match outcome.stopped {
                    // An erasure may stand behind the end of the replay.
                    Some(_) => missing(path),
                    None => format!("{}, and no entry has erased it", missing(path)),
                };
                let finding = Finding::warning(Kind::SealMissing, position, detail);
                outcome.found.add(finding);
            }
        }
        Ok(())
    })?;
    Ok(())
}

/// Values that an entry erased and that the vault has all the same: as after a
/// crash, or in a vault from a backup. The next opening erases them.
fn not_erased(
    state: &Index,
    vault: Option<&Vault>,
    outcome: &mut Outcome,
) -> Result<(), PerformError> {
    let Some(vault) = vault else { return Ok(()) };
    let mut kept = Vec::new();
    state.each(&Query::All(RecordOf::Erasure), |record| {
        let there = |one: &Erasure| vault.keeps(&one.act, &one.field).unwrap_or(false);
        kept.extend(Erasure::of(record).filter(there));
    })?;
    for Erasure {
        act, field, seq, ..
    } in kept
    {
        let of = state.entry_of(&act)?.map_or(seq, |entry| entry.seq);
        let detail = format!(
            "`{field}` of entry {of} is erased, and the vault has its value still: the next \
             opening for writing erases it"
        );
        let position = Position::Entry(seq);
        let finding = Finding::warning(Kind::SealMismatch, position, detail);
        outcome.found.add(finding);
    }
    Ok(())
}

fn missing(path: &str) -> String {
    format!("the vault does not have the value of `{path}`")
}

/// Handed over and not yet taken; or not accounted for since an older book.
fn open_legs(state: &Index, found: &mut Found) -> Result<(), PerformError> {
    let mut copies = Vec::new();
    state.each(&Query::All(RecordOf::Copy), |record| {
        let loose = [CopyState::InTransit, CopyState::Unknown];
        copies.extend(Copy::of(record).filter(|copy| loose.contains(&copy.state)));
    })?;
    for copy in copies {
        if copy.state == CopyState::Unknown {
            let detail = format!("copy {} of an older book is not accounted for", copy.id);
            let position = Position::Ledger;
            found.add(Finding::warning(Kind::NotConserved, position, detail));
            continue;
        }
        let sent = match &copy.sent_by {
            Some(act) => state.entry_of(act)?,
            None => None,
        };
        let position = sent.map_or(Position::Ledger, |entry| Position::Entry(entry.seq));
        let detail = format!("copy {} was sent and is not yet taken", copy.id);
        found.add(Finding::warning(Kind::OpenLeg, position, detail));
    }
    Ok(())
}

/// *Numbered = held + in transit + delivered + carried out + archived +
/// returned + destroyed + lost*: each number of an issue is one copy, in one
/// state. An older book need not name each of its own.
fn conservation(state: &Index, found: &mut Found) -> Result<(), PerformError> {
    let mut issued = Vec::new();
    state.each(&Query::All(RecordOf::Document), |record| {
        let ours = |document: &Document| {
            document.issued > 0 && document.origin == Origin::Own && !document.imported
        };
        let document = Document::of(record).filter(ours);
        issued.extend(document.map(|document| (document.id, document.issued)));
    })?;
    for (document, count) in issued {
        let copies = state.select(&Query::CopiesOf(document.clone()))?;
        let there: BTreeSet<CopyRef> = copies
            .into_iter()
            .filter_map(Copy::of)
            .map(|copy| copy.id)
            .collect();
        for number in 1..=count {
            let copy = CopyRef::numbered(document.clone(), number);
            if !copy.is_ok_and(|copy| there.contains(&copy)) {
                let detail = format!("copy {number} of {document} is nowhere");
                let position = Position::Ledger;
                found.add(Finding::error(Kind::NotConserved, position, detail));
            }
        }
    }
    Ok(())
}

/// What is to be said of a checkpoint of another ledger: that it is none, or
/// that this ledger was seen with two histories. That the other one forked
/// does not speak against this one, which tells of it. A smaller one behind a
/// larger is refused, so that the last that was noted is all to compare with.
fn noted(
    state: &Index,
    note: &WitnessNote,
    position: Position,
) -> Result<Option<Finding>, PerformError> {
    let checkpoint = match Note::parse(&note.checkpoint) {
        Ok(note) => *note.checkpoint(),
        Err(fault) => {
            let detail = format!("the checkpoint noted of ledger {}: {fault}", note.ledger);
            let finding = Finding::error(Kind::BadEncoding, position, detail);
            return Ok(Some(finding));
        }
    };
    let state: &dyn State = state;
    let before = state.find::<Noted>(note.ledger)?;
    let before = before.and_then(|before| Note::parse(&before.checkpoint).ok());
    let other_root = before.is_some_and(|before| {
        let before = before.checkpoint();
        before.size == checkpoint.size && before.root != checkpoint.root
    });
    let (ledger, size) = (note.ledger, checkpoint.size);
    Ok(other_root.then(|| {
        let detail = format!("ledger {ledger} was noted with two roots of {size} entries");
        Finding::warning(Kind::Fork, position, detail)
    }))
}

fn said(remarks: &[bmnn::decide::Remark]) -> String {
    let said = remarks.iter().map(bmnn::decide::Remark::en);
    said.collect::<Vec<_>>().join("; ")
}

/// What is wrong with a vault, without the path of this machine.
fn reason(error: &VaultError) -> String {
    match error {
        VaultError::Damaged { .. } => "SQLite finds it malformed".to_owned(),
        VaultError::Foreign { .. } => "it is no vault".to_owned(),
        VaultError::DamagedLock { .. } => "its lock is damaged".to_owned(),
        VaultError::Later { version, .. } => format!("it has layout {version}"),
        VaultError::Busy { .. } => "another program holds it".to_owned(),
        VaultError::Unreadable { cause, .. } => cause.to_string(),
        _ => "it cannot be read".to_owned(),
    }
}
