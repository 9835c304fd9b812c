//! Names, compared as a reader compares them.

use std::collections::BTreeMap;

use bmnn::id::Id;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A text without case, diacritics, punctuation at its ends and runs of space:
/// `Sở  Tài chính` and `SO TAI CHINH` are one name.
pub fn spelling(text: &str) -> String {
    let bare: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect();
    let words: Vec<&str> = bare.split_whitespace().collect();
    let joined = words.join(" ");
    joined
        .trim_matches(['.', ',', ';', ':', '"', '-', ' '])
        .to_owned()
}

/// The parties that a name may mean.
#[derive(Debug, Default)]
pub struct Parties(BTreeMap<String, Option<Party>>);

/// An enrolled party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its id.
    pub id: Id,
    /// Whether it is a unit of the ledger's own agency.
    pub own: bool,
}

impl Parties {
    /// Knows `party` by its id and by `name`. A name that two parties share
    /// means neither.
    pub fn know(&mut self, party: Party, name: Option<&str>) {
        let id = party.id.to_string();
        for key in [Some(id.as_str()), name].into_iter().flatten() {
            let known = self
                .0
                .entry(spelling(key))
                .or_insert_with(|| Some(party.clone()));
            if known.as_ref() != Some(&party) {
                *known = None;
            }
        }
    }

    /// The party that `name` means.
    pub fn find(&self, name: &str) -> Option<&Party> {
        self.0.get(&spelling(name))?.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_as_a_reader_does() {
        for other in [
            "sở tài chính",
            "SO TAI CHINH",
            " Sở  Tài chính. ",
            "So\u{309} Ta\u{300}i chi\u{301}nh",
        ] {
            assert_eq!(spelling(other), spelling("Sở Tài chính"), "{other}");
        }
        assert_ne!(spelling("Sở Nội vụ"), spelling("Sở Tài chính"));
        assert_eq!(spelling("Đảng ủy"), "dang uy");
    }

    #[test]
    fn a_name_that_two_share_means_neither() {
        let party = |id: &str| Party {
            id: id.parse().unwrap(),
            own: false,
        };
        let mut parties = Parties::default();
        parties.know(party("p-1"), Some("Văn phòng"));
        parties.know(party("p-2"), Some("VĂN PHÒNG"));
        assert_eq!(parties.find("văn phòng"), None);
        assert_eq!(parties.find("P-1"), Some(&party("p-1")));
    }
}
