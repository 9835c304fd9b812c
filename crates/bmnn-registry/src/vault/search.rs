//! Search without diacritics, in memory.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The words looked for.
pub(super) struct Query(Vec<String>);

impl Query {
    pub(super) fn new(typed: &str) -> Self {
        Self(
            folded(typed)
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
        )
    }

    /// Whether every word stands in `text`, whole or in part.
    pub(super) fn fits(&self, text: &str) -> bool {
        let text = folded(text);
        self.0.iter().all(|word| text.contains(word.as_str()))
    }
}

/// Lower case without diacritics: `Đề án` becomes `de an`.
fn folded(text: &str) -> String {
    text.nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .flat_map(char::to_lowercase)
        // The one Vietnamese letter whose stroke is no combining mark.
        .map(|letter| if letter == 'đ' { 'd' } else { letter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds() {
        let subject = "V/v điều chỉnh Đề án phòng thủ năm 2026";
        let table = [
            ("điều chỉnh", true),
            ("DIEU CHINH", true),
            ("chỉnh điều", true), // words, in any order
            ("de an", true),
            ("đề án 2026", true),
            ("phong thu", true),
            ("thu", true),
            ("", true),
            ("de an 2027", false),
            ("phòng ngừa", false),
        ];
        for (query, fits) in table {
            assert_eq!(Query::new(query).fits(subject), fits, "{query:?}");
            let decomposed: String = query.nfd().collect();
            assert_eq!(Query::new(&decomposed).fits(subject), fits, "{query:?}");
        }
    }
}
