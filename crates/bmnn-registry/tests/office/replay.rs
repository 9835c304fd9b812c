//! The index is right if it is what a replay in memory gives.

use bmnn::act::Act;
use bmnn::custody::{CopyState, Kind, Query, Record, State, World};
use bmnn::date::Date;
use bmnn::decide::{Recording, decide};
use bmnn::pack::{Pack, Packs};
use bmnn_registry::{Registry, packs};

/// The state that follows from the entries of a registry, in memory.
pub fn replayed(registry: &Registry) -> World {
    let (mut world, mut packs) = (World::default(), Packs::new());
    let text = packs::built_in("vn-2025").unwrap().0;
    for entered in registry.since(0) {
        let entered = entered.unwrap();
        let act = Act::from_map(&entered.act).unwrap();
        let day = Date::of_unix_millis(entered.received).unwrap();
        let recording = Recording {
            seq: entered.seq,
            day,
        };
        let judgment = decide(&world, &packs, &act, recording).unwrap();
        assert!(judgment.is_allowed(), "{}", entered.name);
        world.apply(
            entered.seq,
            entered.id.unwrap(),
            judgment.changes,
            judgment.rests,
        );
        if entered.name == "pack.adopt" {
            packs.adopt(Pack::parse("vn-2025", text).unwrap());
        }
    }
    world
}

/// Every record and every question of `index` is as in `world`.
pub fn assert_same(index: &dyn State, world: &World) {
    assert_eq!(index.size().unwrap(), world.size().unwrap());
    for kind in Kind::ALL {
        let all = Query::All(*kind);
        assert_eq!(index.select(&all).unwrap(), world.select(&all).unwrap());
    }
    let mut queries = vec![Query::OpenDuties];
    queries.extend(CopyState::ALL.map(Query::CopiesIn));
    for (_, record) in world.records() {
        match record {
            Record::Document(document) => queries.extend([
                Query::CopiesOf(document.id.clone()),
                Query::OpenDutiesOfDocument(document.id.clone()),
            ]),
            Record::Party(party) => queries.push(Query::CopiesHeldBy(party.id.clone())),
            Record::Person(person) => queries.push(Query::CopiesOfPerson(person.id.clone())),
            Record::Deed(deed) => queries.push(Query::CopiesSentBy(deed.id)),
            Record::Copy(copy) => queries.push(Query::OpenDutiesAbout(copy.id.to_string())),
            _ => {}
        }
    }
    for query in queries {
        assert_eq!(
            index.select(&query).unwrap(),
            world.select(&query).unwrap(),
            "{query:?}"
        );
    }
    for (key, record) in world.records() {
        assert_eq!(index.record(key).unwrap().as_ref(), Some(record));
        for after in [0, 20, 25] {
            let keys = [key.clone()];
            assert_eq!(
                index.resting_on(&keys, after).unwrap(),
                world.resting_on(&keys, after).unwrap(),
                "{key:?}"
            );
        }
    }
}
