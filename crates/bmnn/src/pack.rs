//! Rule packs (bộ quy tắc): the law of a period as dated data, with an article
//! and a confidence for every value.
//!
//! A pack is TOML. The three that come with this crate are `vn-2000`, `vn-2018`
//! and `vn-2025`; an agency lays its own over one of them ([`Pack::layer`]), or
//! adopts a corrected one. A pack that does not parse, has an unknown key, a
//! gap or a duplicate is refused with file, line and reason.
//!
//! ```toml
//! [[provision]]
//! id = "extend.decide-before"
//! days = 60
//! cite = "L18 20(2)"
//! confidence = "text"
//! vi = "Quyết định gia hạn chậm nhất 60 ngày trước khi hết thời hạn bảo vệ"
//! en = "The extension is decided at the latest 60 days before the term ends"
//! ```
//!
//! An agency's pack may ask more than the law: `enforce` a provision that only
//! warns, or want a hand borne out ([`WantedHand`]).
//!
//! What was not seen is never guessed. A value taken over from the pack before
//! is `unverified` and says where it was `inherited` from; a value found nowhere
//! is `unknown`. Both only ever warn.

mod catalogue;
mod error;
mod form;
mod hand;
mod layer;
mod post;
mod provision;
mod raw;
mod read;
mod read_mark;
mod shelf;
mod term;
mod transition;

pub use crate::cite::{Citation, CitationError, Confidence, Instrument, Place, Reference};
pub use catalogue::CATALOGUE;
pub use error::{PackError, PackFault};
pub use form::{Column, DocType, Labels, Register};
pub use hand::{Bearing, WantedHand};
pub use post::{Post, Tier};
pub use provision::{Kind, Provision, Setting};
pub use shelf::Packs;
pub use term::Resolved;
pub use transition::{OldSecret, Transition, TransitionRule};

use crate::date::Date;
use crate::level::Level;
use crate::mark::Mark;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The packs that come with this crate, oldest law first: id and text.
pub const BUILT_IN: [(&str, &str); 3] = [
    ("vn-2000", include_str!("../packs/vn-2000.toml")),
    ("vn-2018", include_str!("../packs/vn-2018.toml")),
    ("vn-2025", include_str!("../packs/vn-2025.toml")),
];

/// The rules in force in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    file: String,
    /// The line of its header, for errors that concern it whole.
    line: usize,
    id: String,
    vi: String,
    en: String,
    starts: Date,
    ends: Option<Date>,
    extends: Option<String>,
    note: Option<String>,
    instruments: Vec<Arc<Instrument>>,
    provisions: BTreeMap<&'static str, Provision>,
    amendments: Vec<Amendment>,
    posts: Vec<Post>,
    hands: Vec<WantedHand>,
    transitions: Vec<Transition>,
    registers: Vec<Register>,
    marks: Vec<Mark>,
    doc_types: Vec<DocType>,
    labels: Vec<Labels>,
}

/// A provision of the parent whose enforcement an agency's own pack changes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Amendment {
    id: &'static str,
    enforce: bool,
    note: Option<String>,
}

impl Pack {
    /// Reads a pack. `file` only names it in errors.
    ///
    /// A pack that `extends` another holds only what differs; lay it over its
    /// parent with [`Pack::layer`] before deciding anything by it.
    ///
    /// # Errors
    ///
    /// [`PackError`] naming file, line and reason.
    pub fn parse(file: &str, text: &str) -> Result<Self, PackError> {
        read::pack(file, text)
    }

    /// Its id: `vn-2018`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its Vietnamese name.
    #[must_use]
    pub fn vi(&self) -> &str {
        &self.vi
    }

    /// Its English name.
    #[must_use]
    pub fn en(&self) -> &str {
        &self.en
    }

    /// The first day of its period.
    #[must_use]
    pub fn starts(&self) -> Date {
        self.starts
    }

    /// The last day of its period, if it has ended.
    #[must_use]
    pub fn ends(&self) -> Option<Date> {
        self.ends
    }

    /// What a reader should know of it as a whole.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Whether its period contains a day.
    #[must_use]
    pub fn covers(&self, date: Date) -> bool {
        self.starts <= date && self.ends.is_none_or(|ends| date <= ends)
    }

    /// The pack that this one must be laid over before use.
    #[must_use]
    pub fn extends(&self) -> Option<&str> {
        self.extends.as_deref()
    }

    /// Whether it needs no other pack under it.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.extends.is_none()
    }

    /// A provision by its id. A complete pack has every one of [`CATALOGUE`].
    #[must_use]
    pub fn provision(&self, id: &str) -> Option<&Provision> {
        self.provisions.get(id)
    }

    /// Every provision, by id.
    pub fn provisions(&self) -> impl Iterator<Item = &Provision> {
        self.provisions.values()
    }

    /// Whether an act against a provision is refused, rather than warned of.
    /// What the pack does not have refuses nothing.
    #[must_use]
    pub fn refuses(&self, id: &str) -> bool {
        self.provision(id).is_some_and(Provision::refuses)
    }

    /// The same on a given day, for a provision that began within the period.
    #[must_use]
    pub fn refuses_on(&self, id: &str, on: Date) -> bool {
        self.provision(id)
            .is_some_and(|provision| provision.refuses() && provision.holds_on(on))
    }

    /// The term of a level (`term.toi-mat`).
    #[must_use]
    pub fn term(&self, level: Level) -> Option<&Provision> {
        self.by_level("term", level)
    }

    /// The longest extension of a level (`extend.longest.toi-mat`).
    #[must_use]
    pub fn longest_extension(&self, level: Level) -> Option<&Provision> {
        self.by_level("extend.longest", level)
    }

    /// Who permits the copying of a level (`copy.permit.toi-mat`).
    #[must_use]
    pub fn copy_permit(&self, level: Level) -> Option<&Provision> {
        self.by_level("copy.permit", level)
    }

    /// This pack, refused as a whole.
    fn refused(&self, reason: PackFault) -> PackError {
        PackError {
            file: self.file.clone(),
            line: self.line,
            reason,
        }
    }

    fn by_level(&self, subject: &str, level: Level) -> Option<&Provision> {
        self.provision(&format!("{subject}.{}", level.kebab()))
    }

    /// Every post, highest first.
    #[must_use]
    pub fn posts(&self) -> &[Post] {
        &self.posts
    }

    /// A post by its id.
    #[must_use]
    pub fn post(&self, id: &str) -> Option<&Post> {
        self.posts.iter().find(|post| post.id == id)
    }

    /// The hands of which the agency asks more than the law does.
    #[must_use]
    pub fn hands(&self) -> &[WantedHand] {
        &self.hands
    }

    /// The instruments that it cites.
    #[must_use]
    pub fn instruments(&self) -> &[Arc<Instrument>] {
        &self.instruments
    }

    /// The transition table: what becomes of secrets of the law before.
    #[must_use]
    pub fn transitions(&self) -> &[Transition] {
        &self.transitions
    }

    /// The rows of the transition table that concern an old secret.
    pub fn transitions_for(&self, secret: OldSecret) -> impl Iterator<Item = &Transition> {
        self.transitions
            .iter()
            .filter(move |row| row.concerns(secret))
    }

    /// Every register.
    #[must_use]
    pub fn registers(&self) -> &[Register] {
        &self.registers
    }

    /// The register of a kind: `outgoing`, `incoming`, `handover`, `copying`.
    #[must_use]
    pub fn register(&self, kind: &str) -> Option<&Register> {
        self.registers.iter().find(|register| register.kind == kind)
    }

    /// Every mark.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// A mark by its id.
    #[must_use]
    pub fn mark(&self, id: &str) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.id == id)
    }

    /// The document types.
    #[must_use]
    pub fn doc_types(&self) -> &[DocType] {
        &self.doc_types
    }

    /// A document type by its id.
    #[must_use]
    pub fn doc_type(&self, id: &str) -> Option<&DocType> {
        self.doc_types.iter().find(|doc_type| doc_type.id == id)
    }

    /// The Vietnamese of the closed words, list by list.
    #[must_use]
    pub fn labels(&self) -> &[Labels] {
        &self.labels
    }

    /// The Vietnamese of one word of a closed list, where it is known.
    #[must_use]
    pub fn label(&self, list: &str, word: &str) -> Option<&str> {
        let labels = self.labels.iter().find(|labels| labels.list == list)?;
        labels.words.get(word).map(String::as_str)
    }
}
