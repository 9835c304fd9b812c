//! One file a verb: its arguments, and what it does.

pub(crate) mod backup;
pub(crate) mod check;
pub(crate) mod close;
pub(crate) mod completions;
pub(crate) mod conform;
pub(crate) mod export;
pub(crate) mod fork;
pub(crate) mod history;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod key;
pub(crate) mod keygen;
pub(crate) mod note;
pub(crate) mod pack;
pub(crate) mod perform;
pub(crate) mod prove;
pub(crate) mod restore;
pub(crate) mod show;
pub(crate) mod slip;
pub(crate) mod status;
pub(crate) mod verify;
pub(crate) mod witness;
