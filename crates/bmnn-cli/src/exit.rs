//! How a command ends.

use std::process::ExitCode;

/// What the exit status tells a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: done, or what was asked holds.
    Holds,
    /// 1: the law refuses, or what was asked does not hold.
    DoesNotHold,
    /// 2: it could not be tried.
    NotTried,
}

impl Exit {
    /// The number.
    pub(crate) fn code(self) -> u8 {
        match self {
            Exit::Holds => 0,
            Exit::DoesNotHold => 1,
            Exit::NotTried => 2,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}
