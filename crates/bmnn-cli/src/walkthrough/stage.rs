//! Where the story happens: one registry, one clerk, one clock.

use std::collections::BTreeMap;
use std::path::PathBuf;

use bmnn::copy::CopyRef;
use bmnn::custody::{Copy, CopyState, Document, Query, Recorded};
use bmnn::date::{Date, Time};
use bmnn::id::{ActId, Id};
use bmnn::ledger::PlainSigner;
use bmnn::status::Status;
use bmnn_registry::host::SetClock;
use bmnn_registry::{PerformError, Performed, Registry};
use serde_json::{Value, json};

use super::fixtures::Fixtures;
use super::teller::{self, Teller};
use crate::failure::Failure;
use crate::lang::Lang;

/// So long the clerk takes for one act.
const A_MINUTE: i64 = 60_000;

/// The registry of the story, and what later days rest on.
pub(super) struct Stage {
    pub(super) teller: Teller,
    pub(super) registry: Registry,
    pub(super) folder: PathBuf,
    pub(super) fixtures: Fixtures,
    /// The day of the story.
    pub(super) today: Date,
    clerk: PlainSigner,
    clock: SetClock,
    noted: BTreeMap<&'static str, ActId>,
    /// The acts that were refused.
    pub(super) refusals: usize,
}

impl Stage {
    pub(super) fn new(
        teller: Teller,
        registry: Registry,
        folder: PathBuf,
        fixtures: Fixtures,
        clerk: PlainSigner,
        clock: SetClock,
        today: Date,
    ) -> Self {
        let noted = BTreeMap::new();
        Self {
            teller,
            registry,
            folder,
            fixtures,
            today,
            clerk,
            clock,
            noted,
            refusals: 0,
        }
    }

    /// A new day begins.
    pub(super) fn day(&mut self, on: &str, at: &str, vi: &str, en: &str) -> Result<(), Failure> {
        self.today = parse_date(on)?;
        self.at(at)?;
        self.teller.heading(self.today, vi, en);
        Ok(())
    }

    /// Later on the same day.
    pub(super) fn at(&mut self, time: &str) -> Result<(), Failure> {
        self.clock.set_to(self.today, parse_time(time)?);
        Ok(())
    }

    pub(super) fn say(&mut self, vi: &str, en: &str) {
        self.teller.say(vi, en);
    }

    /// Puts an act on record and tells what the registry answered.
    pub(super) fn perform(&mut self, act: Value) -> Result<Performed, Failure> {
        self.clock.advance(A_MINUTE);
        let performed = self.registry.perform(self.dated(act), &self.clerk)?;
        self.teller.done(std::slice::from_ref(&performed));
        Ok(performed)
    }

    /// Puts several acts on record in one commit.
    pub(super) fn perform_all(&mut self, acts: Vec<Value>) -> Result<Vec<Performed>, Failure> {
        self.clock.advance(A_MINUTE);
        let acts: Vec<Value> = acts.into_iter().map(|act| self.dated(act)).collect();
        let performed = self.registry.perform_all(acts, &self.clerk)?;
        self.teller.done(&performed);
        Ok(performed)
    }

    /// Tries an act that the story knows to be refused for `reason`, and tells
    /// why. Nothing is written.
    pub(super) fn refused(&mut self, act: Value, reason: &str) -> Result<(), Failure> {
        self.clock.advance(A_MINUTE);
        let act = self.dated(act);
        let name = act
            .get("act")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let size = self.registry.size();
        match self.registry.perform(act, &self.clerk) {
            Err(PerformError::Refused(decision)) => {
                let bmnn::decide::Decision::Refused { reasons, .. } = decision.as_ref() else {
                    return Err(astray(&name, reason));
                };
                let as_told = reasons.iter().any(|remark| remark.reason.code() == reason);
                if !as_told || self.registry.size() != size {
                    return Err(astray(&name, reason));
                }
                self.refusals += 1;
                self.teller.refused(&name, &decision);
                Ok(())
            }
            Err(error) => Err(error.into()),
            Ok(_) => Err(astray(&name, reason)),
        }
    }

    /// Acts of today bear today's date, unless they say another.
    fn dated(&self, mut act: Value) -> Value {
        if let Some(fields) = act.as_object_mut() {
            fields
                .entry("on")
                .or_insert_with(|| json!(self.today.to_string()));
        }
        act
    }

    /// Keeps the id of an act that a later day rests on.
    pub(super) fn note(&mut self, name: &'static str, performed: &Performed) {
        self.noted.insert(name, performed.id);
    }

    /// The id that was kept, as JSON gives it.
    pub(super) fn noted(&self, name: &'static str) -> Result<String, Failure> {
        let noted = self.noted.get(name).map(ToString::to_string);
        noted.ok_or_else(|| {
            Failure::new(
                format!("truyện chưa ghi `{name}`"),
                format!("the story has no `{name}`"),
            )
        })
    }

    pub(super) fn document(&self, id: &str) -> Result<Document, Failure> {
        let sheet = self.registry.document(&parse_id(id)?)?;
        sheet.map(|sheet| sheet.document).ok_or_else(|| absent(id))
    }

    pub(super) fn copies(&self, id: &str) -> Result<Vec<Copy>, Failure> {
        let sheet = self.registry.document(&parse_id(id)?)?;
        sheet.map(|sheet| sheet.copies).ok_or_else(|| absent(id))
    }

    pub(super) fn copy(&self, name: &str) -> Result<Copy, Failure> {
        let id: CopyRef = name.parse().map_err(|_| absent(name))?;
        self.registry.copy(&id)?.ok_or_else(|| absent(name))
    }

    /// Where a copy is now, as the registry says, for a sentence.
    pub(super) fn whereabouts(&self, name: &str) -> Result<String, Failure> {
        let copy = self.copy(name)?;
        let lang = self.teller.lang();
        let state = lang.pick(copy.state.vi(), copy.state.as_str());
        let holder = copy
            .holder
            .map(|holder| self.teller.called(holder.as_str()));
        Ok(match holder {
            Some(holder) => format!("{name}: {state}, {holder}"),
            None => format!("{name}: {state}"),
        })
    }

    /// The last protected day of a document, as the registry answers it.
    pub(super) fn end_of_term(&self, id: &str, on: Date) -> Result<Date, Failure> {
        self.status(id, on)?.ends.ok_or_else(|| absent(id))
    }

    /// What a document is on a day, as the registry answers it.
    pub(super) fn status(&self, id: &str, on: Date) -> Result<Status, Failure> {
        self.registry
            .status(&parse_id(id)?, on, None)?
            .ok_or_else(|| absent(id))
    }

    /// The copies that a party has here.
    pub(super) fn held_by(&self, party: &str) -> Result<Vec<String>, Failure> {
        let held = self
            .registry
            .state()
            .select(&Query::CopiesHeldBy(parse_id(party)?));
        let held = held.map_err(|e| Failure::new(e.to_string(), e.to_string()))?;
        let copies = held.into_iter().filter_map(Copy::of);
        Ok(copies
            .filter(|copy| copy.state == CopyState::Held)
            .map(|copy| copy.id.to_string())
            .collect())
    }

    /// The next free row of a book, as the registry says.
    pub(super) fn next_row(&self, book: &str) -> Result<u32, Failure> {
        let books = self.registry.books()?;
        let found = books.into_iter().find(|found| found.id.as_str() == book);
        found.map(|found| found.next).ok_or_else(|| absent(book))
    }
}

/// A date in both languages, for a sentence.
pub(super) fn both(on: Date) -> (String, String) {
    (teller::date(on, Lang::Vi), teller::date(on, Lang::En))
}

pub(super) fn parse_date(text: &str) -> Result<Date, Failure> {
    text.parse().map_err(|_| {
        Failure::new(
            format!("`{text}` không phải ngày"),
            format!("`{text}` is no date"),
        )
    })
}

pub(super) fn parse_time(text: &str) -> Result<Time, Failure> {
    text.parse().map_err(|_| {
        Failure::new(
            format!("`{text}` không phải giờ"),
            format!("`{text}` is no time of day"),
        )
    })
}

pub(super) fn parse_id(text: &str) -> Result<Id, Failure> {
    text.parse().map_err(|_| absent(text))
}

fn absent(what: &str) -> Failure {
    Failure::new(
        format!("trong sổ không có `{what}`"),
        format!("the registry has no `{what}`"),
    )
}

/// The law did not say what the story expects: the story is wrong, and says so
/// rather than going on.
fn astray(act: &str, reason: &str) -> Failure {
    Failure::new(
        format!("`{act}` lẽ ra bị từ chối vì `{reason}`"),
        format!("`{act}` was to be refused for `{reason}`"),
    )
}
