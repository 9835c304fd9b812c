//! The records.

use crate::act::{
    BookKept, BookKind, Carrier, Copying, IncidentKind, Medium, NoticeEffect, Origin, PartyKind,
    Power, Tier,
};
use crate::copy::CopyRef;
use crate::date::{Date, PartDate};
use crate::id::{ActId, Bytes32, Id};
use crate::level::Level;
use crate::until::Until;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Declares the kinds of record: their table names, types and conversions.
macro_rules! records {
    ($($(#[$doc:meta])* $kind:ident = $table:literal,)*) => {
        /// What a record is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Kind { $($(#[$doc])* $kind,)* }

        /// One thing that is known.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Record { $($(#[$doc])* $kind($kind),)* }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// The name of the kind, and of its table in an index.
            #[must_use]
            pub fn table(self) -> &'static str {
                match self { $(Self::$kind => $table,)* }
            }
        }

        impl Record {
            /// Where the record stands.
            #[must_use]
            pub fn key(&self) -> Key {
                match self { $(Self::$kind(record) => Key { kind: Kind::$kind, id: record.name() },)* }
            }
        }

        $(
            impl Recorded for $kind {
                const KIND: Kind = Kind::$kind;

                fn of(record: Record) -> Option<Self> {
                    if let Record::$kind(record) = record { Some(record) } else { None }
                }

                fn record(self) -> Record {
                    Record::$kind(self)
                }
            }
        )*
    };
}

/// A type of which records are made.
pub trait Recorded: Sized {
    /// Its kind.
    const KIND: Kind;

    /// The record of this type, if it is one.
    fn of(record: Record) -> Option<Self>;

    /// As a record.
    fn record(self) -> Record;
}

records! {
    /// An agency, unit or outsider.
    Party = "party",
    /// A person.
    Person = "person",
    /// A post that a person holds.
    Position = "position",
    /// A power given by one position to another.
    Delegation = "delegation",
    /// A pack in use.
    AdoptedPack = "pack",
    /// A list of state secrets in force.
    ListInForce = "list",
    /// A register.
    Book = "book",
    /// A row of a register.
    Row = "row",
    /// A carrier of secrets.
    Document = "document",
    /// One copy.
    Copy = "copy",
    /// Something the law wants done.
    Duty = "duty",
    /// A loss, a leak or the like.
    Incident = "incident",
    /// A notice that was received.
    Notice = "notice",
    /// What was noted of another ledger.
    Noted = "noted",
    /// The documents that bear one symbol.
    SameSymbol = "symbol",
    /// A sealed value that was erased.
    Erasure = "erasure",
    /// An act on record.
    Deed = "act",
}

/// Where a record stands: its kind and its name there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// What it is about.
    pub kind: Kind,
    /// Its name among its kind.
    pub id: String,
}

impl Key {
    /// The key of the record of type `R` named `id`.
    #[must_use]
    pub fn of<R: Recorded>(id: impl fmt::Display) -> Self {
        Self {
            kind: R::KIND,
            id: id.to_string(),
        }
    }
}

/// An agency, unit or outsider (`party.enrol`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Its id.
    pub id: Id,
    /// Agency, unit or outsider.
    pub kind: PartyKind,
    /// Whether it belongs to the ledger's own agency.
    pub own: bool,
    /// The party above it.
    pub parent: Option<Id>,
    /// Central, province, commune…
    pub tier: Option<Tier>,
    /// The ledger-id of its own ledger.
    pub ledger: Option<Bytes32>,
    /// Its last day, once it has ended.
    pub ended: Option<Date>,
    /// Who took over what it held.
    pub successor: Option<Id>,
}

/// A person (`person.enrol`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The id.
    pub id: Id,
    /// The party where the person works.
    pub party: Id,
    /// The last day, once the person has left.
    pub left: Option<Date>,
}

/// A post that a person holds (`position.assign`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The id.
    pub id: Id,
    /// Who holds it.
    pub person: Id,
    /// The post, a word of the pack.
    pub post: String,
    /// Where.
    pub party: Id,
    /// The first day.
    pub starts: Date,
    /// The last day.
    pub ends: Option<Date>,
}

/// A power given in writing (`authority.delegate`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// The act that gave it.
    pub act: ActId,
    /// The position that gives.
    pub grantor: Id,
    /// The position that receives.
    pub grantee: Id,
    /// Which powers.
    pub powers: Vec<Power>,
    /// At which levels.
    pub levels: Vec<Level>,
    /// The first day.
    pub starts: Date,
    /// The last day, as given or as withdrawn.
    pub ends: Date,
}

/// A pack in use (`pack.adopt`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdoptedPack {
    /// The id of the pack.
    pub id: Id,
    /// SHA-256 of its text.
    pub digest: Bytes32,
    /// Its place in the order of adoption; a later one wins.
    pub order: u64,
}

/// A list of state secrets (`list.adopt`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListInForce {
    /// The id.
    pub id: Id,
    /// Its number and symbol.
    pub symbol: String,
    /// The first day it is in force.
    pub starts: Date,
    /// The last day.
    pub ends: Option<Date>,
}

/// A register (`book.open`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    /// The id.
    pub id: Id,
    /// Which register.
    pub kind: BookKind,
    /// The working year.
    pub year: u32,
    /// The volume.
    pub volume: u32,
    /// Whose book.
    pub party: Id,
    /// The number that the next row takes.
    pub next: u32,
    /// The date of the last row.
    pub last_date: Option<Date>,
    /// Where it is kept; in the ledger unless said.
    pub kept: Option<BookKept>,
    /// The day it was closed.
    pub closed: Option<Date>,
    /// The act that closed it.
    pub closed_by: Option<ActId>,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowState {
    /// In force.
    Live,
    /// Recorded by mistake; the number stays used.
    Void,
    /// Number taken, never issued.
    Cancelled,
}

/// A row of a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The book.
    pub book: Id,
    /// The number.
    pub number: u32,
    /// The act that took it.
    pub act: ActId,
    /// The document it registers.
    pub document: Option<Id>,
    /// The date in it.
    pub on: Date,
    /// What became of it.
    pub state: RowState,
}

/// A carrier of secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The id.
    pub id: Id,
    /// Document, object, place…
    pub carrier: Carrier,
    /// Where it comes from.
    pub origin: Origin,
    /// Whether it came from an older book, whose past steps are not judged.
    pub imported: bool,
    /// The level now; absent while an envelope is unopened.
    pub level: Option<Level>,
    /// The day its secrecy was determined, as far as known.
    pub determined: Option<PartDate>,
    /// A term of its own, shorter than the level's.
    pub protect: Option<Until>,
    /// The end of the last extension.
    pub extended_to: Option<Date>,
    /// The first day it is no secret, by an act.
    pub declassified: Option<Date>,
    /// Whether its number was taken and never issued.
    pub cancelled: bool,
    /// Whether its envelope went on unopened.
    pub unopened: bool,
    /// Whether copying is allowed.
    pub copying: Option<Copying>,
    /// Paper, electronic…
    pub medium: Option<Medium>,
    /// How many copies the determination foresaw.
    pub planned: Option<u32>,
    /// For whom the determination foresaw them.
    pub recipients: Vec<Id>,
    /// Number and symbol.
    pub symbol: Option<String>,
    /// The date on the document.
    pub date: Option<PartDate>,
    /// Who issued it, when it was received.
    pub issuer: Option<Id>,
    /// How many numbered copies this agency issued.
    pub issued: u32,
    /// The row that its issue or receipt took.
    pub row: Option<(Id, u32)>,
    /// Whether it is only a draft.
    pub draft: bool,
    /// Whether a written proposal is on record.
    pub proposal: bool,
    /// Whether a subject line is on record.
    pub subject: bool,
    /// The fields that are still absent in an old or unopened document.
    pub missing: Vec<String>,
    /// The last day an act on it bears.
    pub last_on: Date,
}

/// Where a copy stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CopyState {
    /// With a unit or person here.
    Held,
    /// Sent and not yet taken.
    InTransit,
    /// With another agency, whose custody it is.
    Delivered,
    /// Outside its place of storage.
    CarriedOut,
    /// In the archive.
    Archived,
    /// Back with the agency that issued it.
    Returned,
    /// Destroyed.
    Destroyed,
    /// Lost.
    Lost,
    /// Not accounted for in an older book.
    Unknown,
}

impl CopyState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Held,
        Self::InTransit,
        Self::Delivered,
        Self::CarriedOut,
        Self::Archived,
        Self::Returned,
        Self::Destroyed,
        Self::Lost,
        Self::Unknown,
    ];

    /// The word that acts use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::InTransit => "in-transit",
            Self::Delivered => "delivered",
            Self::CarriedOut => "carried-out",
            Self::Archived => "archived",
            Self::Returned => "returned",
            Self::Destroyed => "destroyed",
            Self::Lost => "lost",
            Self::Unknown => "unknown",
        }
    }

    /// Vietnamese, as a clerk would say it.
    #[must_use]
    pub fn vi(self) -> &'static str {
        match self {
            Self::Held => "đang giữ",
            Self::InTransit => "đang chuyển",
            Self::Delivered => "đã giao",
            Self::CarriedOut => "đang mang ra ngoài",
            Self::Archived => "đã nộp lưu trữ",
            Self::Returned => "đã trả nơi ban hành",
            Self::Destroyed => "đã tiêu hủy",
            Self::Lost => "bị mất",
            Self::Unknown => "chưa rõ",
        }
    }
}

impl fmt::Display for CopyState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One copy: exactly one state, place and holder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// Its name.
    pub id: CopyRef,
    /// The document.
    pub document: Id,
    /// Where it stands.
    pub state: CopyState,
    /// The party that has it, or had it last.
    pub holder: Option<Id>,
    /// The person who has it.
    pub person: Option<Id>,
    /// Paper, electronic…
    pub medium: Option<Medium>,
    /// For whom it was issued or made.
    pub addressee: Option<Id>,
    /// While in transit: where it goes.
    pub to: Option<Id>,
    /// While in transit or carried out: the act that sent it.
    pub sent_by: Option<ActId>,
    /// While carried out: whether abroad.
    pub abroad: bool,
    /// When it must be back.
    pub return_by: Option<Date>,
    /// The recall that asks for it.
    pub recall: Option<ActId>,
    /// How many times duplicates were made from it.
    pub occasions: u32,
    /// The last day an act on it bears.
    pub last_on: Date,
}

/// What kind of thing the law wants done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DutyKind {
    /// Put a mark on a copy.
    Mark,
    /// Send a notice.
    Notice,
    /// Bring or send a copy back.
    Return,
    /// Bring back what was carried out.
    BringBack,
    /// Have a receipt for what was sent.
    Receipt,
    /// Report an incident.
    Report,
    /// Supply facts that were absent.
    Complete,
    /// Collect what a leaver holds.
    Collect,
    /// Account for a copy of an older book.
    Account,
    /// Pass an unopened envelope on.
    PassOn,
    /// Act on a notice that was received.
    ActOnNotice,
    /// Destroy at once.
    Destroy,
    /// Print, sign and bind a book.
    Print,
}

impl DutyKind {
    /// Vietnamese, as a clerk would say it.
    #[must_use]
    pub fn vi(self) -> &'static str {
        match self {
            Self::Mark => "đóng dấu",
            Self::Notice => "gửi thông báo",
            Self::Return => "trả hoặc thu hồi",
            Self::BringBack => "nộp lại tài liệu mang ra ngoài",
            Self::Receipt => "lấy ký nhận",
            Self::Report => "báo cáo vụ việc",
            Self::Complete => "bổ sung thông tin",
            Self::Collect => "thu hồi của người thôi giữ",
            Self::Account => "xác minh bản chưa rõ",
            Self::PassOn => "chuyển ngay bì cho người có tên",
            Self::ActOnNotice => "thực hiện thông báo",
            Self::Destroy => "tiêu hủy ngay",
            Self::Print => "in, ký và đóng sổ",
        }
    }

    /// The word in ids and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mark => "mark",
            Self::Notice => "notice",
            Self::Return => "return",
            Self::BringBack => "bring-back",
            Self::Receipt => "receipt",
            Self::Report => "report",
            Self::Complete => "complete",
            Self::Collect => "collect",
            Self::Account => "account",
            Self::PassOn => "pass-on",
            Self::ActOnNotice => "act-on-notice",
            Self::Destroy => "destroy",
            Self::Print => "print",
        }
    }
}

/// Something the law wants done by a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// What.
    pub kind: DutyKind,
    /// On what: the id of a copy, document, incident, book or person.
    pub about: String,
    /// The document, where there is one.
    pub document: Option<Id>,
    /// The act that opened it.
    pub opened_by: ActId,
    /// The last day; absent = at once.
    pub due: Option<Date>,
    /// The provision of the pack that asks for it.
    pub provision: String,
    /// The act that closed it.
    pub closed_by: Option<ActId>,
}

/// A loss, a leak or the like (`incident.report`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// The id.
    pub id: Id,
    /// What happened.
    pub kind: IncidentKind,
    /// The documents concerned.
    pub documents: Vec<Id>,
    /// The copies concerned.
    pub copies: Vec<CopyRef>,
    /// Whether it is closed.
    pub closed: bool,
}

/// A notice from the agency that issued a document (`notice.receive`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The act that recorded it.
    pub act: ActId,
    /// The document.
    pub document: Id,
    /// What it announces.
    pub effect: NoticeEffect,
    /// From which day.
    pub effective: Date,
    /// The new level.
    pub new_level: Option<Level>,
    /// The new end of the term.
    pub new_end: Option<Date>,
    /// When the copies must be back.
    pub return_by: Option<Date>,
}

/// The checkpoint of another ledger that was noted last (`witness.note`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// The ledger-id.
    pub ledger: Bytes32,
    /// How many entries the checkpoint covers.
    pub size: u64,
    /// Its note, as it came.
    pub checkpoint: String,
    /// The act that noted it.
    pub act: ActId,
}

/// The documents that bear one symbol from one issuer in one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameSymbol {
    /// Issuer, year and symbol: the name of the record.
    pub name: String,
    /// The documents, with their dates.
    pub documents: Vec<(Id, Option<PartDate>)>,
}

/// A sealed value that an entry has erased (`sealed.erase`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// The act that carries the commitment.
    pub act: ActId,
    /// The sealed place in it.
    pub field: String,
    /// The act that erased it.
    pub by: ActId,
    /// The position of that act's entry.
    pub seq: u64,
}

/// An act on record: what a later act may need to know of it, and what it
/// takes to take it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// Its id.
    pub id: ActId,
    /// Its position in the ledger.
    pub seq: u64,
    /// Its name, such as `copy.transfer`.
    pub act: String,
    /// The legal date.
    pub on: Date,
    /// The civil day on which it was recorded.
    pub recorded: Date,
    /// The document it is on.
    pub document: Option<Id>,
    /// The row that it took.
    pub row: Option<(Id, u32)>,
    /// The act that took it back.
    pub voided_by: Option<ActId>,
    /// Whether it was recorded against the law on the head's decision.
    pub irregular: bool,
    /// The places that are sealed in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sealed: Vec<String>,
    /// The records it changed, as they stood before.
    pub before: Vec<(Key, Option<Record>)>,
}

impl SameSymbol {
    /// The name under which the documents of `issuer` with `symbol` of `year`
    /// stand.
    #[must_use]
    pub fn named(issuer: &Id, year: i32, symbol: &str) -> String {
        format!("{issuer}/{year}/{symbol}")
    }
}

impl Party {
    fn name(&self) -> String {
        self.id.to_string()
    }
}

impl Person {
    fn name(&self) -> String {
        self.id.to_string()
    }
}

impl Position {
    fn name(&self) -> String {
        self.id.to_string()
    }

    /// Whether it is held on `day`.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.starts <= day && self.ends.is_none_or(|ends| day <= ends)
    }
}

impl Delegation {
    fn name(&self) -> String {
        self.act.to_string()
    }

    /// Whether it is in force on `day`.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.starts <= day && day <= self.ends
    }
}

impl AdoptedPack {
    fn name(&self) -> String {
        self.id.to_string()
    }
}

impl ListInForce {
    fn name(&self) -> String {
        self.id.to_string()
    }

    /// Whether it is in force on `day`.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.starts <= day && self.ends.is_none_or(|ends| day <= ends)
    }
}

impl Book {
    fn name(&self) -> String {
        self.id.to_string()
    }
}

impl Row {
    fn name(&self) -> String {
        Self::named(&self.book, self.number)
    }

    /// The name of row `number` of `book`.
    #[must_use]
    pub fn named(book: &Id, number: u32) -> String {
        format!("{book}/{number}")
    }
}

impl Document {
    fn name(&self) -> String {
        self.id.to_string()
    }
}

impl Copy {
    fn name(&self) -> String {
        self.id.to_string()
    }

    /// Whether somebody has it: it is here, on the way, outside, or with
    /// another agency.
    #[must_use]
    pub fn is_with_somebody(&self) -> bool {
        !self.is_out_of_play() && self.state != CopyState::Lost
    }

    /// Whether it has ended here: no act but an incident moves it.
    #[must_use]
    pub fn is_out_of_play(&self) -> bool {
        matches!(
            self.state,
            CopyState::Archived | CopyState::Returned | CopyState::Destroyed
        )
    }
}

impl Duty {
    /// The name of the duty of `kind` about `about` that `act` opens.
    #[must_use]
    pub fn named(kind: DutyKind, about: &str, act: &ActId) -> String {
        format!("{}/{about}/{act}", kind.as_str())
    }

    fn name(&self) -> String {
        Self::named(self.kind, &self.about, &self.opened_by)
    }
}

impl Incident {
    fn name(&self) -> String {
        self.id.to_string()
    }
}

impl Notice {
    fn name(&self) -> String {
        self.act.to_string()
    }
}

impl Noted {
    fn name(&self) -> String {
        self.ledger.to_string()
    }
}

impl SameSymbol {
    fn name(&self) -> String {
        self.name.clone()
    }
}

impl Erasure {
    /// The name of the erasure of what stands at `field` of `act`.
    #[must_use]
    pub fn named(act: &ActId, field: &str) -> String {
        format!("{act}/{field}")
    }

    fn name(&self) -> String {
        Self::named(&self.act, &self.field)
    }
}

impl Deed {
    fn name(&self) -> String {
        self.id.to_string()
    }
}
