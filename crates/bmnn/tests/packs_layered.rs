//! An agency's own pack, laid over a built-in one.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use bmnn::level::Level;
use bmnn::pack::{BUILT_IN, Confidence, Pack, PackFault, Packs};

const POLICE: &str = include_str!("packs/police.toml");
const AGENCY: &str = include_str!("packs/agency.toml");

fn built_in(id: &str) -> Pack {
    let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == id).unwrap();
    Pack::parse(id, text).unwrap()
}

fn police() -> Pack {
    let child = Pack::parse("police.toml", POLICE).unwrap();
    assert_eq!(child.extends(), Some("vn-2018"));
    assert!(!child.is_complete());
    Pack::layer(&built_in("vn-2018"), child).unwrap()
}

/// Circular 104/2021/TT-BCA Art. 4(1)–(2).
#[test]
fn a_sector_has_permitters_of_its_own() {
    let pack = police();
    assert!(pack.is_complete());
    assert_eq!(pack.id(), "police-2021");
    let deputy = pack.post("police-department-deputy-director").unwrap();
    assert!(deputy.deputy && deputy.permits(Level::TuyetMat) && !deputy.may_delegate);
    assert_eq!(
        pack.post("division-head").unwrap().permits,
        Some(Level::ToiMat)
    ); // restated
    assert_eq!(
        pack.post("minister").unwrap().permits,
        Some(Level::TuyetMat)
    ); // the parent's
    let ids: Vec<_> = pack.posts().iter().map(|post| &post.id).collect();
    assert!(
        ids.iter()
            .all(|id| ids.iter().filter(|other| other == &id).count() == 1)
    );
}

#[test]
fn enforcement_is_changed_either_way() {
    let (parent, pack) = (built_in("vn-2018"), police());
    let table = [
        ("merge.successor", false, true),
        ("issue.numbers", true, false),
        ("copy.extract", false, true), // stated anew, as text
        ("copy.exact", true, true),    // untouched
    ];
    for (id, before, after) in table {
        assert_eq!(
            (parent.refuses(id), pack.refuses(id)),
            (before, after),
            "{id}"
        );
    }
    let successor = pack.provision("merge.successor").unwrap();
    assert_eq!(successor.confidence, Confidence::Inferred); // enforced, but no surer
    let extract = pack.provision("copy.extract").unwrap();
    assert_eq!(extract.citation.to_string(), "C104 4(3)(c)");
}

#[test]
fn an_agency_enforces_what_was_not_seen() {
    let child = Pack::parse("agency.toml", AGENCY).unwrap();
    let parent = built_in("vn-2025");
    let pack = Pack::layer(&parent, child).unwrap();
    for id in ["copy.exact", "extend.decide-before", "delegate.chain"] {
        assert!(!parent.refuses(id) && pack.refuses(id), "{id}");
        assert_eq!(
            pack.provision(id).unwrap().confidence,
            Confidence::Unverified
        );
    }
    assert_eq!(pack.provisions().count(), parent.provisions().count());
}

#[test]
fn the_pack_adopted_last_decides() {
    let mut packs = Packs::built_in().unwrap();
    packs.adopt(packs.read("police.toml", POLICE).unwrap());
    assert_eq!(packs.by_id("police-2021"), Some(&police()));
    let on = |day: &str| packs.on(day.parse().unwrap()).map(Pack::id);
    assert_eq!(on("2021-12-31"), Some("vn-2018"));
    assert_eq!(on("2022-01-01"), Some("police-2021"));
    assert_eq!(on("2026-02-28"), Some("police-2021"));
    assert_eq!(on("2026-03-01"), Some("vn-2025"));
    assert_eq!(packs.by_id("vn-2018").map(Pack::id), Some("vn-2018"));
}

#[test]
fn layers_that_do_not_fit() {
    let child = |text: &str| Pack::parse("child.toml", text).unwrap();
    let parent = built_in("vn-2018");
    let refused = |parent: &Pack, child: Pack| Pack::layer(parent, child).unwrap_err();

    let other = refused(&built_in("vn-2025"), child(POLICE));
    let wanted = PackFault::Parent {
        wanted: "vn-2018".into(),
        found: "vn-2025".into(),
    };
    assert_eq!(other.reason, wanted);
    assert_eq!(other.file, "child.toml");

    let early = POLICE.replace("2022-01-01", "2020-06-30");
    let late = POLICE.replace("2026-02-28", "2026-03-01");
    let open = POLICE.replace("ends = \"2026-02-28\"\n", "");
    for text in [early, late, open] {
        let error = refused(&parent, child(&text));
        assert!(
            error
                .to_string()
                .contains("its period is not within that of `vn-2018`")
        );
        assert_eq!(error.line, 4);
    }

    let alone = Packs::new().read("child.toml", POLICE).unwrap_err();
    assert_eq!(alone.reason, PackFault::NoParent("vn-2018".into()));

    let unlayered = child(&POLICE.replace("police-2021", "vn-2018"));
    assert!(matches!(
        refused(&unlayered, child(POLICE)).reason,
        PackFault::Parent { .. }
    ));
    assert!(Pack::layer(&parent, built_in("vn-2025")).is_err());
}
