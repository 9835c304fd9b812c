//! A clock that is ten years off, ahead or behind, for an act or for good.
//!
//! Nothing that the law says depends on it: terms and duties run from the day
//! that an act bears. A step is a notice of the verification. A step ahead asks
//! for the host's word before anything is written; behind, an act cannot bear a
//! day that by the clock has not come.

#[cfg(test)]
mod office;

use bmnn::date::Date;
use bmnn::decide::{Decision, Reason};
use bmnn::ledger::verify::Expect;
use bmnn::ledger::{Kind, Position, Severity};
use bmnn::status::Status;
use bmnn_registry::verify::verify_folder_unlocked;
use bmnn_registry::{DocumentSheet, OpenDuty, PerformError, Registry, VaultKey};
use office::replay::{assert_same, replayed};
use office::{DAY, Office, act_id, day, determination, head, issue, transfer, with};
use serde_json::{Value as Json, json};
use std::ops::ControlFlow;

/// Ten years, with their leap days.
const TEN_YEARS: i64 = 3_652 * 86_400_000;

/// What a registry says of terms and duties, on days before and behind each end.
#[cfg(test)]
type Picture = (Vec<DocumentSheet>, Vec<Status>, Vec<Vec<OpenDuty>>);

#[cfg(test)]
fn picture(registry: &Registry) -> Picture {
    let documents = ["d1", "d2"].map(office::id);
    let days: [Date; 6] = [
        DAY,
        "2026-03-10",
        "2027-02-01",
        "2036-03-02",
        "2046-03-01",
        "2046-03-03",
    ]
    .map(day);
    let sheet = |id| registry.document(id).unwrap();
    let sheets = documents.iter().filter_map(sheet).collect();
    let status = |id| days.map(|on| registry.status(id, on, None).unwrap());
    let statuses = documents.iter().flat_map(status).flatten().collect();
    let duties = days.map(|on| registry.duties(on).unwrap());
    (sheets, statuses, duties.into())
}

/// Acts that begin terms and duties.
#[cfg(test)]
fn acts() -> Vec<Json> {
    let acts = [
        determination("d1"),
        with(
            determination("d2"),
            json!({"level": "Mat", "protect": {"on": "2027-01-31"}}),
        ),
        issue("d1", "1/BC"),
        transfer("d1#1", "bo-a"),
        json!({"act": "copy.carry-out", "on": DAY, "copies": ["d1#2"], "person": "head",
            "purpose": "Họp", "place": "Hà Nội", "return-by": "2026-03-09", "abroad": false,
            "permit": head(DAY)}),
        issue("d2", "2/BC"),
    ];
    let name = |(number, act)| {
        with(
            act,
            json!({"id": act_id(&format!("act-{number}")).to_string()}),
        )
    };
    acts.into_iter().enumerate().map(name).collect()
}

/// The findings of a verification that holds: each a kind and an entry.
#[cfg(test)]
fn notices(office: &Office) -> Vec<(Kind, u64)> {
    assert_same(office.registry.state(), &replayed(&office.registry));
    let go_on = |_| ControlFlow::Continue(());
    let expect = Expect::default();
    let verified = verify_folder_unlocked(office.path(), &VaultKey::known(), expect, go_on);
    let verified = verified.unwrap().unwrap();
    assert!(verified.holds(), "{:?}", verified.report.findings);
    let findings = verified.report.findings.into_iter();
    let told = findings.filter(|found| found.kind != Kind::OpenLeg);
    told.map(|found| {
        assert_eq!(found.severity, Severity::Notice, "{found}");
        match found.position {
            Position::Entry(seq) => (found.kind, seq),
            other => panic!("{other:?}"),
        }
    })
    .collect()
}

/// What a clock that is right leads to.
#[cfg(test)]
fn steady() -> Picture {
    let mut office = Office::open();
    for act in acts() {
        office.allowed(act);
    }
    assert_eq!(notices(&office), []);
    let picture = picture(&office.registry);
    let (sheets, statuses, duties) = &picture;
    assert_eq!(sheets.len(), 2);
    let ends: Vec<_> = statuses.iter().filter_map(|status| status.ends).collect();
    assert!(ends.contains(&day("2046-03-02")), "{ends:?}");
    assert!(ends.contains(&day("2027-01-31")), "{ends:?}");
    // Brought back by the ninth.
    let overdue = |duties: &[OpenDuty]| duties.iter().any(OpenDuty::is_overdue);
    assert!(!overdue(&duties[0]) && overdue(&duties[1]), "{duties:?}");
    picture
}

/// Nothing is written before the host says that the clock is right.
#[cfg(test)]
fn asks(office: &mut Office, act: &Json) {
    let before = office.state();
    let error = office.perform(act.clone()).unwrap_err();
    assert!(matches!(error, PerformError::ClockAhead { .. }), "{error}");
    assert!(!error.is_refusal());
    assert_eq!(office.state(), before);
    office.registry.confirm_clock();
}

#[test]
fn a_clock_that_jumps_ahead_and_back_changes_no_term() {
    let steady = steady();
    let mut office = Office::open();
    let mut expected = Vec::new();
    for (number, act) in acts().into_iter().enumerate() {
        // Every second act is received ten years late.
        let ahead = number % 2 == 0;
        if ahead {
            office.clock.advance(TEN_YEARS);
            asks(&mut office, &act);
        }
        let done = office.allowed(act);
        if ahead {
            office.clock.advance(-TEN_YEARS);
            expected.push((Kind::Backdated, done.seq));
        } else {
            expected.push((Kind::ClockBackwards, done.seq));
        }
    }
    assert_eq!(notices(&office), expected);
    assert_eq!(picture(&office.registry), steady);
    // An index made anew under a clock that is off says the same.
    let Office {
        dir,
        registry,
        clock,
        ..
    } = office;
    drop(registry);
    std::fs::remove_file(dir.path().join("index.db")).unwrap();
    clock.advance(TEN_YEARS);
    let registry = office::reopen(dir.path(), &clock).unwrap();
    assert_eq!(picture(&registry), steady);
    assert_same(registry.state(), &replayed(&registry));
}

#[test]
fn a_clock_that_stays_ahead_is_asked_about_once() {
    let steady = steady();
    let mut office = Office::open();
    office.clock.advance(TEN_YEARS);
    let mut acts = acts().into_iter();
    let first = acts.next().unwrap();
    asks(&mut office, &first);
    office.allowed(first);
    for act in acts {
        office.allowed(act);
    }
    let kinds: Vec<Kind> = notices(&office).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, [Kind::Backdated; 6]);
    assert_eq!(picture(&office.registry), steady);
}

#[test]
fn a_clock_ten_years_behind_is_a_notice() {
    let steady = steady();
    let mut office = Office::open();
    office.clock.advance(-TEN_YEARS);
    let yesterday = office.registry.today().unwrap().to_string();
    assert_eq!(yesterday, "2016-03-02");
    let enrol = |party: &str, on: &str| json!({"act": "party.enrol", "on": on, "party": party, "kind": "unit", "name": "Đơn vị"});
    let stepped = office.allowed(enrol("unit-8", &yesterday));
    // The true day has not come by this clock, which the act cannot know.
    let before = office.state();
    let error = office.perform(determination("d1")).unwrap_err();
    let Some(Decision::Refused { reasons, .. }) = error.decision() else {
        panic!("{error}");
    };
    let codes: Vec<Reason> = reasons.iter().map(|said| said.reason).collect();
    assert!(codes.contains(&Reason::DateAhead), "{error}");
    assert_eq!(office.state(), before);
    let again = office.allowed(enrol("unit-9", &yesterday));
    assert_eq!(again.seq, stepped.seq + 1);

    // Set right, it seems to jump ahead.
    office.clock.advance(TEN_YEARS);
    let mut acts = acts().into_iter();
    let first = acts.next().unwrap();
    asks(&mut office, &first);
    office.allowed(first);
    for act in acts {
        office.allowed(act);
    }
    assert_eq!(notices(&office), [(Kind::ClockBackwards, stepped.seq)]);
    assert_eq!(picture(&office.registry), steady);
}
