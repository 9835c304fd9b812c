//! What a host may supply itself: the time, randomness, and where a registry's
//! log goes.

use crate::callback::{Failure, Who};
use crate::error::Fault;
use crate::hosted::{Functions, Hosted};
use crate::inject::{self, Place};
use crate::status::bmnn_status;
use bmnn_registry::host::{Clock, NoRandomness, Randomness};
use std::ffi::{c_char, c_void};
use std::sync::Arc;

/// What a registry's log says at this level wants somebody's attention.
pub const BMNN_LOG_ERROR: i32 = 1;
/// Something was refused, or not found.
pub const BMNN_LOG_WARNING: i32 = 2;
/// What was done.
pub const BMNN_LOG_INFO: i32 = 3;

/// A clock of the host's. Begin with BMNN_CLOCK_FUNCTIONS_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct bmnn_clock_functions {
    /// sizeof(bmnn_clock_functions), as the program was compiled.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// The host's own; every function is given it.
    pub user: *mut c_void,
    /// Called once with `user`, when nothing uses the functions any more; may be
    /// NULL.
    pub destroy: Option<unsafe extern "C" fn(user: *mut c_void)>,
    /// Writes the time, in milliseconds since 1970 (UTC). Answers 0, or a number
    /// of the host's own: there is no time then, and no act is put on record.
    pub now: Option<unsafe extern "C" fn(user: *mut c_void, unix_millis: *mut i64) -> i32>,
}

/// A source of randomness of the host's. Begin with
/// BMNN_RANDOMNESS_FUNCTIONS_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct bmnn_randomness_functions {
    /// sizeof(bmnn_randomness_functions), as the program was compiled.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// The host's own; every function is given it.
    pub user: *mut c_void,
    /// Called once with `user`, when nothing uses the functions any more; may be
    /// NULL.
    pub destroy: Option<unsafe extern "C" fn(user: *mut c_void)>,
    /// Writes `len` bytes that nobody can guess, and into `filled` how many it
    /// wrote. Answers 0, or a number of the host's own. Fewer bytes than were
    /// asked for are a failure: nothing else is taken in their place.
    pub fill: Option<
        unsafe extern "C" fn(
            user: *mut c_void,
            bytes: *mut u8,
            len: usize,
            filled: *mut usize,
        ) -> i32,
    >,
}

/// Where a registry's log goes. Begin with BMNN_LOG_FUNCTIONS_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct bmnn_log_functions {
    /// sizeof(bmnn_log_functions), as the program was compiled.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// The host's own; every function is given it.
    pub user: *mut c_void,
    /// Called once with `user`, when nothing uses the functions any more; may be
    /// NULL.
    pub destroy: Option<unsafe extern "C" fn(user: *mut c_void)>,
    /// Is told something: its level (BMNN_LOG_…), and a line in English of
    /// `text_len` bytes of UTF-8, which ends in NUL too and is good until the
    /// function returns. It names acts by position and kind, and holds neither
    /// secret text nor keys.
    pub line: Option<
        unsafe extern "C" fn(user: *mut c_void, level: i32, text: *const c_char, text_len: usize),
    >,
}

macro_rules! functions {
    ($name:ident, $called:literal, $function:ident) => {
        impl Functions for $name {
            const NAME: &'static str = $called;
            const NONE: Self = Self {
                struct_size: 0,
                reserved: 0,
                user: std::ptr::null_mut(),
                destroy: None,
                $function: None,
            };

            fn reserved(&self) -> u32 {
                self.reserved
            }

            fn user(&self) -> *mut c_void {
                self.user
            }

            fn destroy(&self) -> Option<unsafe extern "C" fn(user: *mut c_void)> {
                self.destroy
            }

            fn missing(&self) -> Option<&'static str> {
                self.$function.is_none().then_some(stringify!($function))
            }
        }
    };
}

functions!(bmnn_clock_functions, "clock", now);
functions!(bmnn_randomness_functions, "randomness", fill);
functions!(bmnn_log_functions, "log", line);

/// A clock of the host's, for as many registries as want it.
#[derive(Clone)]
pub(crate) struct HostClock(pub(crate) Arc<Hosted<bmnn_clock_functions>>);

impl Clock for HostClock {
    fn now(&self) -> i64 {
        // No day of the calendar: where the host says nothing, no act is put on
        // record.
        const NEVER: i64 = i64::MIN;
        inject::here(Place::Clock);
        let functions = self.0.functions();
        let mut millis = NEVER;
        let Some(now) = functions.now else {
            return NEVER;
        };
        // SAFETY: the host's function, with its own pointer, and room for a time.
        match unsafe { now(functions.user, &raw mut millis) } {
            0 => millis,
            answer => {
                Failure::new(Who::Clock, answer).keep();
                NEVER
            }
        }
    }
}

/// A source of randomness of the host's.
#[derive(Clone)]
pub(crate) struct HostRandomness(pub(crate) Arc<Hosted<bmnn_randomness_functions>>);

impl Randomness for HostRandomness {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        inject::here(Place::Randomness);
        let functions = self.0.functions();
        let mut filled = 0;
        let fill = functions.fill.ok_or(NoRandomness)?;
        // SAFETY: the host's function, with its own pointer, so much room, and
        // room for a length.
        let answer = unsafe {
            fill(
                functions.user,
                bytes.as_mut_ptr(),
                bytes.len(),
                &raw mut filled,
            )
        };
        if answer != 0 {
            Failure::new(Who::Randomness, answer).keep();
            return Err(NoRandomness);
        }
        if filled == bytes.len() {
            Ok(())
        } else {
            Err(NoRandomness)
        }
    }
}

/// Where a registry's log goes, if anywhere.
#[derive(Clone, Default)]
pub(crate) struct Log(pub(crate) Option<Arc<Hosted<bmnn_log_functions>>>);

impl Log {
    /// Tells what was done, in words that are made only if somebody wants them.
    pub(crate) fn info(&self, text: impl FnOnce() -> String) {
        if self.0.is_some() {
            self.line(BMNN_LOG_INFO, text());
        }
    }

    /// Tells what went wrong.
    pub(crate) fn fault(&self, fault: &Fault) {
        if self.0.is_none() {
            return;
        }
        let level = level(fault.status);
        let text = format!("{}: {}", fault.name(), fault.en());
        self.line(level, text);
    }

    fn line(&self, level: i32, text: String) {
        let Some(hosted) = &self.0 else { return };
        let functions = hosted.functions();
        let Some(line) = functions.line else { return };
        let length = text.len();
        let text = crate::error::c_text(text);
        // SAFETY: the host's function, with its own pointer and a text.
        unsafe { line(functions.user, level, text.as_ptr(), length) }
    }
}

/// Arguments, refusals and what is not there are the program's business; what
/// is worse is the operator's.
fn level(status: bmnn_status) -> i32 {
    match status {
        -599..=-100 => BMNN_LOG_WARNING,
        _ => BMNN_LOG_ERROR,
    }
}
