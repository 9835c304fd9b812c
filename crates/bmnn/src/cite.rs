//! Where a rule stands, and how surely it was read there.
//!
//! A pack cites by the short key of an instrument and the place in it, as
//! `L18 22(4)(b)` for điểm b khoản 4 Điều 22 of Law 29/2018/QH14; what a person
//! reads is always the article in full.

use crate::date::Date;
use std::fmt;
use std::sync::Arc;

/// A law, decree, circular or letter that rules are read in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// The short name that citations use inside a pack: `L18`.
    pub key: String,
    /// Its official number: `29/2018/QH14`.
    pub number: String,
    /// Its Vietnamese name as citations print it, number included.
    pub vi: String,
    /// Its English name as citations print it, number included.
    pub en: String,
    /// Its Vietnamese title, where the name does not carry it.
    pub title: Option<String>,
    /// Its English title, where the name does not carry it.
    pub title_en: Option<String>,
    /// When it was adopted, where known.
    pub adopted: Option<Date>,
    /// The first day in force, where known.
    pub starts: Option<Date>,
    /// The last day in force, where known.
    pub ends: Option<Date>,
    /// How surely these facts are known.
    pub confidence: Confidence,
    /// What a reader should know besides.
    pub note: Option<String>,
}

/// How surely a value of a pack is known to be the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Not seen: remembered, or inherited from the pack before.
    Unverified,
    /// Follows from the text by our reasoning; not law by itself.
    Inferred,
    /// From the press, a ministry's summary or a program that transcribes the form.
    Secondary,
    /// Read in a translation that follows the text clause by clause.
    Translation,
    /// The wording of the provision was read.
    Text,
}

impl Confidence {
    /// Every confidence, weakest first.
    pub const ALL: [Self; 5] = [
        Self::Unverified,
        Self::Inferred,
        Self::Secondary,
        Self::Translation,
        Self::Text,
    ];

    /// Whether a rule known this surely may refuse an act by itself. A weaker
    /// one warns.
    #[must_use]
    pub fn refuses(self) -> bool {
        self >= Self::Secondary
    }

    /// The word in a pack: `text`, `translation`, `secondary`, `inferred`, `unverified`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Translation => "translation",
            Self::Secondary => "secondary",
            Self::Inferred => "inferred",
            Self::Unverified => "unverified",
        }
    }

    /// What it means, in Vietnamese.
    #[must_use]
    pub fn vi(self) -> &'static str {
        match self {
            Self::Text => "đã đọc nguyên văn",
            Self::Translation => "đã đọc qua bản dịch",
            Self::Secondary => "theo nguồn thứ cấp",
            Self::Inferred => "suy luận",
            Self::Unverified => "chưa kiểm chứng",
        }
    }

    /// What it means, in English.
    #[must_use]
    pub fn en(self) -> &'static str {
        match self {
            Self::Text => "read in the text",
            Self::Translation => "read in translation",
            Self::Secondary => "from a secondary source",
            Self::Inferred => "inferred",
            Self::Unverified => "not verified",
        }
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The provisions that a value rests on; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    references: Vec<Reference>,
    /// The pack that the value was taken over from, where the text now in
    /// force was not seen.
    inherited: Option<String>,
}

impl Citation {
    /// Reads `L18 20(2); C104 11(2)` against the instruments of a pack.
    ///
    /// # Errors
    ///
    /// [`CitationError`] naming the part that cannot be read.
    pub fn read(text: &str, instruments: &[Arc<Instrument>]) -> Result<Self, CitationError> {
        let references = text
            .split(';')
            .map(|part| Reference::read(part.trim(), instruments))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            references,
            inherited: None,
        })
    }

    /// The same, for a value taken over from another pack.
    #[must_use]
    pub fn inherited_from(self, pack: &str) -> Self {
        Self {
            inherited: Some(pack.to_owned()),
            ..self
        }
    }

    /// The single places cited, most important first.
    #[must_use]
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// The pack that the value was taken over from, if the text now in force
    /// was not seen.
    #[must_use]
    pub fn inherited(&self) -> Option<&str> {
        self.inherited.as_deref()
    }

    /// In Vietnamese, in full: `khoản 2 Điều 20 Luật Bảo vệ bí mật nhà nước số
    /// 29/2018/QH14`.
    #[must_use]
    pub fn vi(&self) -> String {
        let places = self.joined(Reference::vi);
        match &self.inherited {
            Some(pack) => {
                format!("{places} (kế thừa từ bộ quy tắc {pack}, chưa đối chiếu văn bản hiện hành)")
            }
            None => places,
        }
    }

    /// In English, in full: `clause 2, Article 20 of the Law on Protection of
    /// State Secrets No. 29/2018/QH14`.
    #[must_use]
    pub fn en(&self) -> String {
        let places = self.joined(Reference::en);
        match &self.inherited {
            Some(pack) => {
                format!("{places} (inherited from pack {pack}; the text now in force was not seen)")
            }
            None => places,
        }
    }

    fn joined(&self, print: impl Fn(&Reference) -> String) -> String {
        self.references
            .iter()
            .map(print)
            .collect::<Vec<_>>()
            .join("; ")
    }
}

impl fmt::Display for Citation {
    /// The short form that packs use: `L18 20(2); C104 11(2)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.joined(|reference| reference.to_string()))
    }
}

/// One place in one instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The instrument.
    pub instrument: Arc<Instrument>,
    /// Where in it.
    pub place: Place,
}

/// Where in an instrument a rule stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Somewhere in it: the article is not known.
    Unknown,
    /// An article (Điều), its clauses (khoản) and points (điểm).
    Article {
        /// Điều.
        article: u16,
        /// Khoản; none for the whole article.
        clauses: Vec<u16>,
        /// Điểm, as lettered in Vietnamese (`a b c d đ e g h…`).
        points: Vec<String>,
    },
    /// A numbered form (mẫu số) attached to it.
    Form(String),
    /// An annex (Phụ lục).
    Annex(String),
    /// A section (mục) of a letter, which has no articles.
    Section(String),
}

impl Reference {
    fn read(text: &str, instruments: &[Arc<Instrument>]) -> Result<Self, CitationError> {
        let (key, place) = text.split_once(' ').unwrap_or((text, ""));
        let instrument = instruments
            .iter()
            .find(|instrument| instrument.key == key)
            .ok_or_else(|| CitationError::NoInstrument(key.to_owned()))?;
        Ok(Self {
            instrument: Arc::clone(instrument),
            place: Place::read(place.trim())
                .ok_or_else(|| CitationError::NoPlace(text.to_owned()))?,
        })
    }

    /// In Vietnamese, in full.
    #[must_use]
    pub fn vi(&self) -> String {
        let name = &self.instrument.vi;
        match &self.place {
            Place::Unknown => format!("{name} (chưa rõ điều, khoản)"),
            Place::Form(form) => format!("Mẫu số {form} ban hành kèm theo {name}"),
            Place::Annex(annex) => format!("Phụ lục {annex} {name}"),
            Place::Section(section) => format!("mục {section} {name}"),
            Place::Article {
                article,
                clauses,
                points,
            } => {
                let points = counted(points, "điểm ", "các điểm ", " ");
                let clauses = counted(clauses, "khoản ", "các khoản ", " ");
                format!("{points}{clauses}Điều {article} {name}")
            }
        }
    }

    /// In English, in full.
    #[must_use]
    pub fn en(&self) -> String {
        let name = &self.instrument.en;
        match &self.place {
            Place::Unknown => format!("{name} (article not known)"),
            Place::Form(form) => format!("Form {form} of {name}"),
            Place::Annex(annex) => format!("Annex {annex} of {name}"),
            Place::Section(section) => format!("section {section} of {name}"),
            Place::Article {
                article,
                clauses,
                points,
            } => {
                let points = counted(points, "point ", "points ", ", ");
                let clauses = counted(clauses, "clause ", "clauses ", ", ");
                format!("{points}{clauses}Article {article} of {name}")
            }
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.instrument.key)?;
        match &self.place {
            Place::Unknown => Ok(()),
            Place::Form(form) => write!(f, " form {form}"),
            Place::Annex(annex) => write!(f, " annex {annex}"),
            Place::Section(section) => write!(f, " section {section}"),
            Place::Article {
                article,
                clauses,
                points,
            } => {
                let clauses = counted(clauses, "(", "(", ")").replace(", ", ",");
                let points = counted(points, "(", "(", ")").replace(", ", ",");
                write!(f, " {article}{clauses}{points}")
            }
        }
    }
}

/// `one x after`, `many x, y after`, or nothing.
fn counted<T: fmt::Display>(items: &[T], one: &str, many: &str, after: &str) -> String {
    let list = items
        .iter()
        .map(T::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    match items.len() {
        0 => list,
        1 => format!("{one}{list}{after}"),
        _ => format!("{many}{list}{after}"),
    }
}

impl Place {
    /// Reads `20`, `20(2)`, `11(1)(a,b)`, `form 02`, `annex III`, `section 1.2` or nothing.
    fn read(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::Unknown);
        }
        if let Some((kind, name)) = text.split_once(' ') {
            let name = name.trim().to_owned();
            return match kind {
                _ if name.is_empty() => None,
                "form" => Some(Self::Form(name)),
                "annex" => Some(Self::Annex(name)),
                "section" => Some(Self::Section(name)),
                _ => None,
            };
        }
        let (article, mut rest) = match text.split_once('(') {
            Some((article, rest)) => (article, Some(rest)),
            None => (text, None),
        };
        let mut group = || -> Option<Vec<String>> {
            let Some(text) = rest else {
                return Some(Vec::new());
            };
            let (inside, after) = text.split_once(')')?;
            rest = match after {
                "" => None,
                _ => Some(after.strip_prefix('(')?),
            };
            Some(inside.split(',').map(str::to_owned).collect())
        };
        let (clauses, points) = (group()?, group()?);
        let lettered = |point: &String| {
            point.chars().count() == 1
                && point.chars().all(|c| c.is_lowercase() && c.is_alphabetic())
        };
        if rest.is_some() || !points.iter().all(lettered) {
            return None;
        }
        Some(Self::Article {
            article: positive(article)?,
            clauses: clauses.iter().map(|c| positive(c)).collect::<Option<_>>()?,
            points,
        })
    }
}

fn positive(text: &str) -> Option<u16> {
    text.parse().ok().filter(|number| *number > 0)
}

/// Why a citation cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CitationError {
    /// No instrument of the pack has this key.
    #[error("no instrument `{0}` in this pack")]
    NoInstrument(String),
    /// The place is not written as a place is.
    #[error("expected a place such as `L18 20(2)(b)`, found `{0}`")]
    NoPlace(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn law() -> Vec<Arc<Instrument>> {
        vec![Arc::new(Instrument {
            key: "L18".into(),
            number: "29/2018/QH14".into(),
            vi: "Luật Bảo vệ bí mật nhà nước số 29/2018/QH14".into(),
            en: "the Law on Protection of State Secrets No. 29/2018/QH14".into(),
            title: None,
            title_en: None,
            adopted: None,
            starts: None,
            ends: None,
            confidence: Confidence::Text,
            note: None,
        })]
    }

    #[test]
    fn prints_in_full() {
        let table = [
            (
                "L18 20(2)",
                "khoản 2 Điều 20 Luật",
                "clause 2, Article 20 of the Law",
            ),
            (
                "L18 22(4)(đ)",
                "điểm đ khoản 4 Điều 22 Luật",
                "point đ, clause 4, Article 22 of",
            ),
            (
                "L18 27(1,2)",
                "các khoản 1, 2 Điều 27 Luật",
                "clauses 1, 2, Article 27 of",
            ),
            (
                "L18 11(1)(a,b)",
                "các điểm a, b khoản 1 Điều 11 Luật",
                "points a, b, clause 1, ",
            ),
            ("L18 28", "Điều 28 Luật", "Article 28 of the Law"),
            (
                "L18 form 02",
                "Mẫu số 02 ban hành kèm theo Luật",
                "Form 02 of the Law",
            ),
            ("L18 annex III", "Phụ lục III Luật", "Annex III of the Law"),
            ("L18 section 1.2", "mục 1.2 Luật", "section 1.2 of the Law"),
            (
                "L18",
                "Luật Bảo vệ bí mật nhà nước số 29/2018/QH14 (chưa rõ",
                "the Law on",
            ),
            (
                "L18 10(1); L18 9",
                "khoản 1 Điều 10 Luật",
                "clause 1, Article 10 of the Law",
            ),
        ];
        for (text, vi, en) in table {
            let citation = Citation::read(text, &law()).unwrap();
            assert!(citation.vi().starts_with(vi), "{}", citation.vi());
            assert!(citation.en().starts_with(en), "{}", citation.en());
            assert_eq!(citation.to_string(), text);
        }
    }

    #[test]
    fn refuses_what_is_no_place() {
        for text in [
            "",
            "L19 1",
            "L18 0",
            "L18 x",
            "L18 1(0)",
            "L18 1(a)",
            "L18 1(1)(1)",
            "L18 1(1)(a)(b)",
            "L18 1(1",
            "L18 1)",
            "L18 1(1)x",
            "L18 form",
            "L18 page 3",
            "L18 1;",
            "L18 1(1)(A)",
        ] {
            assert!(Citation::read(text, &law()).is_err(), "{text:?}");
        }
    }

    #[test]
    fn only_what_was_seen_refuses() {
        let refuses = Confidence::ALL.map(Confidence::refuses);
        assert_eq!(refuses, [false, false, true, true, true]);
    }
}
