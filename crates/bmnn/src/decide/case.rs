//! One act before the law: what is read, said and changed while it is
//! decided.

use super::reasons::{Force, Reason};
use super::said;
use super::{Decision, Judgment, Recording};
use crate::act::{Act, Body, sealing};
use crate::custody::{
    Changes, Deed, Duty, DutyKind, Key, Kind, Query, Record, Recorded, Row, State, StateError,
};
use crate::date::Date;
use crate::id::{ActId, Id};
use crate::pack::{Confidence, Pack, Packs};
use crate::term::Cited;
use std::collections::BTreeSet;
use std::fmt;

/// One thing said against an act, with its facts and its article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What.
    pub reason: Reason,
    /// The facts, by the names that the sentence uses.
    pub facts: Vec<(&'static str, String)>,
    /// The article; absent where no law is needed to see it.
    pub cited: Option<Cited>,
}

impl Remark {
    /// The sentence in Vietnamese, with the article in full.
    #[must_use]
    pub fn vi(&self) -> String {
        let said = self.fill(self.reason.vi(), |name, fact| {
            said::vi(self.reason, name, fact)
        });
        match &self.cited {
            Some(cited) if cited.confidence == Confidence::Unverified => {
                format!("{said} ({}; chưa kiểm chứng)", cited.vi)
            }
            Some(cited) => format!("{said} ({})", cited.vi),
            None => said,
        }
    }

    /// The sentence in English, with the article in full.
    #[must_use]
    pub fn en(&self) -> String {
        let said = self.fill(self.reason.en(), said::en);
        match &self.cited {
            Some(cited) if cited.confidence == Confidence::Unverified => {
                format!("{said} ({}; unverified)", cited.en)
            }
            Some(cited) => format!("{said} ({})", cited.en),
            None => said,
        }
    }

    fn fill(&self, text: &str, say: impl Fn(&str, &str) -> String) -> String {
        self.facts
            .iter()
            .fold(text.to_owned(), |text, (name, fact)| {
                text.replace(&format!("{{{name}}}"), &say(name, fact))
            })
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en())
    }
}

/// One act while it is decided.
///
/// Readers record what the act rests on; `put` and `remove` change records
/// that later readers of the same case see.
pub(super) struct Case<'a> {
    state: &'a dyn State,
    pub(super) packs: &'a Packs,
    pub(super) act: &'a Act,
    pub(super) recording: Recording,
    /// The act's id.
    pub(super) id: ActId,
    /// The legal date.
    pub(super) on: Date,
    changes: Changes,
    rests: BTreeSet<Key>,
    refusals: Vec<Remark>,
    breaches: Vec<Remark>,
    warnings: Vec<Remark>,
    opens: Vec<Duty>,
    closes: Vec<Duty>,
    row: Option<Row>,
    /// The document that the act is on, for its deed.
    pub(super) document: Option<Id>,
}

/// What a finder gives: a record, nothing (and the reason has been said), or
/// a state that cannot be read.
pub(super) type Found<T> = Result<Option<T>, StateError>;

impl<'a> Case<'a> {
    /// Opens the case of `act`.
    pub(super) fn new(
        state: &'a dyn State,
        packs: &'a Packs,
        act: &'a Act,
        recording: Recording,
    ) -> Result<Self, StateError> {
        Ok(Self {
            state,
            packs,
            act,
            recording,
            id: act.common.id.unwrap_or(ActId([0; 16])),
            on: act.common.on,
            changes: Changes::new(),
            rests: BTreeSet::new(),
            refusals: Vec::new(),
            breaches: Vec::new(),
            warnings: Vec::new(),
            opens: Vec::new(),
            closes: Vec::new(),
            row: None,
            document: None,
        })
    }

    /// The pack in force on the day of the step.
    pub(super) fn pack(&self) -> Option<&'a Pack> {
        self.packs.on(self.on)
    }

    /// Whether the pack in force asks for what `provision` says: it is there,
    /// in force and not set to `false`.
    pub(super) fn asks(&self, provision: &str) -> bool {
        let found = self.pack().and_then(|pack| pack.provision(provision));
        found.is_some_and(|found| found.value.holds() && found.holds_on(self.on))
    }

    /// The days that `provision` sets, if it sets any.
    pub(super) fn days(&self, provision: &str) -> Option<i64> {
        self.pack()?
            .provision(provision)?
            .value
            .days()
            .map(i64::from)
    }

    // ---- reading

    /// The record of type `R` named `id`, as this act has it by now, without
    /// resting on it.
    pub(super) fn look<R: Recorded>(&self, id: impl fmt::Display) -> Found<R> {
        let key = Key::of::<R>(id);
        let record = match self.changes.get(&key) {
            Some(changed) => changed.clone(),
            None => self.state.record(&key)?,
        };
        Ok(record.and_then(R::of))
    }

    /// The record of type `R` named `id`; the act rests on it.
    pub(super) fn find<R: Recorded>(&mut self, id: impl fmt::Display) -> Found<R> {
        let id = id.to_string();
        let found = self.look::<R>(&id)?;
        if found.is_some() {
            self.rests.insert(Key::of::<R>(&id));
        }
        Ok(found)
    }

    /// The record of type `R` named `id`, or the impossibility `reason`, whose
    /// fact `{name}` is the id and `{field}` the place in the act.
    pub(super) fn need<R: Recorded>(
        &mut self,
        reason: Reason,
        name: &'static str,
        field: &str,
        id: impl fmt::Display,
    ) -> Found<R> {
        let id = id.to_string();
        let found = self.find(&id)?;
        if found.is_none() {
            self.impossible(reason, [("field", field.to_owned()), (name, id)]);
        }
        Ok(found)
    }

    /// The records that `query` asks for, as this act has them by now.
    pub(super) fn select<R: Recorded>(&self, query: &Query) -> Result<Vec<R>, StateError> {
        let mut overlay = crate::custody::Overlay::new(self.state);
        overlay.apply(self.recording.seq, self.id, self.changes.clone(), []);
        Ok(overlay
            .select(query)?
            .into_iter()
            .filter_map(R::of)
            .collect())
    }

    /// The acts after `seq`, not taken back, that rest on one of `keys`.
    pub(super) fn resting_on(&self, keys: &[Key], seq: u64) -> Result<Vec<ActId>, StateError> {
        self.state.resting_on(keys, seq)
    }

    /// Says that the act rests on `key`.
    pub(super) fn rest_on(&mut self, key: Key) {
        self.rests.insert(key);
    }

    // ---- saying

    /// The facts do not allow it.
    pub(super) fn impossible<const N: usize>(
        &mut self,
        reason: Reason,
        facts: [(&'static str, String); N],
    ) {
        self.say(reason, Force::Impossible, reason.provision(), facts.into());
    }

    /// The law does not allow it, by the reason's own provision.
    pub(super) fn unlawful<const N: usize>(
        &mut self,
        reason: Reason,
        facts: [(&'static str, String); N],
    ) {
        self.say(reason, Force::Unlawful, reason.provision(), facts.into());
    }

    /// The law does not allow it, by `provision`.
    pub(super) fn unlawful_by<const N: usize>(
        &mut self,
        reason: Reason,
        provision: &str,
        facts: [(&'static str, String); N],
    ) {
        self.say(reason, Force::Unlawful, Some(provision), facts.into());
    }

    /// A clerk should know.
    pub(super) fn warn<const N: usize>(
        &mut self,
        reason: Reason,
        facts: [(&'static str, String); N],
    ) {
        self.say(reason, Force::Warning, reason.provision(), facts.into());
    }

    /// A clerk should know, by `provision`.
    pub(super) fn warn_by<const N: usize>(
        &mut self,
        reason: Reason,
        provision: &str,
        facts: [(&'static str, String); N],
    ) {
        self.say(reason, Force::Warning, Some(provision), facts.into());
    }

    /// Only provisions that are sure enough refuse; an agency's own pack may
    /// set `enforce` either way; a pack's silence warns.
    fn say(
        &mut self,
        reason: Reason,
        force: Force,
        provision: Option<&str>,
        facts: Vec<(&'static str, String)>,
    ) {
        let pack = self.pack();
        let cited = provision.and_then(|id| pack.and_then(|pack| Cited::provision(pack, id)));
        let refuses =
            provision.is_some_and(|id| pack.is_some_and(|pack| pack.refuses_on(id, self.on)));
        let remark = Remark {
            reason,
            facts,
            cited,
        };
        let list = match force {
            Force::Impossible => &mut self.refusals,
            Force::Unlawful if refuses => &mut self.breaches,
            Force::Unlawful | Force::Warning => &mut self.warnings,
        };
        if !list.contains(&remark) {
            list.push(remark);
        }
    }

    // ---- changing

    /// Writes a record.
    pub(super) fn put<R: Recorded>(&mut self, record: R) {
        let record = record.record();
        let key = record.key();
        if !matches!(
            key.kind,
            Kind::Book | Kind::Row | Kind::SameSymbol | Kind::Deed
        ) {
            self.rests.insert(key.clone());
        }
        self.changes.insert(key, Some(record));
    }

    /// Puts a record back as it was.
    pub(super) fn restore(&mut self, key: Key, before: Option<Record>) {
        self.changes.insert(key, before);
    }

    /// Opens a duty about `about` (and `document`), due on a day or at once.
    pub(super) fn open_duty(
        &mut self,
        kind: DutyKind,
        about: impl fmt::Display,
        document: Option<&Id>,
        due: Option<Date>,
        provision: &str,
    ) {
        let duty = Duty {
            kind,
            about: about.to_string(),
            document: document.cloned(),
            opened_by: self.id,
            due,
            provision: provision.to_owned(),
            closed_by: None,
        };
        self.opens.push(duty.clone());
        self.put(duty);
    }

    /// Closes the open duties of `kind` about `about`; answers how many.
    pub(super) fn close_duties(
        &mut self,
        kind: DutyKind,
        about: impl fmt::Display,
        which: impl Fn(&Duty) -> bool,
    ) -> Result<usize, StateError> {
        let open: Vec<Duty> = self.select(&Query::OpenDutiesAbout(about.to_string()))?;
        let mut closed = 0;
        for mut duty in open
            .into_iter()
            .filter(|duty| duty.kind == kind && which(duty))
        {
            duty.closed_by = Some(self.id);
            self.closes.push(duty.clone());
            self.put(duty);
            closed += 1;
        }
        Ok(closed)
    }

    /// Says that the act takes `row`.
    pub(super) fn take_row(&mut self, row: Row) {
        self.row = Some(row.clone());
        self.put(row);
    }

    /// The row that the act takes, if it has taken one.
    pub(super) fn taken_row(&self) -> Option<&Row> {
        self.row.as_ref()
    }

    // ---- the end

    /// Closes the case.
    pub(super) fn close(mut self) -> Result<Judgment, StateError> {
        let irregular = self.act.common.irregular.is_some();
        if irregular && self.breaches.is_empty() && self.refusals.is_empty() {
            self.warn(Reason::IrregularNotNeeded, []);
        }
        let mut reasons = std::mem::take(&mut self.refusals);
        if !irregular {
            reasons.append(&mut self.breaches);
        }
        if !reasons.is_empty() {
            let decision = Decision::Refused {
                reasons,
                warnings: self.warnings,
            };
            return Ok(Judgment {
                decision,
                changes: Changes::new(),
                rests: BTreeSet::new(),
                row: None,
            });
        }
        self.keep_deed()?;
        Ok(Judgment {
            decision: Decision::Allowed {
                warnings: self.warnings,
                irregular: self.breaches,
                opens: self.opens,
                closes: self.closes,
            },
            changes: self.changes,
            rests: self.rests,
            row: self.row,
        })
    }

    /// The places of the act that are sealed, or are to be.
    fn sealed(&self) -> Result<Vec<String>, StateError> {
        let corrected = match &self.act.body {
            Body::EntryCorrect(act) => self.look::<Deed>(act.corrected)?.map(|deed| deed.act),
            _ => None,
        };
        let map = self.act.to_map();
        let places = sealing::places(&map, &|_| corrected.clone());
        // An act that was read from a ledger is as its schema says.
        let places = places.unwrap_or_default().into_iter();
        Ok(places.map(|place| place.path).collect())
    }

    /// Puts the act itself on record, with what it takes to take it back.
    /// Books, rows and symbols stay used whatever happens to the act.
    fn keep_deed(&mut self) -> Result<(), StateError> {
        let mut before = Vec::new();
        for key in self.changes.keys() {
            let was = self.state.record(key)?;
            // Rows and numbers that were taken stay taken; a row that was there before is put
            // back. What books hold of their rows goes on; a book opened by mistake goes.
            let stays = match key.kind {
                Kind::SameSymbol | Kind::Deed => true,
                Kind::Row => was.is_none(),
                Kind::Book => was.is_some(),
                _ => false,
            };
            if !stays {
                before.push((key.clone(), was));
            }
        }
        let deed = Deed {
            id: self.id,
            seq: self.recording.seq,
            act: self.act.name().to_owned(),
            on: self.on,
            recorded: self.recording.day,
            document: self.document.clone(),
            row: self.row.as_ref().map(|row| (row.book.clone(), row.number)),
            voided_by: None,
            irregular: !self.breaches.is_empty(),
            sealed: self.sealed()?,
            before,
        };
        self.rests.insert(Key::of::<Deed>(self.id));
        self.put(deed);
        Ok(())
    }
}
