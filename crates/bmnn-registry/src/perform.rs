//! Putting acts on record.
//!
//! ```text
//! draft ─ fill in ─► act ─ decide ─► allowed ─ seal ─► sign ─► batch ─┐
//!                                                                    │  one commit
//! vault (synced) ─► ledger (synced, read back) ─► tip ─► index  ◄────┘
//! ```
//!
//! Each act is decided on the state after the one before it: what it changes
//! goes into an open transaction of the index at once, and the transaction is
//! kept only when the ledger has the commit. Whatever fails before leaves the
//! ledger, the vault's named values and the index as they were.

use crate::careful::Hands;
use crate::draft::{self, Draft};
use crate::entered::Entered;
use crate::error::PerformError;
use crate::host::Host;
use crate::index::{Index, Indexed};
use crate::packs::Library;
use crate::vault::{SealedValue, ToErase, Vault};
use bmnn::act::{Act, Body, SealedErase, sealing};
use bmnn::custody::{Deed, Kind, Noted, Row, State};
use bmnn::date::Date;
use bmnn::decide::{Decision, Judgment, Reason, Recording, decide, irregular_hand, wanted_hands};
use bmnn::id::{ActId, Bytes32, Id};
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::commit::AppendError;
use bmnn::ledger::key::SignError;
use bmnn::ledger::note::Note;
use bmnn::ledger::{Batch, Chain, Commit, Role, Signer, Statement, cbor, sha256};
use bmnn::pack::Packs;
use bmnn::value::{Map, Value};
use bmnn_store::FileStore;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An act on record.
#[derive(Clone, Debug)]
pub struct Performed {
    /// The position of its entry.
    pub seq: u64,
    /// The entry's leaf hash.
    pub leaf: Bytes32,
    /// The act's id.
    pub id: ActId,
    /// The act's name.
    pub act: String,
    /// The row that it took in a book.
    pub row: Option<Row>,
    /// What the law said, with the duties that it opened and closed.
    pub decision: Decision,
    /// Whether it was there already, under the same id.
    pub repeated: bool,
    commit: Option<Arc<Commit>>,
}

impl Performed {
    /// The receipt: a tlog-proof that the entry is in the ledger, made when it
    /// is asked for. A repeated act has none here; the registry makes one for
    /// any entry.
    #[must_use]
    pub fn receipt(&self) -> Option<String> {
        let proof = self.commit.as_ref()?.receipt(self.seq).ok()?;
        Some(proof.to_text())
    }
}

/// Checkpoints of other ledgers that may be noted, and what was noted of the
/// ledger when that was found out.
pub(crate) type Vouched = BTreeMap<Bytes32, Option<Checkpoint>>;

/// One commit in the making.
pub(crate) struct Desk<'a> {
    store: &'a FileStore,
    index: &'a Index,
    library: &'a Library,
    packs: &'a mut Packs,
    host: &'a mut Host,
    vault: Option<&'a Vault>,
    vouched: &'a Vouched,
    batch: Batch<&'a Index>,
    entries: Vec<Indexed>,
    sealed: Vec<SealedValue>,
    performed: Vec<Performed>,
    /// The drafts taken, by id: a digest of what was asked for, and where it
    /// stands among `performed`.
    taken: BTreeMap<ActId, (Bytes32, usize)>,
    /// The packs adopted, whose texts are to be kept.
    adopted: Vec<(Id, Bytes32)>,
    packs_changed: bool,
    /// What the acts erase from the vault.
    erased: Vec<ToErase>,
    /// Whether the index failed behind the batch, so that nothing can be kept.
    broken: bool,
}

/// What a desk works with.
pub(crate) struct Room<'a> {
    pub(crate) store: &'a FileStore,
    pub(crate) index: &'a Index,
    pub(crate) library: &'a Library,
    pub(crate) packs: &'a mut Packs,
    pub(crate) host: &'a mut Host,
    pub(crate) vault: Option<&'a Vault>,
    pub(crate) vouched: &'a Vouched,
}

/// A commit that is ready for the store, with what goes to the vault and the
/// index beside it.
pub(crate) struct Ready {
    pub(crate) commit: Option<Commit>,
    pub(crate) entries: Vec<Indexed>,
    pub(crate) sealed: Vec<SealedValue>,
    pub(crate) adopted: Vec<(Id, Bytes32)>,
    /// What goes from the vault once the commit is kept.
    pub(crate) erased: Vec<ToErase>,
    pub(crate) performed: Vec<Performed>,
}

impl Ready {
    /// Nothing to keep: only the decisions.
    pub(crate) fn nothing(desk: Desk<'_>) -> Self {
        Self {
            commit: None,
            entries: Vec::new(),
            sealed: Vec::new(),
            adopted: Vec::new(),
            erased: Vec::new(),
            performed: desk.performed,
        }
    }

    /// The acts, each with the commit that proves it.
    pub(crate) fn performed(self) -> Vec<Performed> {
        let mut performed = self.performed;
        if let Some(commit) = self.commit.map(Arc::new) {
            let of_it = performed
                .iter_mut()
                .filter(|done| done.seq >= commit.first());
            of_it.for_each(|done| done.commit = Some(Arc::clone(&commit)));
        }
        performed
    }
}

impl<'a> Desk<'a> {
    /// An empty desk behind `chain`.
    pub(crate) fn new(room: Room<'a>, chain: &Chain) -> Self {
        let Room {
            store,
            index,
            library,
            packs,
            host,
            vault,
            vouched,
        } = room;
        Self {
            store,
            index,
            library,
            packs,
            host,
            vault,
            vouched,
            batch: Batch::new(chain, index),
            entries: Vec::new(),
            sealed: Vec::new(),
            performed: Vec::new(),
            taken: BTreeMap::new(),
            adopted: Vec::new(),
            packs_changed: false,
            erased: Vec::new(),
            broken: false,
        }
    }

    /// Whether nothing that was taken can be kept.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken
    }

    /// Whether an act taken here changed the packs in use.
    pub(crate) fn packs_changed(&self) -> bool {
        self.packs_changed
    }

    /// Whether `ledger.close` ended the ledger, an act taken here included.
    pub(crate) fn is_closed(&self) -> bool {
        self.batch.chain().is_closed()
    }

    /// How many entries there are, those taken included.
    pub(crate) fn size(&self) -> u64 {
        self.batch.chain().size()
    }

    /// The civil day of the clock.
    pub(crate) fn today(&self) -> Result<Date, PerformError> {
        let now = self.host.clock.now();
        Date::of_unix_millis(now).ok_or(PerformError::Clock(now))
    }

    /// Length and digest of each torn tail of which no entry tells yet.
    pub(crate) fn set_aside(&self) -> Vec<(u64, Bytes32)> {
        let aside = self.store.set_aside().iter();
        aside.map(|tail| (tail.length, tail.digest)).collect()
    }

    /// Whether the folder was restored, and no entry tells of it yet.
    pub(crate) fn is_restored(&self) -> bool {
        self.store.is_restored()
    }

    /// Answers only for what is taken from here on.
    pub(crate) fn forget_performed(&mut self) {
        self.performed.clear();
        self.taken.clear();
    }

    /// Takes one act, or finds it there already.
    pub(crate) fn take(&mut self, draft: Draft, hands: &Hands<'_>) -> Result<(), PerformError> {
        let index = self.index;
        let asked = draft.read(&|id| index.act_name(id))?;
        if let Some(id) = draft::id(&asked)
            && let Some(repeated) = self.repeated(&id, &asked)?
        {
            self.performed.push(repeated);
            return Ok(());
        }
        self.no_ready_made(&asked)?;
        let digest = sha256(&[&cbor::encode_map(&asked)?]);
        let id = self.record(asked, hands)?;
        self.taken.insert(id, (digest, self.performed.len() - 1));
        Ok(())
    }

    /// The act that is there under this id, if it is the same.
    fn repeated(&self, id: &ActId, asked: &Map) -> Result<Option<Performed>, PerformError> {
        let other = |seq| PerformError::OtherContent { id: *id, seq };
        if let Some((digest, place)) = self.taken.get(id)
            && let Some(done) = self.performed.get(*place)
        {
            let same = sha256(&[&cbor::encode_map(asked)?]) == *digest;
            let again = Performed {
                repeated: true,
                ..done.clone()
            };
            return if same {
                Ok(Some(again))
            } else {
                Err(other(done.seq))
            };
        }
        let Some(there) = self.index.entry_of(id)? else {
            return Ok(None);
        };
        let entered = Entered::read(self.store, &there)?;
        let open = |commitment: &Bytes32| self.vault?.get(commitment).ok()?;
        let names = |id: &ActId| self.index.act_name(id);
        if !draft::same(asked, &entered.act, &names, &open)? {
            return Err(other(there.seq));
        }
        Ok(Some(Performed {
            seq: there.seq,
            leaf: there.leaf,
            id: *id,
            act: there.act,
            row: self.row_of(id)?,
            decision: Decision::Allowed {
                warnings: Vec::new(),
                irregular: Vec::new(),
                opens: Vec::new(),
                closes: Vec::new(),
            },
            repeated: true,
            commit: None,
        }))
    }

    /// The row that an act on record took.
    fn row_of(&self, id: &ActId) -> Result<Option<Row>, PerformError> {
        let state: &dyn State = self.index;
        let Some((book, number)) = state.find::<Deed>(id)?.and_then(|deed| deed.row) else {
            return Ok(None);
        };
        Ok(state.find(Row::named(&book, number))?)
    }

    /// Decides, seals and signs one act, and gives it its place.
    fn record(&mut self, asked: Map, hands: &Hands<'_>) -> Result<ActId, PerformError> {
        if self.is_closed() {
            return Err(PerformError::Closed);
        }
        let index = self.index;
        let now = self.host.clock.now();
        let day = Date::of_unix_millis(now).ok_or(PerformError::Clock(now))?;
        let map = self.fill_in(asked, &hands.signer)?;
        let act = Act::from_map(&map)?;
        let id = act.common.id.unwrap_or(ActId([0; 16]));
        let seq = self.batch.chain().size();
        self.look_for_pack(&act)?;
        self.look_at_note(&act)?;
        let mut judgment = decide(index, self.packs, &act, Recording { seq, day })?;
        if !judgment.is_allowed() {
            return Err(PerformError::Refused(Box::new(judgment.decision)));
        }
        self.judge_hands(&act, hands, &mut judgment.decision)?;
        let mut to_erase = match &act.body {
            Body::SealedErase(erase) => self.to_erase(erase)?,
            _ => Vec::new(),
        };
        let kept = self.sealed.len();
        let taken = self
            .seal(&map, id)
            .and_then(|sealed| self.sign(&sealed, hands, now));
        let leaf = match taken {
            Ok(leaf) => leaf,
            Err(error) => {
                self.sealed.truncate(kept);
                return Err(error);
            }
        };
        if let Err(error) = self.apply(seq, id, &judgment) {
            self.broken = true;
            return Err(error);
        }
        if let Body::PackAdopt(adopt) = &act.body {
            self.adopted.push((adopt.adopted.clone(), adopt.digest));
        }
        self.erased.append(&mut to_erase);
        self.entries.push(Indexed {
            seq,
            place: 0,
            leaf,
            id: Some(id),
            act: act.name().to_owned(),
            on: Some(act.common.on.to_string()),
            received: now,
        });
        self.performed.push(Performed {
            seq,
            leaf,
            id,
            act: act.name().to_owned(),
            row: judgment.row,
            decision: judgment.decision,
            repeated: false,
            commit: None,
        });
        Ok(id)
    }

    /// What the law and the agency's pack ask of the people whom the act names.
    fn judge_hands(
        &self,
        act: &Act,
        hands: &Hands<'_>,
        decision: &mut Decision,
    ) -> Result<(), PerformError> {
        let people = self.people(hands);
        let mut reasons: Vec<_> = irregular_hand(act, &people).into_iter().collect();
        if let Some(pack) = self.packs.on(act.common.on) {
            let wanted = wanted_hands(act, pack, &people);
            match decision {
                // What the agency asks beyond the law, its head may let pass.
                Decision::Allowed {
                    irregular,
                    warnings,
                    ..
                } if act.common.irregular.is_some() => {
                    let needed = !wanted.is_empty();
                    warnings.retain(|said| !needed || said.reason != Reason::IrregularNotNeeded);
                    irregular.extend(wanted);
                }
                _ => reasons.extend(wanted),
            }
        }
        if reasons.is_empty() {
            return Ok(());
        }
        let warnings = Vec::new();
        let refused = Decision::Refused { reasons, warnings };
        Err(PerformError::Refused(Box::new(refused)))
    }

    /// Fills in what the host leaves to the registry: `id`, `by`, `seen` and
    /// `pack`.
    fn fill_in(&mut self, mut map: Map, signer: &dyn Signer) -> Result<Map, PerformError> {
        if !map.contains("id") {
            let mut id = [0; 16];
            self.host.randomness.fill(&mut id)?;
            map.insert("id", Value::Bytes(id.to_vec()));
        }
        if let Some(person) = self.person(signer)?
            && !map.contains("by")
        {
            map.insert("by", person.as_str().into());
        }
        if let Some((seq, leaf)) = self.batch.chain().last()
            && !map.contains("seen")
        {
            let seq = Value::Int(i64::try_from(seq).unwrap_or(i64::MAX));
            let seen = vec![seq, Value::Bytes(leaf.0.to_vec())];
            map.insert("seen", Value::Array(seen));
        }
        let text = |key: &str| map.get(key).and_then(Value::as_text);
        if !map.contains("pack") && text("act").is_some_and(draft::needs_pack) {
            let on: Option<Date> = text("on").and_then(|on| on.parse().ok());
            let pack = on.and_then(|on| self.packs.on(on));
            if let Some(pack) = pack.map(|pack| pack.id().to_owned()) {
                map.insert("pack", Value::Text(pack));
            }
        }
        Ok(map)
    }

    /// The person whose key signs, if it is an actor's.
    fn person(&self, signer: &dyn Signer) -> Result<Option<Id>, PerformError> {
        let kid = signer.kid();
        let chain = self.batch.chain();
        match chain.keys().get(&kid) {
            Some(key) if key.role() == Role::Actor => Ok(key.person().cloned()),
            Some(_) => Ok(None),
            // The roots of `ledger.open` come with it.
            None if chain.ledger().is_none() => Ok(None),
            None => Err(PerformError::NotEnrolled(kid)),
        }
    }

    /// The persons whose keys sign.
    fn people(&self, hands: &Hands<'_>) -> Vec<Id> {
        let keys = self.batch.chain().keys();
        std::iter::once(&hands.signer)
            .chain(&hands.cosigners)
            .filter_map(|signer| keys.get(&signer.kid())?.person().cloned())
            .collect()
    }

    /// A pack is adopted by the digest of a text that is here.
    fn look_for_pack(&self, act: &Act) -> Result<(), PerformError> {
        if let Body::PackAdopt(adopt) = &act.body {
            self.library
                .whole(&adopt.adopted, &adopt.digest, self.packs)?;
        }
        Ok(())
    }

    /// A checkpoint is noted whose slip was found to hold, with what was noted
    /// then noted still.
    fn look_at_note(&self, act: &Act) -> Result<(), PerformError> {
        let Body::WitnessNote(note) = &act.body else {
            return Ok(());
        };
        let state: &dyn State = self.index;
        let noted = state.find::<Noted>(note.ledger)?;
        let noted = noted.and_then(|noted| Note::parse(&noted.checkpoint).ok());
        let noted = noted.map(|note| *note.checkpoint());
        let digest = sha256(&[note.checkpoint.as_bytes()]);
        match self.vouched.get(&digest) {
            Some(then) if *then == noted => Ok(()),
            _ => Err(PerformError::NotVouched(note.ledger)),
        }
    }

    /// What an act erases, with the commitments that stand in the ledger, or in
    /// the acts of this commit before it.
    fn to_erase(&self, erase: &SealedErase) -> Result<Vec<ToErase>, PerformError> {
        let mut places = Vec::with_capacity(erase.targets.len());
        for target in &erase.targets {
            let taken = self
                .sealed
                .iter()
                .find(|sealed| sealed.act() == target.entry && sealed.path() == target.field);
            let commitment = match (taken, self.index.entry_of(&target.entry)?) {
                (Some(sealed), _) => Some(sealed.commitment()),
                (None, Some(there)) => {
                    let act = Entered::read(self.store, &there)?.act;
                    let mut stand = sealing::commitments(&act).into_iter();
                    stand
                        .find(|(path, _)| *path == target.field)
                        .map(|(_, commitment)| commitment)
                }
                (None, None) => None,
            };
            places.push(ToErase {
                act: target.entry,
                path: target.field.clone(),
                commitment,
            });
        }
        Ok(places)
    }

    /// A value is sealed here and nowhere else: a commitment that comes ready
    /// made names a value that nobody may ever have had, and that no vault can
    /// give back.
    fn no_ready_made(&self, map: &Map) -> Result<(), PerformError> {
        match sealing::commitments(map).into_iter().next() {
            Some((field, _)) => Err(PerformError::ReadyMade { field }),
            None => Ok(()),
        }
    }

    /// Replaces every plain value in a sealed place by its commitment.
    fn seal(&mut self, map: &Map, id: ActId) -> Result<Map, PerformError> {
        let (index, randomness) = (self.index, &mut self.host.randomness);
        let sealed = &mut self.sealed;
        let mut failed: Option<PerformError> = None;
        let mut seal = |path: &str, value: &Value| {
            let mut one = || -> Result<SealedValue, PerformError> {
                let mut salt = [0; 32];
                randomness.fill(&mut salt)?;
                Ok(SealedValue::seal(id, path, Bytes32(salt), value.clone())?)
            };
            match one() {
                Ok(value) => {
                    let commitment = value.commitment();
                    sealed.push(value);
                    commitment
                }
                Err(error) => {
                    failed.get_or_insert(error);
                    Bytes32([0; 32])
                }
            }
        };
        let map = sealing::seal(map, &|id| index.act_name(id), &mut seal)?;
        failed.map_or(Ok(map), Err)
    }

    fn sign(&mut self, map: &Map, hands: &Hands<'_>, now: i64) -> Result<Bytes32, PerformError> {
        let scope = match map.get("act").and_then(Value::as_text) {
            Some("ledger.open") => bmnn::ledger::Scope::Opening,
            _ => self.batch.chain().scope(),
        };
        let statement = Statement::sign(map, scope, &hands.signer)?;
        let cosigned = hands
            .cosigners
            .iter()
            .map(|cosigner| statement.cosign(scope, cosigner))
            .collect::<Result<Vec<_>, _>>()?;
        match self.batch.push(&statement, cosigned, now) {
            Ok(examined) => Ok(examined.leaf()),
            // It was signed just now: who gave a bad signature is the signer.
            Err(AppendError::Refused(findings))
                if findings
                    .iter()
                    .any(|found| found.kind == bmnn::ledger::Kind::BadSignature) =>
            {
                Err(SignError::Invalid.into())
            }
            Err(AppendError::Refused(findings)) => Err(PerformError::Ledger(findings)),
            Err(AppendError::Time(time)) => Err(PerformError::Clock(time)),
            Err(AppendError::History(error)) => Err(error.into()),
        }
    }

    fn apply(&mut self, seq: u64, id: ActId, judgment: &Judgment) -> Result<(), PerformError> {
        self.index
            .apply(seq, id, &judgment.changes, &judgment.rests)?;
        self.index.set_applied(seq + 1);
        let adopts = |key: &bmnn::custody::Key| key.kind == Kind::AdoptedPack;
        if judgment.changes.keys().any(adopts) {
            self.packs_changed = true;
            *self.packs = self.library.adopted(self.index)?;
        }
        Ok(())
    }

    /// Signs the checkpoint over everything taken.
    pub(crate) fn seal_commit(self, ledger_key: &dyn Signer) -> Result<Ready, PerformError> {
        let commit = match self.batch.is_empty() {
            true => None,
            false => Some(self.batch.seal(ledger_key)?),
        };
        Ok(Ready {
            commit,
            entries: self.entries,
            sealed: self.sealed,
            adopted: self.adopted,
            erased: self.erased,
            performed: self.performed,
        })
    }
}
