//! What is known of every copy, document, person and book: the records that
//! acts are decided on and that they change.
//!
//! The state of a registry is a set of [`Record`]s, each under its [`Key`]. A
//! decision reads a few of them through [`State`] and answers with the few
//! that change; nothing here knows where they are kept.

mod record;
mod state;
mod world;

pub use record::{
    AdoptedPack, Book, Copy, CopyState, Deed, Delegation, Document, Duty, DutyKind, Erasure,
    Incident, Key, Kind, ListInForce, Noted, Notice, Party, Person, Position, Record, Recorded,
    Row, RowState, SameSymbol,
};
pub use state::{Changes, Overlay, Query, State, StateError};
pub use world::World;
