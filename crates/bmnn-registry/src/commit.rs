//! One commit: the lock, the acts, then vault, ledger and index in this order.

use crate::careful::{Careful, Hands};
use crate::draft::Draft;
use crate::entered::Entered;
use crate::error::{Failure, OpenError, PerformError};
use crate::index::{Index, IndexError, Position};
use crate::opening::{bring_up, lock};
use crate::perform::{Desk, Performed, Ready, Room};
use crate::registry::{Imported, Registry};
use crate::vault::{ToErase, VaultError};
use bmnn::act::{Act, Common, LedgerRecover, RecoverWhy, SetAside, sealing};
use bmnn::custody::{Erasure, Kind, Query, Recorded};
use bmnn::date::Date;
use bmnn::id::{ActId, Bytes32};
use bmnn::ledger::{Chain, Store};
use bmnn_store::{FileStore, StoreError};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// A clock further ahead of the last entry than this wants the host's word.
const DAYS_AHEAD: i64 = 31;
const DAY: i64 = 86_400_000;
/// So many sealed values may stand in the vault without its knowing that an
/// entry names them: the next opening looks each of them up.
const UNSETTLED: usize = 4_096;

impl Registry {
    pub(crate) fn locked<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, PerformError>,
    ) -> Result<T, PerformError> {
        if self.writer.is_none() {
            return Err(PerformError::ReadOnly);
        }
        if let Some(failure) = &self.failed {
            return Err(PerformError::Failed(failure.clone()));
        }
        lock(&mut self.store)?;
        let done = catch_unwind(AssertUnwindSafe(|| {
            self.catch_up().and_then(|()| work(self))
        }));
        let done = done.unwrap_or_else(|panic| {
            // A clock or a source of chance of the host's, which are no business
            // of ours: what was begun is taken back, and the panic goes on. A
            // store that was being written is poisoned by itself.
            self.index.roll_back();
            if let Ok(packs) = self.library.adopted(&self.index) {
                self.packs = packs;
            }
            self.store.unlock();
            resume_unwind(panic)
        });
        self.store.unlock();
        done
    }

    /// Takes in what another process has written since.
    fn catch_up(&mut self) -> Result<(), PerformError> {
        if self.position.offset == self.store.end() {
            return Ok(());
        }
        let (store, library) = (&self.store, &self.library);
        let caught_up = bring_up(store, &self.index, library, &mut |_, _| {})
            .and_then(|position| Ok((position, library.adopted(&self.index)?)));
        match caught_up {
            Ok((position, packs)) => {
                self.position = position;
                self.packs = packs;
                Ok(())
            }
            Err(error) => {
                let error = PerformError::CatchUp(Box::new(error));
                self.failed = Some(Failure::of(&error));
                Err(error)
            }
        }
    }

    pub(crate) fn commit_all(
        &mut self,
        drafts: impl IntoIterator<Item = Draft>,
        hands: &Hands<'_>,
        mode: Mode,
    ) -> Result<Imported, PerformError> {
        self.commit_sealed_by(None, drafts, hands, mode)
    }

    /// As [`commit_all`](Self::commit_all), with the checkpoint signed by the
    /// ledger key that an act among them enrols.
    pub(crate) fn commit_sealed_by(
        &mut self,
        successor: Option<Careful<'_>>,
        drafts: impl IntoIterator<Item = Draft>,
        hands: &Hands<'_>,
        mode: Mode,
    ) -> Result<Imported, PerformError> {
        self.check_clock()?;
        let Some(writer) = &mut self.writer else {
            return Err(PerformError::ReadOnly);
        };
        let ledger_key = Careful::new(&*writer.ledger_key)?;
        let sealing = successor.unwrap_or(ledger_key);
        self.index.begin()?;
        let room = Room {
            store: &self.store,
            index: &self.index,
            library: &self.library,
            packs: &mut self.packs,
            host: &mut writer.host,
            vault: self.vault.as_ref(),
            vouched: &self.vouched,
        };
        let mut desk = Desk::new(room, &self.position.chain);
        let taken = take_all(&mut desk, drafts, hands, mode, ledger_key);
        let packs_changed = desk.packs_changed();
        let ready = taken.and_then(|stopped| {
            let ready = match mode {
                Mode::DecideOnly => Ready::nothing(desk),
                _ => desk.seal_commit(&sealing)?,
            };
            Ok((ready, stopped))
        });
        let kept = ready.and_then(|(ready, stopped)| Ok((self.keep(ready)?, stopped)));
        let (performed, keeping, stopped) = match kept {
            Ok(((performed, keeping), stopped)) => (Ok(performed), keeping, stopped),
            Err(error) => (Err(error), Keeping::Nothing, None),
        };
        if keeping == Keeping::Nothing {
            self.index.roll_back();
            if packs_changed {
                self.packs = self.library.adopted(&self.index)?;
            }
        }
        let performed = performed?;
        Ok(Imported { performed, stopped })
    }

    /// Vault, ledger, index, in this order.
    fn keep(&mut self, ready: Ready) -> Result<(Vec<Performed>, Keeping), PerformError> {
        let Some(commit) = &ready.commit else {
            return Ok((ready.performed(), Keeping::Nothing));
        };
        let boxes = match (&self.vault, &mut self.writer) {
            (Some(vault), Some(writer)) => {
                vault.boxes(&ready.sealed, &mut *writer.host.randomness)?
            }
            _ => Vec::new(),
        };
        for (id, digest) in &ready.adopted {
            self.library.keep_adopted(id, digest)?;
        }
        if let Some(vault) = &mut self.vault {
            vault.put_boxes(&ready.sealed, &boxes)?;
        }
        let places = match self.store.commit(commit) {
            Ok(places) => places,
            Err(error) => {
                // Nothing was kept where a short write was taken away; in any
                // other case what the disk holds is not known.
                let known = matches!(
                    error,
                    StoreError::ShortWrite { .. } | StoreError::Stale { .. }
                );
                let error = PerformError::from(error);
                self.failed = (!known).then(|| Failure::of(&error));
                return Err(error);
            }
        };
        self.clock_confirmed = false;
        let position = Position {
            chain: commit.chain().clone(),
            offset: self.store.end(),
            note: commit.note().to_owned(),
        };
        // The acts are on record from here on, whatever the index says: where
        // it fails, the next opening takes them in from the ledger.
        match note_all(
            &self.index,
            &ready,
            &places,
            &position,
            &self.position.chain,
        ) {
            Ok(()) => self.position = position,
            Err(error) => {
                self.index.roll_back();
                self.failed = Some(Failure::of(&error.into()));
            }
        }
        self.erase(&ready.erased)?;
        self.unsettled += ready.sealed.len();
        if self.unsettled > UNSETTLED && self.failed.is_none() {
            // What cannot be settled now is settled at the next opening.
            let _ = self.settle();
        }
        Ok((ready.performed(), Keeping::Kept))
    }

    /// Removes from the vault what the acts on record erase. Where it fails, the
    /// next opening does it, and nothing is built on it before.
    fn erase(&mut self, places: &[ToErase]) -> Result<(), PerformError> {
        let (Some(vault), false) = (&mut self.vault, places.is_empty()) else {
            return Ok(());
        };
        match vault.erase(places) {
            Ok(_) => Ok(()),
            Err(error) => {
                let failure = Failure::of(&error.into());
                self.failed = Some(failure.clone());
                Err(PerformError::Failed(failure))
            }
        }
    }

    /// Does again what entries have erased: a crash may have come between entry
    /// and vault, or the vault from a backup (design §4).
    pub(crate) fn erase_again(&mut self) -> Result<(), OpenError> {
        let mut places = Vec::new();
        self.index.each(&Query::All(Kind::Erasure), |record| {
            places.extend(Erasure::of(record).map(|erasure| ToErase {
                act: erasure.act,
                path: erasure.field,
                commitment: None,
            }));
        })?;
        if let (Some(vault), false) = (&mut self.vault, places.is_empty()) {
            vault.erase(&places)?;
        }
        Ok(())
    }

    fn check_clock(&self) -> Result<(), PerformError> {
        let (Some(writer), Some(last)) = (&self.writer, self.position.chain.received()) else {
            return Ok(());
        };
        if self.position.chain.is_closed() {
            return Ok(());
        }
        let now = writer.host.clock.now();
        let ahead = now.saturating_sub(last);
        if ahead > DAYS_AHEAD * DAY && !self.clock_confirmed {
            let days = ahead / DAY;
            return Err(PerformError::ClockAhead { last, now, days });
        }
        Ok(())
    }

    /// The civil day of the host's clock, UTC+7.
    ///
    /// # Errors
    ///
    /// [`PerformError::Clock`] if it shows no day of the calendar, and
    /// [`PerformError::ReadOnly`] in a registry opened for reading, which has
    /// no clock.
    pub fn today(&self) -> Result<Date, PerformError> {
        let writer = self.writer.as_ref().ok_or(PerformError::ReadOnly)?;
        let now = writer.host.clock.now();
        Date::of_unix_millis(now).ok_or(PerformError::Clock(now))
    }

    /// Drops from the vault what no entry names: what a crash left between
    /// vault and ledger.
    pub(crate) fn settle(&mut self) -> Result<(), VaultError> {
        let Some(vault) = &mut self.vault else {
            return Ok(());
        };
        let (index, store) = (&self.index, &self.store);
        // Values of one act stand together.
        let mut last: Option<(ActId, Option<Vec<Bytes32>>)> = None;
        vault.drop_unnamed(|act, commitment| {
            if last.as_ref().is_none_or(|(id, _)| id != act) {
                last = Some((*act, named_by(index, store, act)));
            }
            // Where it cannot be looked up, nothing is dropped: what is gone is gone.
            let named = last.as_ref().and_then(|(_, named)| named.as_ref());
            named.is_none_or(|named| named.contains(commitment))
        })?;
        self.unsettled = 0;
        Ok(())
    }
}

/// The commitments that the entry of `act` names, none where there is no such
/// entry; `None` where index or ledger cannot be read.
fn named_by(index: &Index, store: &FileStore, act: &ActId) -> Option<Vec<Bytes32>> {
    let Some(entry) = index.entry_of(act).ok()? else {
        return Some(Vec::new());
    };
    let entered = Entered::read(store, &entry).ok()?;
    let named = sealing::commitments(&entered.act).into_iter();
    Some(named.map(|(_, commitment)| commitment).collect())
}

/// What becomes of several acts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// All of them, or none.
    AllOrNothing,
    /// Those before the first that cannot be taken.
    KeepBefore,
    /// None: only the decision is asked for.
    DecideOnly,
}

/// Whether the index keeps what was taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keeping {
    Kept,
    Nothing,
}

/// Takes acts, after those that tell of a torn tail or a restored backup.
fn take_all(
    desk: &mut Desk<'_>,
    drafts: impl IntoIterator<Item = Draft>,
    hands: &Hands<'_>,
    mode: Mode,
    ledger_key: Careful<'_>,
) -> Result<Option<(usize, PerformError)>, PerformError> {
    // Behind `ledger.close` there is no telling any more.
    if mode != Mode::DecideOnly && !desk.is_closed() {
        tell_of_recoveries(desk, ledger_key)?;
    }
    for (index, draft) in drafts.into_iter().enumerate() {
        match desk.take(draft, hands) {
            Ok(()) => {}
            Err(error) if mode == Mode::KeepBefore && !desk.is_broken() => {
                return Ok(Some((index, error)));
            }
            Err(error) => {
                let error = Box::new(error);
                return Err(PerformError::At { index, error });
            }
        }
    }
    Ok(None)
}

fn tell_of_recoveries(desk: &mut Desk<'_>, ledger_key: Careful<'_>) -> Result<(), PerformError> {
    let hands = Hands {
        signer: ledger_key,
        cosigners: Vec::new(),
    };
    let restored = desk.is_restored().then_some((RecoverWhy::Restored, None));
    let aside = desk.set_aside().into_iter();
    let torn = aside.map(|(length, digest)| {
        let aside = SetAside { length, digest };
        (RecoverWhy::TornTail, Some(aside))
    });
    for (why, set_aside) in restored.into_iter().chain(torn) {
        let recover = LedgerRecover {
            why,
            size: desk.size(),
            set_aside,
        };
        let act = Act {
            common: Common::of(desk.today()?),
            body: recover.into(),
        };
        desk.take(act.into(), &hands)?;
    }
    // Nobody asked for these.
    desk.forget_performed();
    Ok(())
}

fn note_all(
    index: &Index,
    ready: &Ready,
    places: &[u64],
    position: &Position,
    before: &Chain,
) -> Result<(), IndexError> {
    let mut frontier = before.frontier().clone();
    for (entry, place) in ready.entries.iter().zip(places) {
        let entry = entry.clone().at(*place);
        index.note(&entry, &mut frontier)?;
    }
    index.set_position(position, Some(before).filter(|chain| chain.size() > 0))?;
    index.commit()
}
