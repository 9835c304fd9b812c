//! The language of what is typed, and help texts in Vietnamese.

mod vietnamese;

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches};

use crate::{args::Cli, lang::Lang};

/// The language, found before the arguments are parsed, since help and errors
/// are texts too: `--lang`, else Vietnamese for the walkthrough (the story is
/// told in the language of the law, whatever the machine's), else the locale.
pub(crate) fn language(typed: &[OsString]) -> Lang {
    let mut words = typed.iter().skip(1).filter_map(|word| word.to_str());
    let mut story = false;
    while let Some(word) = words.next() {
        let named = match word.strip_prefix("--lang") {
            Some("") => words.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        match named {
            Some("vi") => return Lang::Vi,
            Some("en") => return Lang::En,
            _ => {}
        }
        story |= word == "walkthrough";
    }
    if story {
        return Lang::Vi;
    }
    Lang::of_locale(|name| std::env::var(name).ok())
}

/// Parses what was typed; help comes in `lang`.
pub(crate) fn parse(typed: Vec<OsString>, lang: Lang) -> Result<Cli, clap::Error> {
    let matches = match lang {
        Lang::Vi => vietnamese::translate(Cli::command()).try_get_matches_from(asking(typed)),
        Lang::En => Cli::command().try_get_matches_from(typed),
    }?;
    Cli::from_arg_matches(&matches)
}

/// `help VERB` as `VERB --help`: clap's own verb `help` speaks English alone.
fn asking(mut typed: Vec<OsString>) -> Vec<OsString> {
    if typed.get(1).is_some_and(|verb| verb == "help") {
        typed.remove(1);
        typed.push("--help".into());
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_sound_in_both_languages() {
        Cli::command().debug_assert();
        vietnamese::translate(Cli::command()).debug_assert();
    }

    #[test]
    fn a_language_named_wins_and_the_story_is_vietnamese() {
        let typed = |words: &str| words.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(language(&typed("bmnn walkthrough")), Lang::Vi);
        assert_eq!(language(&typed("bmnn walkthrough --lang en")), Lang::En);
        assert_eq!(language(&typed("bmnn --lang=vi status d x")), Lang::Vi);
    }
}
