//! Levels of secrecy (độ mật).

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How closely a secret is held, from least to most protected.
///
/// The order combines marks: where several levels meet, the highest wins (Law
/// 29/2018/QH14 Art. 10(2)), and [`Ord::max`] is that rule. It says nothing of
/// who may read what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Mật: disclosure would gravely harm the nation.
    Mat,
    /// Tối mật: disclosure would very gravely harm the nation.
    ToiMat,
    /// Tuyệt mật: disclosure would exceptionally gravely harm the nation.
    TuyetMat,
}

impl Level {
    /// Every level, lowest first.
    pub const ALL: [Self; 3] = [Self::Mat, Self::ToiMat, Self::TuyetMat];

    /// Reads a level as people write it, and says which liberties the writer took.
    ///
    /// Accepted are composed and decomposed Unicode, any case, missing
    /// diacritics (`TOI MAT`), the envelope letters A, B and C, space around
    /// and between the words, and the name that acts carry. A *wrong*
    /// diacritic is no level, and neither is an English word: translators
    /// contradict each other on which level is "secret".
    ///
    /// # Errors
    ///
    /// [`LevelError`] if the text names no level.
    ///
    /// # Examples
    ///
    /// ```
    /// use bmnn::level::{Level, Liberty};
    ///
    /// let (level, liberties) = Level::read("TOI MAT")?;
    /// assert_eq!(level, Level::ToiMat);
    /// assert_eq!(liberties.iter().collect::<Vec<_>>(), [Liberty::Diacritics]);
    /// assert!(Level::read("Top secret").is_err());
    /// # Ok::<(), bmnn::level::LevelError>(())
    /// ```
    pub fn read(text: &str) -> Result<(Self, Liberties), LevelError> {
        if let Ok(level) = text.parse() {
            return Ok((level, Liberties::default()));
        }
        Self::ALL
            .into_iter()
            .find_map(|level| level.liberties_in(text).map(|taken| (level, taken)))
            .ok_or(LevelError)
    }

    /// The name that acts carry: `Mat`, `ToiMat`, `TuyetMat`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mat => "Mat",
            Self::ToiMat => "ToiMat",
            Self::TuyetMat => "TuyetMat",
        }
    }

    /// The name inside an id of a provision, a post or a mark: `toi-mat`.
    #[must_use]
    pub fn kebab(self) -> &'static str {
        match self {
            Self::Mat => "mat",
            Self::ToiMat => "toi-mat",
            Self::TuyetMat => "tuyet-mat",
        }
    }

    /// The Vietnamese name, in its one spelling: `Tối mật`.
    #[must_use]
    pub fn vi(self) -> &'static str {
        match self {
            Self::Mat => "Mật",
            Self::ToiMat => "Tối mật",
            Self::TuyetMat => "Tuyệt mật",
        }
    }

    /// The words of its mark: `TỐI MẬT`.
    #[must_use]
    pub fn mark_text(self) -> &'static str {
        match self {
            Self::Mat => "MẬT",
            Self::ToiMat => "TỐI MẬT",
            Self::TuyetMat => "TUYỆT MẬT",
        }
    }

    /// The letter on an envelope (Decree 26/2020/NĐ-CP Art. 4(1)(b)).
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Mat => 'C',
            Self::ToiMat => 'B',
            Self::TuyetMat => 'A',
        }
    }

    /// An English label for the reader. It is never read back.
    #[must_use]
    pub fn en(self) -> &'static str {
        match self {
            Self::Mat => "Confidential",
            Self::ToiMat => "Secret",
            Self::TuyetMat => "Top Secret",
        }
    }

    /// The liberties that `text` takes with this level's name, if it is that name at all.
    fn liberties_in(self, text: &str) -> Option<Liberties> {
        let mut taken = Liberties::default();
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if words != text {
            taken.add(Liberty::Space);
        }
        if words.chars().count() == 1 && words.eq_ignore_ascii_case(&self.letter().to_string()) {
            taken.add(Liberty::Letter);
            if words != self.letter().to_string() {
                taken.add(Liberty::Case);
            }
            return Some(taken);
        }
        let composed: String = words.nfc().collect();
        if composed != words {
            taken.add(Liberty::Decomposed);
        }
        let (written, printed) = (letters(&words), letters(self.vi()));
        if written.len() != printed.len() {
            return None;
        }
        for ((base, marks), (wanted, all)) in written.iter().zip(&printed) {
            if !base.eq_ignore_ascii_case(wanted) {
                return None;
            }
            if !marks.iter().all(|mark| all.contains(mark)) {
                return None;
            }
            if marks.len() != all.len() {
                taken.add(Liberty::Diacritics);
            }
        }
        let cased = |like: &str| {
            let like = letters(like);
            written.iter().map(|l| l.0).eq(like.iter().map(|l| l.0))
        };
        if !cased(self.vi()) && !cased(self.mark_text()) {
            taken.add(Liberty::Case);
        }
        Some(taken)
    }
}

/// Each base letter of a text, with the diacritics that it carries.
fn letters(text: &str) -> Vec<(char, Vec<char>)> {
    let mut letters: Vec<(char, Vec<char>)> = Vec::new();
    for c in text.nfd() {
        match letters.last_mut() {
            Some((_, marks)) if is_combining_mark(c) => {
                if !marks.contains(&c) {
                    marks.push(c);
                }
            }
            _ => letters.push((c, Vec::new())),
        }
    }
    letters
}

/// One way in which a written level departs from its printed spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Liberty {
    /// Space around the words, or more than one between them.
    Space,
    /// Diacritics as separate characters (NFD).
    Decomposed,
    /// Capitals where the printed spelling has none, or the reverse.
    Case,
    /// Some diacritics are missing.
    Diacritics,
    /// The letter of the envelope stands for the level.
    Letter,
}

impl Liberty {
    /// Every liberty.
    pub const ALL: [Self; 5] = [
        Self::Space,
        Self::Decomposed,
        Self::Case,
        Self::Diacritics,
        Self::Letter,
    ];
}

/// The liberties taken by one written level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Liberties(u8);

impl Liberties {
    /// Whether the text was the printed spelling, exactly.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `liberty` was taken.
    #[must_use]
    pub fn contains(self, liberty: Liberty) -> bool {
        self.0 & (1 << liberty as u8) != 0
    }

    /// The liberties, in the order of [`Liberty::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Liberty> {
        Liberty::ALL
            .into_iter()
            .filter(move |liberty| self.contains(*liberty))
    }

    fn add(&mut self, liberty: Liberty) {
        self.0 |= 1 << liberty as u8;
    }
}

/// Why a text names no level.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a level: `Mat`, `ToiMat` or `TuyetMat`")]
pub struct LevelError;

impl FromStr for Level {
    type Err = LevelError;

    /// Reads the one spelling that acts use. For what people write, see [`Level::read`].
    fn from_str(text: &str) -> Result<Self, LevelError> {
        Self::ALL
            .into_iter()
            .find(|level| level.as_str() == text)
            .ok_or(LevelError)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_write() {
        use Liberty::*;
        type Row<'a> = (&'a str, Option<(Level, &'a [Liberty])>);
        let table: [Row; 24] = [
            ("Tối mật", Some((Level::ToiMat, &[]))),
            ("TỐI MẬT", Some((Level::ToiMat, &[]))),
            ("ToiMat", Some((Level::ToiMat, &[]))), // the name in acts
            ("Mat", Some((Level::Mat, &[]))),
            ("Mật", Some((Level::Mat, &[]))),
            ("Tuyệt mật", Some((Level::TuyetMat, &[]))),
            ("TOI MAT", Some((Level::ToiMat, &[Diacritics]))),
            ("Tuyêt mật", Some((Level::TuyetMat, &[Diacritics]))), // half of them
            ("tối mật", Some((Level::ToiMat, &[Case]))),
            ("Tối Mật", Some((Level::ToiMat, &[Case]))),
            ("mat", Some((Level::Mat, &[Case, Diacritics]))),
            ("  Tối   mật\n", Some((Level::ToiMat, &[Space]))),
            (
                "To\u{302}\u{301}i ma\u{323}\u{302}t",
                Some((Level::ToiMat, &[Decomposed])),
            ),
            ("A", Some((Level::TuyetMat, &[Letter]))),
            ("b", Some((Level::ToiMat, &[Case, Letter]))),
            (" C ", Some((Level::Mat, &[Space, Letter]))),
            ("Tồi mật", None), // a wrong tone is another word
            ("Mất", None),     // "lost"
            ("TốiMật", None),
            ("D", None),
            ("", None),
            ("Top secret", None), // English is a label only
            ("Secret", None),
            ("Confidential", None),
        ];
        for (text, want) in table {
            let got = Level::read(text)
                .ok()
                .map(|(level, taken)| (level, taken.iter().collect::<Vec<_>>()));
            assert_eq!(got, want.map(|(l, t)| (l, t.to_vec())), "{text:?}");
        }
    }

    #[test]
    fn every_printed_name_is_read_back_without_liberty() {
        for level in Level::ALL {
            for text in [level.vi(), level.mark_text(), level.as_str()] {
                assert_eq!(Level::read(text), Ok((level, Liberties::default())));
                let nfd: String = text.nfd().collect();
                assert_eq!(Level::read(&nfd).unwrap().0, level);
            }
            assert_eq!(level.as_str().parse(), Ok(level));
            assert_eq!(
                Level::read(&level.letter().to_string()).map(|r| r.0),
                Ok(level)
            );
            assert!(Level::read(level.en()).is_err());
        }
    }

    fn level() -> impl Strategy<Value = Level> {
        proptest::sample::select(Level::ALL.to_vec())
    }

    proptest! {
        /// The levels under "the highest wins" are a bounded lattice.
        #[test]
        fn lattice(a in level(), b in level(), c in level()) {
            prop_assert_eq!(a.max(a), a);
            prop_assert_eq!(a.max(b), b.max(a));
            prop_assert_eq!(a.max(b).max(c), a.max(b.max(c)));
            prop_assert_eq!(a.min(b).min(c), a.min(b.min(c)));
            prop_assert_eq!(a.max(a.min(b)), a);
            prop_assert_eq!(a.min(a.max(b)), a);
            prop_assert!(Level::Mat <= a && a <= Level::TuyetMat);
        }

        #[test]
        fn reading_never_panics(text in any::<String>()) {
            let _ = Level::read(&text);
        }

        /// Case, normal form, diacritics and space never change which level is meant.
        #[test]
        fn liberties_keep_the_level(
            level in level(), upper in any::<bool>(), nfd in any::<bool>(), bare in any::<bool>(),
            around in "[ \t\n]{0,3}",
        ) {
            let mut text = level.vi().to_owned();
            if upper { text = text.to_uppercase(); }
            if nfd { text = text.nfd().collect(); }
            if bare { text = text.nfd().filter(|c| !is_combining_mark(*c)).collect(); }
            prop_assert_eq!(Level::read(&format!("{around}{text}{around}")).unwrap().0, level);
        }
    }
}
