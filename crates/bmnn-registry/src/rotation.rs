//! Another ledger key in place of the one in force.

use crate::careful::{Careful, Hands};
use crate::commit::Mode;
use crate::error::{Failure, PerformError};
use crate::perform::Performed;
use crate::registry::Registry;
use bmnn::act::{Act, Common, KeyEnrol, KeyRole};
use bmnn::date::Date;
use bmnn::ledger::Signer;

/// How a ledger key gives way to its successor.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rotation {
    /// The legal date; the day of the host's clock where it is absent.
    pub on: Option<Date>,
    /// After a compromise, the position from which on checkpoints and
    /// recoveries of the key before are doubtful.
    pub since: Option<u64>,
}

impl Registry {
    /// Enrols `successor` as the ledger key, signed by `roots`, and goes on
    /// with it: the checkpoint over the enrolment is the first that it signs.
    ///
    /// The key before ends with that entry. It stays the registry's own if
    /// anything fails before something is written; where the error says that
    /// the registry is to be opened anew, [`OpenError::LedgerKey`] then tells
    /// which of the two is in force.
    ///
    /// [`OpenError::LedgerKey`]: crate::OpenError::LedgerKey
    ///
    /// # Errors
    ///
    /// [`PerformError::NoRoot`] without a root, and as
    /// [`perform`](Self::perform).
    pub fn rotate_ledger_key(
        &mut self,
        successor: Box<dyn Signer + Send>,
        rotation: Rotation,
        roots: &[&dyn Signer],
    ) -> Result<Performed, PerformError> {
        let Some((signer, cosigners)) = roots.split_first() else {
            return Err(PerformError::NoRoot);
        };
        let hands = Hands::new(*signer, cosigners)?;
        let sealing = Careful::new(&*successor)?;
        let on = match rotation.on {
            Some(on) => on,
            None => self.today()?,
        };
        let enrol = KeyEnrol {
            key: sealing.public_key(),
            role: KeyRole::Ledger,
            person: None,
            name: None,
            alg: None,
            since: rotation.since,
        };
        let act = Act {
            common: Common::of(on),
            body: enrol.into(),
        };
        let done = self.locked(|registry| {
            let mode = Mode::AllOrNothing;
            registry.commit_sealed_by(Some(sealing), [act.into()], &hands, mode)
        });
        let done = done.map_err(PerformError::bare)?;
        if let Some(writer) = &mut self.writer {
            writer.ledger_key = successor;
        }
        let last = done.performed.into_iter().next_back();
        last.ok_or(PerformError::Failed(Failure::silence()))
    }
}
