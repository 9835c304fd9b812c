//! Marks (dấu): what is stamped or printed on a carrier, as data.
//!
//! A mark is what its form prescribes: words, frame, ink, place. Each of these
//! has a confidence and a citation of its own, since a form may be known in one
//! and not in another. What was not found is absent, never zero: a mark without
//! a frame cannot be drawn, unless an administrator enters a size and the
//! drawing says so. Nothing is drawn here.
//!
//! Texts stand in the case and the normal form (NFC) in which they are printed.

use crate::cite::{Citation, Confidence};
use crate::level::Level;
use serde::Deserialize;

/// One mark of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its id, as `mark.apply` names it: `tuyet-mat`, `declassified`.
    pub id: String,
    /// What it is for.
    pub kind: MarkKind,
    /// The level that it shows, where it shows one.
    pub level: Option<Level>,
    /// Its Vietnamese name.
    pub vi: String,
    /// Its English name. Official marks are Vietnamese only.
    pub en: String,
    /// What it says, from the top.
    pub rows: Vec<MarkRow>,
    /// The gap between its rows.
    pub row_gap: Option<Known<Mm>>,
    /// What is filled in where the layout of the filling is not known.
    pub fields: Option<Known<Vec<String>>>,
    /// The outer frame.
    pub frame: Option<Known<Frame>>,
    /// The lines of the frame.
    pub border: Option<Known<Border>>,
    /// The distance of the text from the outer line that the form states.
    /// Nominal: 2 mm leaves less than the letters of an 8 mm mark are high.
    pub inset: Option<Known<Mm>>,
    /// The inks that may be used, the usual one first.
    pub ink: Option<Known<Vec<Ink>>>,
    /// Where it goes.
    pub placement: Vec<Known<Placement>>,
    /// Where the mark is prescribed.
    pub citation: Citation,
    /// How surely it exists, with this meaning.
    pub confidence: Confidence,
    /// What is open about it.
    pub note: Option<String>,
}

impl Mark {
    /// Whether frame and words are known, so that it can be drawn from the pack alone.
    #[must_use]
    pub fn can_be_drawn(&self) -> bool {
        let worded = |row: &MarkRow| {
            row.text.is_some()
                && row
                    .lettering
                    .as_ref()
                    .is_some_and(|l| l.value.size.is_some())
        };
        self.frame.is_some()
            && self.border.is_some()
            && !self.rows.is_empty()
            && self.rows.iter().all(worded)
    }

    /// The confidence of the weakest value that a drawing of it rests on.
    #[must_use]
    pub fn weakest(&self) -> Confidence {
        let rows = self.rows.iter().flat_map(|row| {
            let text = row.text.as_ref().map(|text| text.confidence);
            text.into_iter()
                .chain(row.lettering.as_ref().map(|lettering| lettering.confidence))
        });
        rows.chain(self.frame.as_ref().map(|frame| frame.confidence))
            .chain(self.border.as_ref().map(|border| border.confidence))
            .chain(self.ink.as_ref().map(|ink| ink.confidence))
            .fold(self.confidence, Confidence::min)
    }
}

/// A value of a mark, with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known<T> {
    /// The value.
    pub value: T,
    /// How surely.
    pub confidence: Confidence,
    /// Where it stands.
    pub citation: Citation,
}

/// What a mark is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkKind {
    /// Dấu chỉ độ mật.
    Level,
    /// The letter on an envelope, A, B or C.
    Letter,
    /// Thời hạn bảo vệ.
    Term,
    /// Gia hạn thời hạn bảo vệ.
    Extension,
    /// Giải mật.
    Declassified,
    /// Điều chỉnh độ mật.
    LevelChange,
    /// Tài liệu thu hồi.
    Recall,
    /// Chỉ người có tên mới được bóc bì.
    NamedOnly,
    /// Bản số: the number of an issued copy.
    CopyNumber,
    /// Bản sao số: the number of a duplicate.
    DuplicateNumber,
    /// Bản sao bí mật nhà nước.
    Duplicate,
    /// The mark of arrival.
    Arrival,
    /// Mức độ khẩn.
    Urgency,
}

/// One row of a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkRow {
    /// The exact words; none where only what is filled in is known.
    pub text: Option<Known<String>>,
    /// What is filled in after the words.
    pub fill: Option<Fill>,
    /// How the letters are set.
    pub lettering: Option<Known<Lettering>>,
}

/// What is filled in on a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fill {
    /// Day, month and year.
    Date,
    /// A number.
    Number,
    /// Words.
    Text,
}

/// How the letters of a row are set. What the form does not state is absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lettering {
    /// The typeface.
    pub font: Option<String>,
    /// The size in points.
    pub size: Option<u8>,
    /// Bold or not.
    pub bold: Option<bool>,
    /// Upright or slanted.
    pub upright: Option<bool>,
    /// In capitals or not.
    pub capitals: Option<bool>,
}

/// The outer size of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Frame {
    /// From left to right.
    pub width: Mm,
    /// From top to bottom.
    pub height: Mm,
}

/// The lines around a mark. No form that was seen states how thick they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Border {
    /// One line, or two.
    pub lines: u8,
    /// The gap between two lines.
    pub gap: Option<Mm>,
}

/// A length in hundredths of a millimetre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "Number")]
pub struct Mm(u32);

impl Mm {
    /// A length of whole millimetres.
    #[must_use]
    pub const fn whole(mm: u16) -> Self {
        Self(mm as u32 * 100)
    }

    /// In hundredths of a millimetre.
    #[must_use]
    pub fn hundredths(self) -> u32 {
        self.0
    }
}

/// A number as TOML may write it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Number {
    Whole(u16),
    Decimal(f64),
}

impl TryFrom<Number> for Mm {
    type Error = &'static str;

    fn try_from(number: Number) -> Result<Self, Self::Error> {
        let hundredths = match number {
            Number::Whole(mm) => f64::from(mm) * 100.0,
            Number::Decimal(mm) => (mm * 100.0).round(),
        };
        if (1.0..=100_000.0).contains(&hundredths) {
            // In range and whole, so the cast is exact.
            Ok(Self(hundredths as u32))
        } else {
            Err("expected millimetres, above 0 and up to 1000")
        }
    }
}

/// An ink.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ink {
    /// Mực màu đỏ. No exact shade is prescribed anywhere that was seen.
    Red,
    /// Mực màu đỏ tươi, until June 2020.
    BrightRed,
    /// Black, where the mark came along in a photocopy of the first signed copy.
    BlackReproduced,
}

/// Where a mark goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Placement {
    /// The surface.
    pub page: Page,
    /// The place on it: `decree-30-box-10a`, `top-left`; none where unknown.
    pub anchor: Option<String>,
}

/// A surface that bears marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// The first page.
    First,
    /// The last page.
    Last,
    /// The outer envelope, or the only one.
    Envelope,
    /// The inner of two envelopes.
    InnerEnvelope,
}
