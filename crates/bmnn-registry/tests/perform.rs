//! Acts from draft to entry.

#[cfg(test)]
mod office;

use bmnn::custody::{CopyState, DutyKind};
use bmnn_registry::vault::VaultError;
use bmnn_registry::{PerformError, ReadError, Registry, VaultKey, packs};
use office::{Office, act_id, copy, day, determination, id, issue, transfer, with};
use serde_json::json;

#[test]
fn a_document_goes_out() {
    let mut office = Office::open();
    office.allowed(determination("d1"));
    let issued = office.allowed(issue("d1", "15/BC-UBND"));
    assert_eq!(issued.row.as_ref().map(|row| row.number), Some(1));
    let sent = office.allowed(transfer("d1#1", "bo-a"));
    let state = |office: &Office, name: &str| {
        let found = office.registry.copy(&copy(name)).unwrap().unwrap();
        found.state
    };
    assert_eq!(state(&office, "d1#1"), CopyState::InTransit);
    assert_eq!(state(&office, "d1#2"), CopyState::Held);

    let office = office.reopen();
    assert_eq!(state(&office, "d1#1"), CopyState::InTransit);
    let entered = office.registry.by_id(&sent.id).unwrap().unwrap();
    assert_eq!((entered.seq, entered.leaf), (sent.seq, sent.leaf));
    assert_eq!(entered.text("by"), Some("clerk"));
    assert_eq!(entered.text("pack"), Some("vn-2025"));
    let history: Vec<String> = office
        .registry
        .history("d1", None)
        .unwrap()
        .into_iter()
        .map(|entered| entered.name)
        .collect();
    assert_eq!(
        history,
        ["document.determine", "document.issue", "copy.transfer"]
    );
    let known = office.registry.history("d1", Some(issued.seq)).unwrap();
    assert_eq!(known.len(), 2);
    let status = office
        .registry
        .status(&id("d1"), day("2026-05-01"), None)
        .unwrap()
        .unwrap();
    assert_eq!(status.standing.as_str(), "secret");
    assert!(
        !office
            .registry
            .duties(day("2026-05-01"))
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_reader_needs_no_key() {
    let mut office = Office::open();
    office.allowed(determination("d1"));
    let mut reader = Registry::read(office.path()).unwrap();
    assert_eq!(reader.root(), office.registry.root());
    // Without the vault's key it does without the sealed texts, and says so.
    assert!(!reader.is_vault_open());
    assert_eq!(reader.sealed_text("d1", "subject").unwrap(), None);
    assert!(matches!(
        reader.search("phuong an").unwrap_err(),
        ReadError::VaultLocked
    ));
    let entered = reader.entry(reader.size() - 1).unwrap().unwrap();
    let subject = reader.json(&entered).unwrap()["subject"].clone();
    assert!(subject.get("sealed").is_some() && subject.get("value").is_none());
    reader.unlock(&VaultKey::known()).unwrap();
    let subject = reader.json(&entered).unwrap()["subject"].clone();
    assert_eq!(subject["value"], "Phương án bảo vệ kỳ họp");
    assert_eq!(
        reader.sealed_text("d1", "subject").unwrap().as_deref(),
        Some("Phương án bảo vệ kỳ họp")
    );
    assert_eq!(
        reader.sealed_text("clerk", "name").unwrap().as_deref(),
        Some("Nguyễn Văn clerk")
    );
    let found = reader.search("phuong an KY HOP").unwrap();
    assert_eq!(found[0].document, Some(id("d1")));
    let refused = reader
        .perform(determination("d2"), &office.clerk)
        .unwrap_err();
    assert!(matches!(refused, PerformError::ReadOnly), "{refused}");
}

#[test]
fn a_reader_hears_of_later_acts() {
    let mut office = Office::open();
    let mut reader = Registry::read(office.path()).unwrap();
    office.allowed(determination("d1"));
    reader.refresh().unwrap();
    assert_eq!(reader.root(), office.registry.root());
    assert!(reader.document(&id("d1")).unwrap().is_some());
    let mut other = office::reopen(office.path(), &office.clock).unwrap();
    office.allowed(determination("d2"));
    other.refresh().unwrap();
    assert_eq!(other.size(), office.registry.size());
}

#[test]
fn a_refused_act_writes_nothing() {
    let mut office = Office::open();
    office.allowed(determination("d1"));
    let before = office.state();
    let vault = std::fs::read(office.file("vault.db")).unwrap();
    let table = [
        // Impossible: nine of three copies.
        issue("d9", "15/BC-UBND"),
        // Unlawful: no item of a list (L25 5(1)).
        with(determination("d2"), json!({"list-refs": null})),
        // No such field; a wrong form; not in the list of words.
        with(determination("d2"), json!({"colour": "red"})),
        with(determination("d2"), json!({"on": "2026-3-2"})),
        with(determination("d2"), json!({"level": "Secret"})),
        // After the day of recording.
        with(determination("d2"), json!({"on": "2026-03-03"})),
        json!({"act": "document.vanish", "on": office::DAY}),
        json!([]),
    ];
    for act in table {
        let act = match act {
            serde_json::Value::Object(fields) => serde_json::Value::Object(
                fields
                    .into_iter()
                    .filter(|(_, value)| !value.is_null())
                    .collect(),
            ),
            other => other,
        };
        let said = act.to_string();
        let error = office.perform(act).expect_err(&said);
        assert_ne!(error.to_string(), error.vi(), "{said}");
        assert_eq!(office.state(), before, "{said}");
        assert_eq!(std::fs::read(office.file("vault.db")).unwrap(), vault);
    }
    // And the registry goes on.
    office.allowed(determination("d2"));
}

/// What the vault cannot keep is told before a pack, a value or an entry is
/// written; what it just can is kept whole.
#[test]
fn a_value_too_long_for_the_vault_writes_nothing() {
    let mut office = Office::open();
    let folder = |office: &Office| -> Vec<(std::path::PathBuf, Vec<u8>)> {
        let packs = std::fs::read_dir(office.file("packs"))
            .into_iter()
            .flatten();
        let packs = packs.map(|entry| entry.unwrap().path());
        let files = ["ledger.bmnn", "vault.db", "vault.db-wal"].map(|name| office.file(name));
        let mut read: Vec<_> = packs
            .chain(files)
            .map(|path| (path.clone(), std::fs::read(path).unwrap_or_default()))
            .collect();
        read.sort();
        read
    };
    let (_, digest) = packs::built_in("vn-2018").unwrap();
    let adopt = json!({
        "act": "pack.adopt", "on": office::DAY, "adopted": "vn-2018",
        "digest": digest.to_string(), "decision": office::head(office::DAY),
    });
    // Five bytes say that it is text, and how long.
    let subject = |length: usize| json!({"subject": "a".repeat(length)});
    let longest = (1 << 20) - 5;
    let before = folder(&office);
    let acts = [adopt, with(determination("d1"), subject(longest + 1))];
    let clerk = office::clerk();
    let error = office.registry.perform_all(acts, &clerk).unwrap_err();
    assert!(
        matches!(
            &error,
            PerformError::Vault(VaultError::TooLong { field, length })
                if field == "subject" && *length == (1 << 20) + 1
        ),
        "{error}"
    );
    assert_ne!(error.to_string(), error.vi());
    assert_eq!(folder(&office), before);
    let done = office.allowed(with(determination("d1"), subject(longest)));
    let office = office.reopen();
    let kept = office.registry.sealed_text("d1", "subject").unwrap();
    assert_eq!(kept.map(|text| text.len()), Some(longest));
    assert_eq!(office.registry.size(), done.seq + 1);
}

#[test]
fn a_repeated_id_is_answered_or_refused() {
    let mut office = Office::open();
    let act = with(
        determination("d1"),
        json!({"id": act_id("determine").to_string()}),
    );
    let first = office.allowed(act.clone());
    let before = office.state();
    let again = office.allowed(act.clone());
    assert!(again.repeated);
    assert_eq!((again.seq, again.leaf), (first.seq, first.leaf));
    for (field, other) in [
        ("level", json!("Mat")),
        ("subject", json!("Việc khác")),
        ("copies-planned", json!(4)),
    ] {
        let error = office
            .perform(with(act.clone(), json!({field: other})))
            .unwrap_err();
        assert!(
            matches!(error, PerformError::OtherContent { seq, .. } if seq == first.seq),
            "{field}: {error}"
        );
    }
    assert_eq!(office.state(), before);
    // Within one commit as well.
    let issue = with(
        issue("d1", "1/BC"),
        json!({"id": act_id("issue").to_string()}),
    );
    let clerk = office::clerk();
    let done = office
        .registry
        .perform_all([issue.clone(), act, issue.clone()], &clerk)
        .unwrap();
    let places: Vec<(u64, bool)> = done.iter().map(|done| (done.seq, done.repeated)).collect();
    let next = first.seq + 1;
    assert_eq!(places, [(next, false), (first.seq, true), (next, true)]);
    let office = office.reopen();
    assert!(office.registry.by_id(&act_id("issue")).unwrap().is_some());
}

#[test]
fn several_acts_stand_or_fall_together() {
    let mut office = Office::open();
    let before = office.state();
    let acts = [
        determination("d1"),
        issue("d1", "1/BC"),
        transfer("d1#9", "bo-a"), // of three
    ];
    let clerk = office::clerk();
    let error = office
        .registry
        .perform_all(acts.clone(), &clerk)
        .unwrap_err();
    assert!(
        matches!(error, PerformError::At { index: 2, .. }),
        "{error}"
    );
    assert!(error.is_refusal());
    assert_eq!(office.state(), before);
    assert_eq!(office.registry.document(&id("d1")).unwrap(), None);

    // An import keeps what stands before the bad one.
    let imported = office.registry.import(acts, &clerk).unwrap();
    assert_eq!(imported.performed.len(), 2);
    assert_eq!(imported.stopped.map(|(index, _)| index), Some(2));
    let office = office.reopen();
    let sheet = office.registry.document(&id("d1")).unwrap().unwrap();
    assert_eq!(sheet.copies.len(), 4);
}

#[test]
fn receipts_prove_their_entries() {
    let mut office = Office::open();
    let done = office.allowed(determination("d1"));
    let key = office.registry.chain().ledger_key().unwrap();
    let key = key.parsed().unwrap().clone();
    let proof = bmnn::ledger::proof::Proof::parse(&done.receipt().unwrap()).unwrap();
    proof.check(&done.leaf, &key).unwrap();
    for entered in office.registry.since(0) {
        let entered = entered.unwrap();
        let receipt = office.registry.receipt(entered.seq).unwrap();
        let proof = bmnn::ledger::proof::Proof::parse(&receipt).unwrap();
        proof.check(&entered.leaf, &key).unwrap();
    }
    assert!(office.registry.receipt(office.registry.size()).is_err());
}

#[test]
fn a_clock_far_ahead_wants_the_hosts_word() {
    let mut office = Office::open();
    office.clock.advance(32 * 86_400_000);
    let error = office.perform(determination("d1")).unwrap_err();
    assert!(matches!(error, PerformError::ClockAhead { days: 32, .. }));
    office.registry.confirm_clock();
    office.allowed(determination("d1"));
    office.clock.advance(40 * 86_400_000);
    assert!(office.perform(determination("d2")).is_err());
}

#[test]
fn thirty_one_days_are_counted_to_the_millisecond() {
    let mut office = Office::open();
    // `perform` lets another second pass.
    office.clock.advance(31 * 86_400_000 - 1_000);
    office.allowed(determination("d1"));
    office.clock.advance(31 * 86_400_000);
    let error = office.perform(determination("d2")).unwrap_err();
    assert!(matches!(error, PerformError::ClockAhead { days: 31, .. }));
}

#[test]
fn a_decision_alone_writes_nothing() {
    let mut office = Office::open();
    let before = office.state();
    let clerk = office::clerk();
    let allowed = office.registry.decide(determination("d1"), &clerk).unwrap();
    assert!(matches!(allowed, bmnn::decide::Decision::Allowed { .. }));
    let refused = office.registry.decide(issue("d1", "1/BC"), &clerk).unwrap();
    assert!(matches!(refused, bmnn::decide::Decision::Refused { .. }));
    assert_eq!(office.state(), before);
    assert_eq!(office.registry.document(&id("d1")).unwrap(), None);
}

/// L18 22(2)(a): the end of the term declassifies by itself; each copy that is
/// here then wants its mark.
#[test]
fn expiry_asks_for_marks() {
    let mut office = Office::open();
    let short = json!({"protect": {"on": "2026-03-05"}});
    office.allowed(with(determination("d1"), short));
    office.allowed(issue("d1", "1/BC"));
    let marks = |office: &Office, on: &str| {
        let duties = office.registry.duties(day(on)).unwrap();
        duties
            .into_iter()
            .filter(|open| open.duty.kind == DutyKind::Mark)
            .map(|open| open.duty.about)
            .collect::<Vec<_>>()
    };
    assert_eq!(marks(&office, "2026-03-05"), [""; 0]);
    let all = ["d1#1", "d1#2", "d1#3", "d1#u1"];
    assert_eq!(marks(&office, "2026-03-06"), all);
    office.clock.advance(5 * 86_400_000);
    office.allowed(json!({
        "act": "mark.apply", "on": "2026-03-07", "copies": ["d1#2"], "mark": "declassified",
        "how": "stamped",
    }));
    assert_eq!(marks(&office, "2026-03-08"), ["d1#1", "d1#3", "d1#u1"]);
    office.allowed(json!({
        "act": "mark.apply", "on": "2026-03-07", "document": "d1", "mark": "declassified",
        "how": "stamped",
    }));
    assert_eq!(marks(&office, "2026-03-08"), [""; 0]);
}

/// A registry can be handed to another thread, as a host's worker needs it.
#[test]
fn a_registry_is_send() {
    fn send<T: Send>() {}
    send::<Registry>();
}

/// `by` is the person of the key that signs, and nobody else.
#[test]
fn nobody_signs_as_somebody_else() {
    let mut office = Office::open();
    let before = office.state();
    let error = office
        .perform(with(determination("d1"), json!({"by": "head"})))
        .unwrap_err();
    assert!(matches!(error, PerformError::Ledger(_)), "{error}");
    assert!(error.is_refusal());
    assert_eq!(office.state(), before);
    assert_eq!(office.registry.document(&id("d1")).unwrap(), None);
    office.allowed(determination("d1"));
}

/// An agency's own pack is kept by its digest and adopted by an act; what it
/// says then decides.
#[test]
fn an_agencys_own_pack_is_adopted_by_its_digest() {
    let mut office = Office::open();
    let text = r#"
        [pack]
        id = "office-1"
        extends = "vn-2025"
        vi = "Quy tắc của cơ quan"
        en = "The agency's own rules"
        starts = "2026-03-01"
    "#;
    let adopt = |id: &str, digest: &str| {
        json!({
            "act": "pack.adopt", "on": office::DAY, "adopted": id, "digest": digest,
            "decision": office::head(office::DAY),
        })
    };
    let unknown = office
        .perform(adopt("office-1", &"00".repeat(32)))
        .unwrap_err();
    assert!(matches!(unknown, PerformError::Packs(_)), "{unknown}");
    let broken = office.registry.keep_pack("own.toml", "id = 3").unwrap_err();
    assert!(broken.to_string().starts_with("own.toml:"), "{broken}");
    let Ok((name, digest)) = office.registry.keep_pack("own.toml", text) else {
        panic!(
            "{}",
            office.registry.keep_pack("own.toml", text).unwrap_err()
        );
    };
    office.allowed(adopt(name.as_str(), &digest.to_string()));
    let done = office.allowed(determination("d1"));
    let pack = |office: &Office| {
        let entered = office.registry.by_id(&done.id).unwrap().unwrap();
        entered.text("pack").unwrap().to_owned()
    };
    assert_eq!(pack(&office), "office-1");
    // Its text is part of the folder: without it the acts cannot be judged.
    let mut office = office.reopen();
    office.allowed(determination("d2"));
    let Office {
        dir,
        registry,
        clock,
        ..
    } = office;
    drop(registry);
    for entry in std::fs::read_dir(dir.path().join("packs")).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().contains("office-1") {
            std::fs::remove_file(path).unwrap();
        }
    }
    let error = office::reopen(dir.path(), &clock).unwrap_err();
    assert!(
        error.to_string().contains("is not in the folder `packs`"),
        "{error}"
    );
}

/// A pack is adopted anew behind one that lies over it: it decides from then
/// on, and what was decided before stays lawful.
#[test]
fn a_pack_is_adopted_anew_under_another() {
    let mut office = Office::open();
    let text = r#"
        [pack]
        id = "office-1"
        extends = "vn-2025"
        vi = "Quy tắc của cơ quan"
        en = "The agency's own rules"
        starts = "2026-03-01"
    "#;
    let adopt = |id: &str, digest: String| {
        json!({
            "act": "pack.adopt", "on": office::DAY, "adopted": id, "digest": digest,
            "decision": office::head(office::DAY),
        })
    };
    let (own, digest) = office.registry.keep_pack("own.toml", text).unwrap();
    office.allowed(adopt(own.as_str(), digest.to_string()));
    let under_own = office.allowed(determination("d1"));
    let (_, digest) = bmnn_registry::packs::built_in("vn-2025").unwrap();
    office.allowed(adopt("vn-2025", digest.to_string()));
    let mut office = office.reopen();
    let after = office.allowed(determination("d2"));
    for (done, pack) in [(under_own, "office-1"), (after, "vn-2025")] {
        let entered = office.registry.by_id(&done.id).unwrap().unwrap();
        assert_eq!(entered.text("pack"), Some(pack));
    }
    let expect = bmnn::ledger::Expect::default();
    let go_on = |_| std::ops::ControlFlow::Continue(());
    let verified = office.registry.verify(expect, go_on).unwrap().unwrap();
    assert!(verified.holds(), "{:?}", verified.report.findings);
    assert_eq!(verified.not_replayed, None);
}
