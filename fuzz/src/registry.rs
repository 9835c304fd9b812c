//! Days of an office, made of whatever acts come.

mod office;
mod steps;

use arbitrary::Unstructured;
use bmnn::custody::{Copy, Document, Kind, Query, Record, Recorded, State, World};
use bmnn::id::ActId;
use bmnn::ledger::{Expect, Report};
use bmnn_registry::{PerformError, Performed};
use office::Office;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use steps::Step;

/// How many acts a day has at the most.
const MOST: usize = 24;

/// Performing whatever acts come: one that is refused leaves the folder as it
/// was; one that is asked for twice is there once; behind every commit the
/// ledger verifies with the acts lawful and the copies adding up; and the index
/// is what a replay of the ledger gives, also when it is made anew.
///
/// # Panics
///
/// If that does not hold.
pub fn law(data: &[u8]) {
    let mut input = Unstructured::new(data);
    let Some(mut office) = Office::copied() else {
        unreachable!("the office's folder can be copied")
    };
    let mut day = Day::default();
    for place in 0..MOST {
        if input.is_empty() {
            break;
        }
        let Ok(step) = input.arbitrary::<Step>() else {
            break;
        };
        let act = step.act(&day.done, place);
        if step.later {
            // Performed with those that follow it, in one commit.
            day.waiting.push(act);
            continue;
        }
        day.perform(&mut office, act);
    }
    day.import(&mut office);
    check(&office);
    let world = office::replayed(&office.registry);
    let rebuilt = office.rebuilt();
    same(rebuilt.state(), &world);
}

/// What was done so far.
#[derive(Default)]
struct Day {
    done: Vec<(ActId, String)>,
    waiting: Vec<serde_json::Value>,
}

impl Day {
    fn perform(&mut self, office: &mut Office, act: serde_json::Value) {
        self.import(office);
        let before = files(office.path());
        let (size, root) = (office.registry.size(), office.registry.root());
        match office.perform(act.clone()) {
            Ok(done) => {
                assert_eq!((done.seq, office.registry.size()), (size, size + 1));
                assert!(!done.repeated);
                self.note(&done);
                once(office, act, &done);
            }
            Err(error) => {
                assert!(!broken(&error), "{error}: {act}");
                assert_eq!(files(office.path()), before, "{error}: {act}");
                assert_eq!(
                    (office.registry.size(), office.registry.root()),
                    (size, root)
                );
            }
        }
    }

    /// Those that wait, in one commit up to the first that is refused.
    fn import(&mut self, office: &mut Office) {
        let acts = std::mem::take(&mut self.waiting);
        if acts.is_empty() {
            return;
        }
        let size = office.registry.size();
        let imported = office.import(acts);
        assert!(imported.is_ok(), "a refusal is told with its place");
        let Ok(imported) = imported else { return };
        let new = imported.performed.iter().filter(|done| !done.repeated);
        assert_eq!(office.registry.size(), size + new.count() as u64);
        imported.performed.iter().for_each(|done| self.note(done));
        if let Some((_, error)) = imported.stopped {
            assert!(!broken(&error), "{error}");
        }
    }

    fn note(&mut self, done: &Performed) {
        self.done.push((done.id, done.act.clone()));
    }
}

/// The same act again is answered with the entry that is there; another act
/// under its id is not taken for it.
fn once(office: &mut Office, act: serde_json::Value, done: &Performed) {
    let before = files(office.path());
    let mut other = act.clone();
    let again = office.perform(act);
    assert!(again.is_ok(), "what is on record is answered");
    let Ok(again) = again else { return };
    assert!(again.repeated);
    assert_eq!(
        (again.seq, again.leaf, again.id),
        (done.seq, done.leaf, done.id)
    );
    if let Some(fields) = other.as_object_mut() {
        fields.insert("device".to_owned(), "another-device".into());
    }
    assert!(office.perform(other).is_err(), "an id names one act");
    assert_eq!(files(office.path()), before);
}

/// Whether an error says that the registry itself is not well.
fn broken(error: &PerformError) -> bool {
    use PerformError as E;
    let error = match error {
        E::At { error, .. } => return broken(error),
        error => error,
    };
    matches!(
        error,
        E::Failed(_)
            | E::Ledger(_)
            | E::Seal(_)
            | E::Store(_)
            | E::Vault(_)
            | E::Index(_)
            | E::State(_)
            | E::Read(_)
            | E::CatchUp(_)
    )
}

/// The evidence: what an act that is not taken must leave alone.
fn files(folder: &Path) -> BTreeMap<&'static str, Vec<u8>> {
    let names = ["ledger.bmnn", "tip", "vault.db"];
    let files = names.into_iter();
    files
        .filter_map(|name| Some((name, std::fs::read(folder.join(name)).ok()?)))
        .collect()
}

/// Ledger and acts hold, and the index is what follows from them.
fn check(office: &Office) {
    let registry = &office.registry;
    let verified = registry.verify(Expect::default(), |_| ControlFlow::Continue(()));
    let report: Option<Report> = verified.ok().flatten().map(|verified| {
        assert_eq!(verified.not_replayed, None);
        verified.report
    });
    let Some(report) = report else {
        unreachable!("the folder of a registry can be verified")
    };
    assert!(report.holds(), "{:?}", report.findings);
    assert_eq!(
        (report.size, report.root),
        (registry.size(), registry.root())
    );
    let world = office::replayed(registry);
    same(registry.state(), &world);
    conserved(&world);
}

/// Two states say the same of everything.
fn same(index: &dyn State, world: &World) {
    assert_eq!(index.size().ok(), world.size().ok());
    for kind in Kind::ALL {
        let all = Query::All(*kind);
        assert_eq!(index.select(&all).ok(), world.select(&all).ok());
    }
    let mut queries = vec![Query::OpenDuties];
    for (key, record) in world.records() {
        assert_eq!(index.record(key).ok().flatten().as_ref(), Some(record));
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
        let keys = [key.clone()];
        let resting = |state: &dyn State| state.resting_on(&keys, 0).ok();
        assert_eq!(resting(index), resting(world), "{key:?}");
    }
    for query in queries {
        assert_eq!(
            index.select(&query).ok(),
            world.select(&query).ok(),
            "{query:?}"
        );
    }
}

/// Each number of an issue is one copy, in one state.
fn conserved(world: &World) {
    let documents = world
        .select(&Query::All(Kind::Document))
        .unwrap_or_default();
    for document in documents.into_iter().filter_map(Document::of) {
        let copies = world.select(&Query::CopiesOf(document.id.clone()));
        let copies = copies.unwrap_or_default().into_iter().filter_map(Copy::of);
        let numbered = copies.filter(|c| c.id.number().is_some() && !c.id.is_duplicate());
        if document.issued > 0 {
            assert_eq!(
                numbered.count() as u64,
                u64::from(document.issued),
                "{}",
                document.id
            );
        }
    }
}
