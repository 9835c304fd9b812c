//! Where entries live: one append-only file in a folder.
//!
//! ```text
//! ledger.bmnn   "BMNNLDG1", then records:
//!               u32 length · u32 CRC-32C · u8 kind · bytes      little-endian;
//!               length counts the bytes alone, at most 1 MiB; the CRC covers
//!               length, kind and bytes in that order
//! tip           128 bytes: size SP length SP root-hex SP crc32c-hex LF, filled
//!               up with LF; the CRC covers what stands before its space
//! lock          empty; locked by the one who writes
//! ```
//!
//! A commit is at least one entry and then one checkpoint, in one write and
//! one `fdatasync`; it is read back, and only then acknowledged. A [`FileStore`]
//! tells what a crash can leave (a torn tail, which it sets aside) from what it
//! cannot (damage, a cut), which it opens for reading only.
//!
//! The file guards against accidents, not against who owns the folder: that is
//! what witnesses and receipts are for. Local disks only: network file systems
//! keep neither locks nor syncs.
#![forbid(unsafe_code)]

mod condition;
mod each;
mod error;
mod frame;
mod medium;
mod pipeline;
mod scan;
mod state;
mod store;
mod tail;
mod tip;
mod verify;
mod workers;

pub use condition::Condition;
pub use each::{each_record, each_record_of};
pub use error::StoreError;
pub use frame::{LEDGER, MAGIC, MAX_RECORD, write_record};
pub use medium::{Disk, LocalDisk, Medium, Opening};
pub use scan::Records;
pub use store::{FileStore, LOCK, TIP};
pub use tail::{SetAside, mark_restored};
pub use tip::Tip;
pub use verify::{
    Inspected, Inspection, Progress, Shown, Watch, verify_file, verify_folder, verify_medium,
};
