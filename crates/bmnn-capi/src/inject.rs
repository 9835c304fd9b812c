//! Panics on purpose, for tests of what a panic leaves behind. The library that
//! is shipped has no such function (feature `inject`).

/// Where a panic can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// At the beginning of a call on a registry.
    Call = 1,
    /// In the clock, when the host has one of its own.
    Clock = 2,
    /// In the source of randomness, when the host has one of its own.
    Randomness = 3,
    /// When an act is on record, and the answer is not given yet.
    Recorded = 4,
}

#[cfg(not(feature = "inject"))]
#[inline]
pub(crate) fn here(_: Place) {}

#[cfg(feature = "inject")]
pub(crate) use asked::here;

#[cfg(feature = "inject")]
mod asked {
    use super::Place;
    use std::sync::atomic::{AtomicI32, Ordering};

    static ASKED: AtomicI32 = AtomicI32::new(0);

    /// The next call that comes to `place` panics there, once.
    #[unsafe(no_mangle)]
    pub(super) extern "C" fn bmnn_inject_panic(place: i32) {
        ASKED.store(place, Ordering::SeqCst);
    }

    /// Panics, if it was asked for here.
    #[expect(clippy::panic, reason = "that is what it is for")]
    pub(crate) fn here(place: Place) {
        let asked = ASKED.compare_exchange(place as i32, 0, Ordering::SeqCst, Ordering::SeqCst);
        if asked.is_ok() {
            panic!("asked for by a test: {place:?}");
        }
    }
}
