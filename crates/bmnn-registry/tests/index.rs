//! The index follows from the ledger, and only from it.

#[cfg(test)]
mod office;

use bmnn::custody::{Copy, Document, Kind, Query, Recorded, State, World};
use bmnn::id::ActId;
use bmnn_registry::Registry;
use office::replay::{assert_same, replayed};
use office::{DAY, Office, act_id, determination, hand, head, id, issue, paper, transfer, with};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

/// One step of a random day: what to do, with which document, copy and place.
#[cfg(test)]
fn step() -> impl Strategy<Value = (u8, u8, u8, u8)> {
    (0..14_u8, 0..3_u8, 1..4_u8, 0..4_u8)
}

/// The act that a step stands for; many are refused, which is part of the day.
#[cfg(test)]
fn act(
    (what, document, number, to): (u8, u8, u8, u8),
    acts: &[(ActId, String)],
    place: usize,
) -> Json {
    let document = format!("d{document}");
    let copy = format!("{document}#{number}");
    let to = ["bo-a", "unit-1", "unit-vt", "so-b"][usize::from(to)];
    // What another act answers: the last of its kind, or one before.
    let answered: &[&str] = match what {
        6 | 7 => &["copy.transfer", "copy.return"],
        10 => &["copy.carry-out"],
        _ => &[],
    };
    let earlier = acts
        .iter()
        .rev()
        .filter(|(_, name)| answered.is_empty() || answered.contains(&name.as_str()))
        .nth(usize::from(number) - 1)
        .map_or_else(|| act_id("none"), |(id, _)| *id)
        .to_string();
    let own_id = json!({"id": act_id(&format!("act-{place}")).to_string()});
    let act = match what {
        0 | 1 => determination(&document),
        2 | 3 => issue(&document, &format!("{number}/BC")),
        4 => transfer(&copy, to),
        5 => with(transfer(&copy, to), json!({"received": hand("head")})),
        6 => {
            json!({"act": "copy.accept", "on": DAY, "transfer": earlier, "receiver": hand("clerk")})
        }
        7 => {
            json!({"act": "copy.refuse", "on": DAY, "transfer": earlier, "receiver": hand("clerk"),
            "faults": ["damaged"]})
        }
        8 => json!({"act": "copy.return", "on": DAY, "copies": [copy], "to": to, "reason": "done"}),
        9 => json!({"act": "copy.carry-out", "on": DAY, "copies": [copy], "person": "head",
            "purpose": "Họp", "place": "Hà Nội", "return-by": "2026-03-09", "abroad": false,
            "permit": head(DAY)}),
        10 => json!({"act": "copy.bring-back", "on": DAY, "carry-out": earlier,
            "receiver": hand("clerk")}),
        11 => json!({"act": "entry.void", "on": DAY, "voided": earlier, "reason": "Ghi nhầm"}),
        12 => json!({"act": "copy.reproduce", "on": DAY, "copy": copy, "kind": "full-copy",
            "permitted": 1, "made": 1, "permit": head(DAY), "maker": "clerk",
            "duplicates": [{"number": 1, "to": "unit-1"}], "row": {"book": "copy-2026"}}),
        _ => json!({"act": "copy.destroy", "on": DAY, "copies": [copy], "ground": "spoiled",
            "method": "shred", "performers": ["clerk"], "minutes": paper("minutes")}),
    };
    with(act, own_id)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn the_index_equals_a_replay(steps in proptest::collection::vec(step(), 1..60)) {
        let mut office = Office::open();
        let clerk = office::clerk();
        let mut done: Vec<(ActId, String)> = Vec::new();
        // Two of the three documents are out before the day begins.
        for document in ["d0", "d1"] {
            office.allowed(determination(document));
            office.allowed(issue(document, &format!("9{document}/BC")));
        }
        let mut rest: Vec<(usize, (u8, u8, u8, u8))> = steps.into_iter().enumerate().collect();
        // Some in one commit, some alone.
        while !rest.is_empty() {
            let together = rest.len().min(1 + rest.len() % 5);
            let acts: Vec<Json> = rest[..together]
                .iter()
                .map(|(place, step)| act(*step, &done, *place))
                .collect();
            let imported = office.registry.import(acts, &clerk).unwrap();
            done.extend(imported.performed.iter().map(|done| (done.id, done.act.clone())));
            // A refused one is passed over.
            let taken = imported.stopped.map_or(together, |(index, _)| index + 1);
            rest.drain(..taken);
        }
        let world = replayed(&office.registry);
        assert_same(office.registry.state(), &world);
        conserved(&world);

        let root = office.registry.root();
        let file = office.file("index.db");
        let Office { dir, registry, clock, .. } = office;
        drop(registry);
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
        }
        let rebuilt = office::reopen(dir.path(), &clock).unwrap();
        prop_assert_eq!(rebuilt.root(), root);
        assert_same(rebuilt.state(), &world);
    }
}

/// Each number of an issue is one copy, in one state.
#[cfg(test)]
fn conserved(world: &World) {
    let documents = world.select(&Query::All(Kind::Document)).unwrap();
    for document in documents.into_iter().filter_map(Document::of) {
        let copies = world.select(&Query::CopiesOf(document.id.clone())).unwrap();
        let numbered = copies
            .into_iter()
            .filter_map(Copy::of)
            .filter(|copy| copy.id.number().is_some() && !copy.id.is_duplicate())
            .count();
        assert_eq!(numbered, document.issued as usize, "{}", document.id);
    }
}

#[cfg(test)]
fn busy() -> Office {
    let mut office = Office::open();
    office.allowed(determination("d1"));
    office.allowed(issue("d1", "1/BC"));
    office.allowed(transfer("d1#1", "bo-a"));
    office
}

/// Closes the registry, does something to its folder, and opens it again: the
/// state must be as before.
#[cfg(test)]
fn survives(what: &str, harm: impl FnOnce(&std::path::Path)) {
    let office = busy();
    let world = replayed(&office.registry);
    let (size, root) = (office.registry.size(), office.registry.root());
    let Office {
        dir,
        registry,
        clock,
        ..
    } = office;
    drop(registry);
    harm(&dir.path().join("index.db"));
    let reader = Registry::read(dir.path()).unwrap();
    assert_same(reader.state(), &world);
    drop(reader);
    let mut registry = office::reopen(dir.path(), &clock).unwrap();
    assert_eq!((registry.size(), registry.root()), (size, root), "{what}");
    assert_same(registry.state(), &world);
    registry
        .perform(determination("d2"), &office::clerk())
        .unwrap();
    assert_same(registry.state(), &replayed(&registry));
}

#[test]
fn an_index_that_cannot_be_used_is_made_anew() {
    survives("deleted", |index| std::fs::remove_file(index).unwrap());
    survives("empty", |index| std::fs::write(index, "").unwrap());
    survives("not an index", |index| {
        std::fs::write(index, "hello").unwrap()
    });
    survives("flipped", |index| {
        let mut bytes = std::fs::read(index).unwrap();
        for at in (200..bytes.len()).step_by(97) {
            bytes[at] ^= 0x40;
        }
        std::fs::write(index, bytes).unwrap();
    });
    let harmed = |statement: &'static str| {
        move |index: &std::path::Path| {
            let connection = rusqlite::Connection::open(index).unwrap();
            connection.execute_batch(statement).unwrap();
        }
    };
    survives("of another layout", harmed("PRAGMA user_version = 99"));
    survives("without a table", harmed("DROP TABLE copy"));
    survives(
        "of another size",
        harmed("UPDATE meta SET value = '3' WHERE key = 'size'"),
    );
    survives(
        "with another last leaf",
        harmed("UPDATE entry SET leaf = zeroblob(32) WHERE seq = (SELECT max(seq) FROM entry)"),
    );
    survives(
        "somewhere else in the file",
        harmed("UPDATE meta SET value = value + 1 WHERE key = 'offset'"),
    );
}

/// A crash between ledger and index, or another process, leaves it behind.
#[test]
fn an_index_that_is_behind_catches_up() {
    let mut office = Office::open();
    office.allowed(determination("d1"));
    let clock = office.clock.clone();
    // Two processes at work on one folder.
    let mut other = office::reopen(office.path(), &clock).unwrap();
    office.allowed(issue("d1", "1/BC"));
    other
        .perform(transfer("d1#1", "bo-a"), &office::clerk())
        .unwrap();
    office.allowed(transfer("d1#2", "unit-1"));
    assert_same(office.registry.state(), &replayed(&office.registry));

    // An older index beside a newer ledger.
    let old = office.file("index.old");
    let connection = rusqlite::Connection::open(office.file("index.db")).unwrap();
    connection
        .execute("VACUUM INTO ?1", [old.to_str().unwrap()])
        .unwrap();
    drop(connection);
    office.allowed(determination("d2"));
    let world = replayed(&office.registry);
    let Office { dir, registry, .. } = office;
    drop((registry, other));
    let index = dir.path().join("index.db");
    std::fs::rename(&old, &index).unwrap();
    let registry = office::reopen(dir.path(), &clock).unwrap();
    assert_same(registry.state(), &world);
}

/// The index of a later ledger is worth nothing beside an earlier one.
#[test]
fn an_index_that_is_ahead_is_made_anew() {
    let mut office = Office::open();
    office.allowed(determination("d1"));
    let ledger = std::fs::read(office.file("ledger.bmnn")).unwrap();
    let tip = std::fs::read(office.file("tip")).unwrap();
    let size = office.registry.size();
    office.allowed(determination("d2"));
    let Office {
        dir,
        registry,
        clock,
        ..
    } = office;
    drop(registry);
    std::fs::write(dir.path().join("ledger.bmnn"), ledger).unwrap();
    std::fs::write(dir.path().join("tip"), tip).unwrap();
    let registry = office::reopen(dir.path(), &clock).unwrap();
    assert_eq!(registry.size(), size);
    assert_eq!(registry.document(&id("d2")).unwrap(), None);
}

/// No sealed value ever reaches the index, its journal or the ledger.
#[test]
fn sealed_values_stay_in_the_vault() {
    let mut office = Office::open();
    let marks = [
        "KHONGDUOCLO1",
        "KHONGDUOCLO2",
        "KHONGDUOCLO3",
        "KHONGDUOCLO4",
    ];
    let mut act = determination("d1");
    act = with(
        act,
        json!({
            "id": act_id("determine").to_string(),
            "subject": marks[0], "note": marks[1],
            "proposal": {"kind": "proposal", "volume": marks[2]},
        }),
    );
    office.allowed(act);
    office.allowed(json!({
        "act": "entry.correct", "on": DAY, "corrected": act_id("determine").to_string(),
        "changes": {"subject": marks[3]}, "reason": "Sai chính tả KHONGDUOCLO5",
    }));
    assert_eq!(
        office
            .registry
            .sealed_text("d1", "subject")
            .unwrap()
            .as_deref(),
        Some(marks[3])
    );
    let contains = |office: &Office, file: &str| {
        let bytes = std::fs::read(office.file(file)).unwrap_or_default();
        let mark = b"KHONGDUOCLO";
        bytes.windows(mark.len()).any(|window| window == mark)
    };
    // Nor does it stand in clear in the vault.
    for file in ["vault.db", "vault.db-wal"] {
        assert!(!contains(&office, file), "{file}");
    }
    for file in [
        "index.db",
        "index.db-wal",
        "index.db-shm",
        "ledger.bmnn",
        "tip",
    ] {
        assert!(!contains(&office, file), "{file}");
    }
    // Nor when it is rebuilt, or closed.
    let index = office.file("index.db");
    let Office {
        dir,
        registry,
        clock,
        ..
    } = office;
    drop(registry);
    std::fs::remove_file(&index).unwrap();
    let registry = office::reopen(dir.path(), &clock).unwrap();
    drop(registry);
    let bytes = std::fs::read(&index).unwrap();
    assert!(!bytes.windows(11).any(|window| window == b"KHONGDUOCLO"));
}
