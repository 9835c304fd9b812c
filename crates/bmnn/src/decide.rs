//! Whether an act is lawful, and what it changes.
//!
//! [`decide`] reads the state, the act and the packs, and answers with a
//! [`Judgment`]: a [`Decision`] and, where the act can stand, the records it
//! changes. It never writes.
//!
//! Only provisions of confidence `text`, `translation` or `secondary` refuse;
//! `inferred`, `unverified` and a pack's silence warn; an agency's own pack may
//! set `enforce` either way. An act refused for legality can be recorded as
//! *irregular* with a reason and the head's decision; an act that is
//! impossible (copy 9 of 7) can never be.

mod authority;
mod books;
mod case;
mod change;
mod common;
mod complete;
mod determine;
mod documents;
mod duplicate;
mod ending;
mod envelope;
mod erasing;
mod handing;
mod hands;
mod incident;
mod issue;
mod keys;
mod mending;
mod notices;
mod office;
mod outside;
mod reasons;
mod receive;
mod said;
mod succession;
mod witness;

use crate::act::{Act, Body};
use crate::custody::{Changes, Duty, Key, Row, State, StateError};
use crate::date::Date;
use crate::pack::Packs;
use case::Case;
use std::collections::BTreeSet;

pub use case::Remark;
pub use hands::{irregular_hand, unknown_hand, wanted_hands};
pub use reasons::{Force, Reason};

/// Where and when an act is put on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recording {
    /// The position that its entry takes.
    pub seq: u64,
    /// The civil day (UTC+7) of the registry's clock.
    pub day: Date,
}

/// What the law says of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It may stand.
    Allowed {
        /// What a clerk should know.
        warnings: Vec<Remark>,
        /// What it breaks, where it is recorded as irregular.
        irregular: Vec<Remark>,
        /// What the law now wants done.
        opens: Vec<Duty>,
        /// What is done by it.
        closes: Vec<Duty>,
    },
    /// It may not.
    Refused {
        /// Every reason, each naming its provision.
        reasons: Vec<Remark>,
        /// What a clerk should know besides.
        warnings: Vec<Remark>,
    },
}

/// A decision, and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgment {
    /// What the law says.
    pub decision: Decision,
    /// The records that the act changes; nothing where it is refused.
    pub changes: Changes,
    /// The records it rests on: those it changes and those it names.
    pub rests: BTreeSet<Key>,
    /// The row it takes in a book.
    pub row: Option<Row>,
}

impl Judgment {
    /// Whether the act may stand.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        matches!(self.decision, Decision::Allowed { .. })
    }
}

/// Decides `act` on `state` under the adopted `packs`.
///
/// # Errors
///
/// [`StateError`] if the state cannot be read. What is wrong with the act is a
/// [`Decision`], not an error.
pub fn decide(
    state: &dyn State,
    packs: &Packs,
    act: &Act,
    recording: Recording,
) -> Result<Judgment, StateError> {
    let mut case = Case::new(state, packs, act, recording)?;
    envelope::judge(&mut case)?;
    match &act.body {
        // The ledger itself judges these.
        Body::LedgerOpen(_) | Body::LedgerRecover(_) => Ok(()),
        Body::LedgerClose(act) => succession::close(&mut case, act),
        Body::LedgerSucceed(act) => succession::succeed(&mut case, act),
        Body::KeyEnrol(act) => keys::enrol(&mut case, act),
        Body::KeyRevoke(act) => keys::revoke(&mut case, act),
        Body::PartyEnrol(act) => office::enrol_party(&mut case, act),
        Body::PartyEnd(act) => office::end_party(&mut case, act),
        Body::PersonEnrol(act) => office::enrol_person(&mut case, act),
        Body::PersonLeave(act) => office::leave(&mut case, act),
        Body::PositionAssign(act) => office::assign(&mut case, act),
        Body::PositionEnd(act) => office::end_position(&mut case, act),
        Body::AuthorityDelegate(act) => office::delegate(&mut case, act),
        Body::AuthorityWithdraw(act) => office::withdraw(&mut case, act),
        Body::PackAdopt(act) => office::adopt_pack(&mut case, act),
        Body::ListAdopt(act) => office::adopt_list(&mut case, act),
        Body::BookOpen(act) => office::open_book(&mut case, act),
        Body::BookClose(act) => office::close_book(&mut case, act),
        Body::EntryCorrect(act) => mending::correct(&mut case, act),
        Body::EntryVoid(act) => mending::void(&mut case, act),
        Body::WitnessNote(act) => witness::note(&mut case, act),
        Body::SealedErase(act) => erasing::erase(&mut case, act),
        Body::DocumentDetermine(act) => determine::determine(&mut case, act),
        Body::DocumentDerive(act) => determine::derive(&mut case, act),
        Body::DocumentIssue(act) => issue::issue(&mut case, act),
        Body::DocumentCancel(act) => issue::cancel(&mut case, act),
        Body::DocumentReceive(act) => receive::receive(&mut case, act),
        Body::DocumentComplete(act) => complete::complete(&mut case, act),
        Body::DocumentImport(act) => receive::import(&mut case, act),
        Body::LevelAdjust(act) => change::adjust(&mut case, act),
        Body::TermExtend(act) => change::extend(&mut case, act),
        Body::DocumentDeclassify(act) => change::declassify(&mut case, act),
        Body::MarkApply(act) => notices::mark(&mut case, act),
        Body::NoticeSend(act) => notices::send(&mut case, act),
        Body::NoticeReceive(act) => notices::receive(&mut case, act),
        Body::CopyReproduce(act) => duplicate::reproduce(&mut case, act),
        Body::CopyTransfer(act) => handing::transfer(&mut case, act),
        Body::CopyAccept(act) => handing::accept(&mut case, act),
        Body::CopyRefuse(act) => handing::refuse(&mut case, act),
        Body::CopyReturn(act) => handing::give_back(&mut case, act),
        Body::CopyRecall(act) => handing::recall(&mut case, act),
        Body::CopyCarryOut(act) => outside::carry_out(&mut case, act),
        Body::CopyBringBack(act) => outside::bring_back(&mut case, act),
        Body::CopyArchive(act) => ending::archive(&mut case, act),
        Body::CopyDestroy(act) => ending::destroy(&mut case, act),
        Body::CopyRecover(act) => ending::recover(&mut case, act),
        Body::IncidentReport(act) => incident::report(&mut case, act),
        Body::IncidentClose(act) => incident::close(&mut case, act),
    }?;
    case.close()
}
