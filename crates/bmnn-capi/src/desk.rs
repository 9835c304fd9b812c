//! A registry that several threads may use: one call after the other.

use crate::error::Fault;
use crate::inject::{self, Place};
use crate::service::Log;
use crate::status::{BMNN_E_POISONED, BMNN_E_REENTRANT};
use bmnn_registry::Registry;
use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Which thread this is: the address of a variable that each has for itself. The
/// library leaves nothing behind in a thread that it did not begin, as Rust's
/// own handle of a thread would.
fn me() -> usize {
    thread_local!(static MINE: u8 = const { 0 });
    MINE.with(|mine| (&raw const *mine).addr())
}

/// A registry, which thread is at it, and where its log goes.
pub(crate) struct Desk {
    log: Log,
    registry: Mutex<Registry>,
    at_it: Mutex<Option<usize>>,
}

/// A registry in use.
pub(crate) struct Seat<'d> {
    registry: MutexGuard<'d, Registry>,
    desk: &'d Desk,
}

impl Desk {
    pub(crate) fn new(registry: Registry, log: Log) -> Self {
        let registry = Mutex::new(registry);
        let at_it = Mutex::new(None);
        Self {
            log,
            registry,
            at_it,
        }
    }

    /// Fails if it is a callback of this registry that asks.
    pub(crate) fn is_left(&self) -> Result<(), Fault> {
        match *self.at_it() == Some(me()) {
            true => Err(reentrant()),
            false => Ok(()),
        }
    }

    /// Closes it.
    pub(crate) fn close(self) -> Result<(), Fault> {
        let closed = match self.registry.into_inner() {
            Ok(registry) => registry.close().map_err(Fault::from),
            Err(_) => Err(poisoned()),
        };
        match &closed {
            Ok(()) => self.log.info(|| "closed".to_owned()),
            Err(fault) => self.log.fault(fault),
        }
        closed
    }

    /// Works at it, and has the log told where that fails.
    pub(crate) fn work<T>(
        &self,
        work: impl FnOnce(&mut Seat<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut seat = self.sit()?;
        inject::here(Place::Call);
        let done = work(&mut seat);
        if let Err(fault) = &done {
            self.log.fault(fault);
        }
        done
    }

    /// Waits until no other thread is at it.
    ///
    /// A callback that comes back to the registry which called it would wait
    /// for itself. And after a panic nobody knows what the registry holds.
    fn sit(&self) -> Result<Seat<'_>, Fault> {
        self.is_left()?;
        let registry = self.registry.lock().map_err(|_| poisoned())?;
        *self.at_it() = Some(me());
        Ok(Seat {
            registry,
            desk: self,
        })
    }

    fn at_it(&self) -> MutexGuard<'_, Option<usize>> {
        self.at_it.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat<'_> {
    /// Where the log goes.
    pub(crate) fn log(&self) -> &Log {
        &self.desk.log
    }
}

impl Deref for Seat<'_> {
    type Target = Registry;

    fn deref(&self) -> &Registry {
        &self.registry
    }
}

impl DerefMut for Seat<'_> {
    fn deref_mut(&mut self) -> &mut Registry {
        &mut self.registry
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        *self.desk.at_it() = None;
    }
}

fn reentrant() -> Fault {
    Fault::new(
        BMNN_E_REENTRANT,
        "hàm gọi lại không được dùng chính sổ đang gọi nó",
        "a callback does not use the registry that is calling it",
    )
}

fn poisoned() -> Fault {
    Fault::new(
        BMNN_E_POISONED,
        "thư viện đã gặp lỗi bên trong khi dùng sổ này; hãy mở lại sổ",
        "the library failed inside while it used this registry: open it anew",
    )
}
