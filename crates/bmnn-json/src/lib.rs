//! What the library answers, as the JSON that programs read.
//!
//! The command's `--json` and the C library give the same form for the same
//! thing; here it stands once. Keys are in kebab-case, and are only ever added
//! to. A sentence comes in both languages, `vi` and `en`.
#![forbid(unsafe_code)]

pub mod check;
mod law;
mod office;
mod proof;
mod registry;

pub use law::{cited, decision, pack_head, post, provision, remark};
pub use office::{copy, duty, duty_en, row};
pub use proof::{finding, follows, kind, read_slip, verification};
pub use registry::{entry, open_duty, performed, status};
