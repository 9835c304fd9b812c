//! What the library answers, as the JSON that programs read.
//!
//! The command's `--json` and the C library give the same form for the same
//! thing; here it stands once. Keys are in kebab-case, and are only ever added
//! to. A sentence comes in both languages, `vi` and `en`.
#![forbid(unsafe_code)]

pub mod check;
mod fault;
mod law;
mod marked;
mod office;
mod proof;
mod record;
mod registry;

pub use fault::variant;
pub use law::{cited, decision, mark, pack, pack_head, post, provision, remark, resolved, term};
pub use marked::{marked, unmarked};
pub use office::{copy, copy_name, duty, duty_en, row};
pub use proof::{finding, follows, kind, read_slip, verification};
pub use record::{
    KINDS, adopted_pack, all, book, delegation, document, erasure, incident, list, noted, notice,
    party, person, position, sheet,
};
pub use registry::{entry, found, open_duty, performed, standing, status};
