//! The catalogue of acts: what a person did, as typed Rust and as data.
//!
//! ```text
//!  JSON of a host ──json──►  Map  ──sealing──►  Map with commitments ──► ledger (CBOR)
//!                             │ ▲
//!                 from_map    ▼ │    to_map
//!                             Act  ──► decide
//! ```
//!
//! Every act is written once, in the file of its group, and named once in the
//! list of [`Body`]. Types, reader, JSON form, sealing, paths and the published
//! schemas all follow from there. Which fields must stand in which case is part
//! of an act's description; whether the case is given is for `decide` to say.
//!
//! Articles are cited as L18 (Law 29/2018/QH14), L25 (Law 117/2025/QH15), D26
//! (Decree 26/2020/NĐ-CP), D63 (Decree 63/2026/NĐ-CP), C24 (Circular
//! 24/2020/TT-BCA), C104 (Circular 104/2021/TT-BCA), C07 (Circular
//! 07/2020/TT-BKHĐT) and 4114 (guidance 4114/BCA-ANCTNB).

pub mod builder;
mod cddl;
mod copies;
mod error;
mod form;
mod incident;
pub mod json;
mod json_schema;
mod json_text;
mod macros;
mod phrase;
mod read;
mod registry;
pub mod schema;
pub mod sealing;
mod secret;
mod shared;

pub use copies::*;
pub use error::{FieldError, Phrase, WordError};
pub use incident::*;
pub use registry::*;
pub use secret::*;
pub use shared::*;

use crate::date::{Date, Time};
use crate::id::{ActId, Bytes32, Id};
use crate::value::{Map, Value};
use error::Place;
use schema::ActSchema;

/// Something a person did: what every act carries, and its own fields.
///
/// `Act::from_map(&act.to_map())` gives the act again, if its values keep to
/// their forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// What any act may carry.
    pub common: Common,
    /// Its own fields.
    pub body: Body,
}

macros::maps! {
    /// What any act may carry. A host gives `on`; the registry fills in `id`,
    /// `by`, `seen` and `pack`.
    ///
    /// Where an act has a `paper` or `position` among its own fields, the key
    /// is the act's, and the one here is `None`.
    pub struct Common {
        /// The act's own id, unique in the ledger.
        id: Option<ActId>,
        /// The legal date.
        on: Date,
        /// The person who records it, who is the person of the signing key.
        by: Option<Id>,
        /// The sequence number and leaf hash of an earlier entry, which the signature pins.
        seen: Option<(u64, Bytes32)>,
        /// The pack that it is decided under.
        pack: Option<Id>,
        /// The time.
        time: Option<Time>,
        /// In which of several posts `by` acts.
        position: Option<Id>,
        /// The paper that it rests on.
        paper: Option<Paper>,
        /// A remark.
        note: Option<Sealed<String>>,
        /// Why it is recorded out of order.
        late: Option<Sealed<String>> where "when `on` lies before the last act on the same document or copy",
        /// Why it is recorded although the law refuses it.
        irregular: Option<Irregular>,
        /// The device that it was recorded on.
        device: Option<Id>,
        /// The head who answers for it.
        responsible: Option<Id>,
    }
}

impl Common {
    /// What an act of the day `on` carries before anything else is said.
    #[must_use]
    pub fn of(on: Date) -> Self {
        Self {
            id: None,
            on,
            by: None,
            seen: None,
            pack: None,
            time: None,
            position: None,
            paper: None,
            note: None,
            late: None,
            irregular: None,
            device: None,
            responsible: None,
        }
    }
}

/// Makes [`Body`] and the catalogue out of the one list of acts.
macro_rules! bodies {
    ($($name:ident)*) => {
        /// The own fields of an act.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Body {$(
            #[doc = concat!("See [`", stringify!($name), "`].")]
            $name($name),
        )*}

        impl Body {
            /// The descriptor of the act.
            #[must_use]
            pub fn schema(&self) -> &'static ActSchema {
                match self { $(Self::$name(_) => $name::SCHEMA,)* }
            }

            fn read(name: &str, map: &Map) -> Option<Self> {
                $(if name == $name::SCHEMA.name {
                    return $name::read_fields(map).map(Self::$name);
                })*
                None
            }

            fn write(&self, map: &mut Map) {
                match self { $(Self::$name(body) => body.write_fields(map),)* }
            }
        }

        $(impl From<$name> for Body {
            fn from(body: $name) -> Self {
                Self::$name(body)
            }
        })*

        /// The catalogue, group by group.
        pub const CATALOGUE: &[&ActSchema] = &[$($name::SCHEMA),*];
    };
}

bodies! {
    LedgerOpen LedgerClose LedgerSucceed LedgerRecover KeyEnrol KeyRevoke PartyEnrol PartyEnd PersonEnrol PersonLeave
    PositionAssign PositionEnd AuthorityDelegate AuthorityWithdraw PackAdopt ListAdopt
    BookOpen BookClose EntryCorrect EntryVoid SealedErase WitnessNote

    DocumentDetermine DocumentDerive DocumentIssue DocumentCancel DocumentReceive
    DocumentComplete DocumentImport LevelAdjust TermExtend DocumentDeclassify MarkApply
    NoticeSend NoticeReceive

    CopyReproduce CopyTransfer CopyAccept CopyRefuse CopyReturn CopyRecall CopyCarryOut
    CopyBringBack CopyArchive CopyDestroy CopyRecover

    IncidentReport IncidentClose
}

impl Act {
    /// The dotted name, `copy.transfer`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.schema().name
    }

    /// The descriptor of the act.
    #[must_use]
    pub fn schema(&self) -> &'static ActSchema {
        self.body.schema()
    }

    /// Reads an act, strictly: every key is known, every value has its form.
    ///
    /// Sealed places may hold plain values or commitments.
    ///
    /// # Errors
    ///
    /// [`FieldError`] with the first place where that is not so.
    pub fn from_map(map: &Map) -> Result<Self, FieldError> {
        let schema = read::check(map)?;
        let mut common = Common::read_fields(map).ok_or_else(read::unread)?;
        let body = Body::read(schema.name, map).ok_or_else(read::unread)?;
        if schema.owns("paper") {
            common.paper = None;
        }
        if schema.owns("position") {
            common.position = None;
        }
        Ok(Self { common, body })
    }

    /// Checks that every new value of a correction has the form that its field
    /// has in `corrected`, the act that it corrects. (Which fields a correction
    /// may touch is for `decide` to say.)
    ///
    /// # Errors
    ///
    /// [`FieldError`] with the first place where that is not so.
    pub fn check_changes(changes: &Map, corrected: &ActSchema) -> Result<(), FieldError> {
        read::check_changes(changes, corrected, &Place::Root.key("changes"))
    }

    /// Writes the act as data, which [`Act::from_map`] reads back.
    #[must_use]
    pub fn to_map(&self) -> Map {
        let mut map = Map::new();
        map.insert("act", Value::from(self.name()));
        self.common.write_fields(&mut map);
        self.body.write(&mut map);
        map
    }
}
