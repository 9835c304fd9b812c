//! The maps and words that acts of several groups share.

use super::form::Datum;
use super::macros::{maps, words};
use super::schema::{Shape, Type};
use crate::copy::CopyRef;
use crate::date::{Date, PartDate, Time};
use crate::id::{ActId, Bytes32, Id};
use crate::value::{Map, Value};
use std::fmt;

/// A value that may not stand in clear in the ledger.
///
/// A host writes it plainly; before the act is signed, the plain value goes to
/// the vault and its commitment takes its place. The model never looks inside,
/// and its `Debug` never shows the value.
#[derive(Clone, PartialEq, Eq)]
pub enum Sealed<T> {
    /// As the host writes it.
    Plain(T),
    /// As it is signed: SHA-256 over the act's id and the value, salted.
    Commitment(Bytes32),
}

impl<T> Sealed<T> {
    /// The plain value, before it is sealed.
    #[must_use]
    pub fn plain(&self) -> Option<&T> {
        if let Self::Plain(value) = self {
            Some(value)
        } else {
            None
        }
    }

    /// The commitment, once it is sealed.
    #[must_use]
    pub fn commitment(&self) -> Option<Bytes32> {
        if let Self::Commitment(commitment) = self {
            Some(*commitment)
        } else {
            None
        }
    }
}

impl From<&str> for Sealed<String> {
    fn from(text: &str) -> Self {
        Self::Plain(text.to_owned())
    }
}

impl<T> fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(_) => f.write_str("Plain(…)"),
            Self::Commitment(commitment) => f.debug_tuple("Commitment").field(commitment).finish(),
        }
    }
}

impl Datum for Sealed<String> {
    const TYPE: Type = Type::Sealed(&Type::Free);

    fn read(value: &Value) -> Option<Self> {
        match commitment(value) {
            Some(commitment) => Some(Self::Commitment(commitment)),
            None => String::read(value).map(Self::Plain),
        }
    }

    fn write(&self) -> Value {
        match self {
            Self::Plain(text) => text.write(),
            Self::Commitment(commitment) => committed(*commitment),
        }
    }
}

impl Datum for Sealed<Bytes32> {
    const TYPE: Type = Type::Sealed(&Type::Bytes32);

    fn read(value: &Value) -> Option<Self> {
        match commitment(value) {
            Some(commitment) => Some(Self::Commitment(commitment)),
            None => Bytes32::read(value).map(Self::Plain),
        }
    }

    fn write(&self) -> Value {
        match self {
            Self::Plain(digest) => digest.write(),
            Self::Commitment(commitment) => committed(*commitment),
        }
    }
}

/// The commitment, if `value` is a sealed one: `{"sealed": bytes32}`.
#[must_use]
pub fn commitment(value: &Value) -> Option<Bytes32> {
    value.as_map().and_then(commitment_of)
}

/// The commitment, if `map` is all of a sealed value.
pub(crate) fn commitment_of(map: &Map) -> Option<Bytes32> {
    let only = map.get("sealed").filter(|_| map.len() == 1)?;
    Bytes32::read(only)
}

/// What stands in place of a sealed value: `{"sealed": bytes32}`.
#[must_use]
pub fn committed(commitment: Bytes32) -> Value {
    Map::from_iter([("sealed", commitment.write())]).into()
}

/// How long a secret is to be protected, as an act states it (`until`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Period {
    /// So many years from the determination.
    Years(u32),
    /// So many months from the determination.
    Months(u32),
    /// Up to and including a day.
    On(Date),
    /// Until something has happened.
    When(Sealed<String>),
    /// Without an end.
    Indefinite,
}

maps! {
    /// The keys of a period, of which exactly one stands (L18 Art. 19).
    pub struct PeriodKeys one of "years" "months" "on" "when" "indefinite" {
        /// So many years.
        years: Option<u32> as Int(1, 100),
        /// So many months.
        months: Option<u32> as Int(1, 1200),
        /// Up to and including this day.
        on: Option<Date>,
        /// Until this has happened.
        when: Option<Sealed<String>>,
        /// Without an end.
        indefinite: Option<bool> as True,
    }
}

impl Period {
    /// The descriptor of the map.
    pub const SHAPE: &'static Shape = &Shape {
        name: "Period",
        doc: "How long a secret is to be protected (L18 Art. 19).",
        ..*PeriodKeys::SHAPE
    };
}

impl Datum for Period {
    const TYPE: Type = Type::Map(Self::SHAPE);

    fn read(value: &Value) -> Option<Self> {
        let keys = PeriodKeys::read(value)?;
        let PeriodKeys {
            years,
            months,
            on,
            when,
            indefinite,
        } = keys;
        years
            .map(Self::Years)
            .or(months.map(Self::Months))
            .or(on.map(Self::On))
            .or(when.map(Self::When))
            .or(indefinite.map(|_| Self::Indefinite))
    }

    fn write(&self) -> Value {
        let (key, value) = match self {
            Self::Years(years) => ("years", years.write()),
            Self::Months(months) => ("months", months.write()),
            Self::On(date) => ("on", date.write()),
            Self::When(event) => ("when", event.write()),
            Self::Indefinite => ("indefinite", true.into()),
        };
        Map::from_iter([(key, value)]).into()
    }
}

/// What something was taken from: a document as a whole, or one copy of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A document.
    Document(Id),
    /// A copy.
    Copy(CopyRef),
}

impl Source {
    /// The document, or the document of the copy.
    #[must_use]
    pub fn document(&self) -> &Id {
        match self {
            Self::Document(document) => document,
            Self::Copy(copy) => copy.document(),
        }
    }
}

impl Datum for Source {
    const TYPE: Type = Type::Either(&Type::Copy, &Type::Id);

    fn read(value: &Value) -> Option<Self> {
        CopyRef::read(value)
            .map(Self::Copy)
            .or_else(|| Id::read(value).map(Self::Document))
    }

    fn write(&self) -> Value {
        match self {
            Self::Document(document) => document.write(),
            Self::Copy(copy) => copy.write(),
        }
    }
}

/// What kind of document it is: a word of the pack in clear (`cong-van`), or
/// free text, sealed. Text in the form of a pack's word counts as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocType {
    /// A word of the pack.
    Word(String),
    /// Free text.
    Text(Sealed<String>),
}

impl Datum for DocType {
    const TYPE: Type = Type::Either(&Type::PackWord, &Type::Sealed(&Type::Free));

    fn read(value: &Value) -> Option<Self> {
        match value.as_text() {
            Some(word) if is_pack_word(word) => Some(Self::Word(word.to_owned())),
            _ => Sealed::read(value).map(Self::Text),
        }
    }

    fn write(&self) -> Value {
        match self {
            Self::Word(word) => word.write(),
            Self::Text(text) => text.write(),
        }
    }
}

/// Whether `text` has the form of a word of a pack: kebab-case, 1 to 64
/// characters, beginning with a letter.
#[must_use]
pub fn is_pack_word(text: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    text.len() <= 64
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.split('-').all(part)
}

words! {
    /// The kinds of paper that an act may rest on.
    pub enum PaperKind {
        /// Quyết định.
        Decision = "decision",
        /// Tờ trình, phiếu trình.
        Proposal = "proposal",
        /// Đơn, văn bản đề nghị.
        Application = "application",
        /// Báo cáo.
        Report = "report",
        /// Biên bản.
        Minutes = "minutes",
        /// Công văn.
        Letter = "letter",
        /// Thông báo.
        Notice = "notice",
        /// Văn bản ủy quyền.
        Delegation = "delegation",
        /// Văn bản phân công, bổ nhiệm.
        Assignment = "assignment",
        /// Sổ chuyển giao.
        HandoverBook = "handover-book",
        /// Phiếu chuyển, phiếu gửi.
        DeliveryNote = "delivery-note",
        /// Sổ đăng ký.
        Register = "register",
        /// Giấy tờ khác.
        Other = "other",
    }

    /// What bears a secret (L18 Art. 2(1), 8).
    pub enum Carrier {
        /// Tài liệu.
        Document = "document",
        /// Vật.
        Object = "object",
        /// Địa điểm.
        Place = "place",
        /// Lời nói.
        Speech = "speech",
        /// Hoạt động.
        Activity = "activity",
        /// Hình thức khác.
        Other = "other",
    }

    /// What a copy is made of.
    pub enum Medium {
        /// Bản giấy.
        Paper = "paper",
        /// Bản điện tử.
        Electronic = "electronic",
        /// Đĩa, thẻ nhớ.
        Disc = "disc",
        /// Phim, băng.
        Film = "film",
        /// Vật mang tin khác.
        Other = "other",
    }

    /// What a check of something that arrives may find (D26 Art. 4(2)(c), 4(3)).
    pub enum Fault {
        /// Thiếu.
        Missing = "missing",
        /// Hư hỏng.
        Damaged = "damaged",
        /// Bị bóc, mở.
        Opened = "opened",
        /// Bị tráo đổi.
        Swapped = "swapped",
        /// Gửi nhầm địa chỉ.
        WrongAddress = "wrong-address",
        /// Đóng gói không đúng quy định.
        BadPacking = "bad-packing",
        /// Chữ ký số không hợp lệ.
        BadSignature = "bad-signature",
    }

    /// Where in the state an agency stands; posts and permitters go by it.
    pub enum Tier {
        /// Trung ương.
        Central = "central",
        /// Cấp tỉnh.
        Province = "province",
        /// Cấp huyện.
        District = "district",
        /// Cấp xã.
        Commune = "commune",
        /// Cơ quan ở nước ngoài.
        Abroad = "abroad",
    }
}

maps! {
    /// A paper that an act rests on, so that a hand is *on paper*.
    pub struct Paper {
        /// What kind of paper it is.
        kind: PaperKind,
        /// Its number and symbol.
        symbol: Option<String> as Symbol,
        /// Its date.
        date: Option<PartDate>,
        /// The volume in which it is kept.
        volume: Option<Sealed<String>>,
        /// The page.
        page: Option<u32>,
        /// The line.
        line: Option<u32>,
        /// SHA-256 of its scan.
        digest: Option<Sealed<Bytes32>>,
    }

    /// Who decided, and by what right (L18 Art. 10(2), 11).
    pub struct DecisionBy {
        /// Who decided.
        person: Id,
        /// In which position.
        position: Id,
        /// When.
        date: Date,
        /// The `authority.delegate` that gave him the right (L18 Art. 11(5)).
        delegation: Option<ActId>,
        /// The paper that says so.
        paper: Option<Paper>,
    }

    /// A person giving, taking or reading. He is enrolled (`person`) or only
    /// named (`name`).
    pub struct Hand one of "person" "name" {
        /// The person, if enrolled.
        person: Option<Id>,
        /// His name, if not.
        name: Option<Sealed<String>>,
        /// For whom he acts.
        party: Option<Id>,
        /// When.
        date: Date,
        /// At what time.
        time: Option<Time>,
        /// The paper that he signed.
        paper: Option<Paper>,
    }

    /// An item of a list of state secrets (L18 Art. 10(1); L25 Art. 5(1)).
    pub struct ListRef {
        /// The list, as `list.adopt` names it.
        list: Id,
        /// Điều.
        article: u32,
        /// Khoản.
        clause: Option<u32>,
        /// Điểm.
        point: Option<String> as Point,
    }

    /// A council, as declassification and destruction want it (L18 Art. 22(4),
    /// 23(4)).
    pub struct Council {
        /// The paper that set it up.
        set_up: Paper,
        /// Who chaired it.
        chair: Id,
        /// Its members.
        members: Vec<Id>,
        /// Its minutes.
        minutes: Paper,
    }

    /// What was found on receipt (D26 Art. 4(3); D63).
    pub struct Check {
        /// Whether it arrived whole and unopened.
        intact: bool,
        /// How many documents there are.
        documents: u32 as Int(0, 65535),
        /// How many pages.
        pages: Option<u32> as Int(0, 1_000_000),
        /// How many attachments.
        attachments: Option<u32> as Int(0, 65535),
        /// What was wrong.
        faults: Option<Vec<Fault>>,
    }

    /// A row of a register.
    pub struct Row {
        /// The book.
        book: Id,
        /// The number, given only when paper leads; otherwise the next is taken.
        number: Option<u32>,
    }

    /// Why an act that the law refuses is recorded all the same.
    pub struct Irregular {
        /// The reason.
        reason: Sealed<String>,
        /// The head's decision.
        decision: DecisionBy,
    }
}
