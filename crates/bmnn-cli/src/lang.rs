//! The two languages of the command.

use clap::ValueEnum;

/// The language of what a person reads. JSON says the same in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// Tiếng Việt.
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The language of the locale, found as POSIX says: the first of `LC_ALL`,
    /// `LC_MESSAGES` and `LANG` that is set decides. Vietnamese for `vi…`,
    /// English for everything else.
    pub(crate) fn of_locale(variable: impl Fn(&str) -> Option<String>) -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(variable)
            .find(|value| !value.is_empty());
        match locale {
            Some(locale) if is_vietnamese(&locale) => Lang::Vi,
            _ => Lang::En,
        }
    }

    /// The text in this language.
    pub(crate) fn pick<T>(self, vi: T, en: T) -> T {
        match self {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }
}

/// Whether a locale such as `vi_VN.UTF-8` names the language `vi`.
fn is_vietnamese(locale: &str) -> bool {
    let language = locale.split(['_', '.', '@', '-']).next();
    language.is_some_and(|language| language.eq_ignore_ascii_case("vi"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        let cases: &[(&[(&str, &str)], Lang)] = &[
            (&[], Lang::En),
            (&[("LANG", "vi_VN.UTF-8")], Lang::Vi),
            (&[("LANG", "vi")], Lang::Vi),
            (&[("LANG", "vie")], Lang::En),
            (&[("LANG", "vi_VN"), ("LC_ALL", "C")], Lang::En),
            (&[("LANG", "en_US"), ("LC_MESSAGES", "vi_VN")], Lang::Vi),
            (&[("LANG", "vi_VN"), ("LC_ALL", "")], Lang::Vi),
        ];
        for (set, expected) in cases {
            let lookup = |name: &str| {
                let found = set.iter().find(|(key, _)| *key == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(Lang::of_locale(lookup), *expected, "{set:?}");
        }
    }
}
