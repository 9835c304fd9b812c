//! Rule packs.

use bmnn::level::Level;
use bmnn::pack::{CATALOGUE, Pack, PackError, Packs};
use std::sync::OnceLock;

/// Reading a text as a pack: a refusal names a line that is there; what is
/// taken and is complete answers every provision of the catalogue with a value
/// of its kind and an article; what extends a built-in pack answers as one once
/// it is laid over.
///
/// # Panics
///
/// If that does not hold.
pub fn law(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match Pack::parse("mine.toml", text) {
        Err(error) => names_a_line(&error, text),
        Ok(pack) => {
            if let Some(ends) = pack.ends() {
                assert!(pack.starts() <= ends && pack.covers(ends));
            }
            assert!(pack.covers(pack.starts()));
            assert_eq!(Pack::parse("mine.toml", text).as_ref(), Ok(&pack));
            if pack.is_complete() {
                answers(&pack);
            }
            match built_in().read("mine.toml", text) {
                Ok(whole) => answers(&whole),
                Err(error) => names_a_line(&error, text),
            }
        }
    }
}

fn built_in() -> &'static Packs {
    static PACKS: OnceLock<Packs> = OnceLock::new();
    PACKS.get_or_init(|| Packs::built_in().unwrap_or_default())
}

fn names_a_line(error: &PackError, text: &str) {
    let lines = text.split('\n').count();
    assert!((1..=lines).contains(&error.line), "{error} of {lines}");
    assert_eq!(error.file, "mine.toml");
    let reason = error.reason.to_string();
    assert!(!reason.is_empty(), "a refusal has a reason");
}

/// A complete pack answers whatever the law is asked.
fn answers(pack: &Pack) {
    assert!(pack.is_complete());
    for (id, kind) in CATALOGUE {
        let provision = pack.provision(id);
        assert!(provision.is_some(), "no gap: {id}");
        let Some(provision) = provision else { return };
        assert!(kind.admits(&provision.value), "{id}");
        assert!(!provision.citation.vi().is_empty(), "{id} has an article");
        assert!(!provision.citation.en().is_empty(), "{id} has an article");
        assert_eq!(pack.refuses(id), provision.refuses());
        assert!(provision.refuses() || !pack.refuses_on(id, pack.starts()));
    }
    assert_eq!(pack.provisions().count(), CATALOGUE.len());
    for level in Level::ALL {
        assert!(pack.term(level).is_some() && pack.copy_permit(level).is_some());
        assert!(pack.longest_extension(level).is_some());
    }
    for mark in pack.marks() {
        assert_eq!(pack.mark(&mark.id).map(|m| &m.id), Some(&mark.id));
        let _ = (mark.can_be_drawn(), mark.weakest());
    }
    for post in pack.posts() {
        assert_eq!(pack.post(&post.id), Some(post), "each post once");
    }
    for register in pack.registers() {
        assert_eq!(pack.register(&register.kind), Some(register));
    }
    for known in pack.doc_types() {
        assert_eq!(pack.doc_type(&known.id), Some(known));
    }
}
