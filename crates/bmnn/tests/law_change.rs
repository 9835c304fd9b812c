//! Changing the level, the term and the secrecy, as the law reads: each row
//! cites its article.

mod office;

use bmnn::act::Act;
use bmnn::custody::DutyKind;
use bmnn::decide::{Decision, irregular_hand};
use bmnn::id::Id;
use office::Expect::{Fine, Refused, Warns};
use office::{
    Office, check, council, date, deputy, determination, head, id, issue, list_ref, paper, with,
};
use serde_json::json;

/// A day under each law.
const UNDER_2018: &str = "2021-05-04";
const UNDER_2025: &str = "2026-05-04";

#[test]
fn adjusting_the_level() {
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(json!({
        "act": "copy.transfer", "on": UNDER_2018, "copies": ["d1#1"], "to": "bo-a", "row": {"book": "hand-2021"},
        "received": {"name": "–", "date": UNDER_2018},
    }));
    let day = "2021-09-01";
    let adjust = |over| {
        with(
            json!({
                "act": "level.adjust", "id": id("adjust"), "on": day, "document": "d1", "old-level": "ToiMat", "new-level": "Mat",
                "decision": head(day), "list-refs": list_ref(),
            }),
            over,
        )
    };
    office.table(&[
        ("L18 21(3): the head", adjust(json!({})), Fine),
        (
            "L18 21(2): without a list",
            adjust(json!({"list-refs": null})),
            Refused(&["adjust.no-list"]),
        ),
        (
            "L18 21(3): not a deputy's",
            adjust(json!({"decision": deputy(day)})),
            Refused(&["delegation.power"]),
        ),
        (
            "L25 21(3): whoever may determine",
            with(
                adjust(json!({"decision": deputy(UNDER_2025)})),
                json!({"on": UNDER_2025}),
            ),
            Fine,
        ),
        (
            "another old level",
            adjust(json!({"old-level": "TuyetMat"})),
            Refused(&["adjust.old-level"]),
        ),
        (
            "the same level",
            adjust(json!({"new-level": "ToiMat"})),
            Refused(&["adjust.same-level"]),
        ),
        (
            "on neither decision nor notice",
            adjust(json!({"decision": null})),
            Refused(&["act.missing"]),
        ),
    ]);
    office.allowed(adjust(json!({})));
    let mut duties = office.duties();
    duties.sort();
    // L18 21(4): each copy here is marked; 21(5): who has one is told within 15 days.
    let expected = [
        (DutyKind::Mark, "d1#2"),
        (DutyKind::Mark, "d1#3"),
        (DutyKind::Mark, "d1#u1"),
        (DutyKind::Notice, "d1"),
    ];
    assert_eq!(
        duties,
        expected.map(|(kind, about)| (kind, about.to_owned()))
    );
    let send = |day: &str, to| {
        json!({
            "act": "notice.send", "on": day, "document": "d1", "about": id("adjust"), "recipients": to, "paper": paper("notice"),
        })
    };
    office.table(&[
        (
            "L18 21(5): on the fifteenth day",
            send("2021-09-16", json!(["bo-a"])),
            Fine,
        ),
        (
            "L18 21(5): on the sixteenth",
            send("2021-09-17", json!(["bo-a"])),
            Warns(&["notice.late"]),
        ),
        (
            "L18 21(5): not to who has a copy",
            send("2021-09-16", json!(["so-b"])),
            Warns(&["notice.not-to-all"]),
        ),
    ]);
    office.allowed(send("2021-09-10", json!(["bo-a"])));
    office.allowed(json!({
        "act": "mark.apply", "on": "2021-09-10", "copies": ["d1#2", "d1#3", "d1#u1"], "mark": "level-change", "how": "stamped",
        "because": id("adjust"),
    }));
    assert_eq!(office.duties(), []);
}

#[test]
fn extending_the_term() {
    let mut office = Office::open();
    // Mật, determined on 4 May 2021: ten years, to 4 May 2031 (L18 19(1)(c)).
    office.allowed(determination("d1", "Mat", UNDER_2018));
    let extend = |decided: &str, over| {
        with(
            json!({
                "act": "term.extend", "on": decided, "document": "d1", "old-end": "2031-05-04", "new-end": "2041-05-04",
                "decision": head(decided), "reason": "–",
            }),
            over,
        )
    };
    // The rule is R2's; a pack in force in 2031 that was not seen only warns.
    office.table(&[
        (
            "R3 not seen: day 60 before the end",
            extend("2031-03-05", json!({})),
            Fine,
        ),
        (
            "R3 not seen: day 59 only warns",
            extend("2031-03-06", json!({})),
            Warns(&["extend.late"]),
        ),
        (
            "another old end",
            extend("2031-03-05", json!({"old-end": "2031-05-05"})),
            Refused(&["extend.old-end"]),
        ),
        (
            "not later",
            extend("2031-03-05", json!({"new-end": "2031-05-04"})),
            Refused(&["extend.not-later"]),
        ),
        (
            "without a reason",
            extend("2031-03-05", json!({"reason": null})),
            Refused(&["act.missing"]),
        ),
    ]);
    // A secret of 2014 whose ten years end on 1 April 2024, under vn-2018.
    office.allowed(json!({
        "act": "document.import", "on": "2021-01-04", "document": "o1", "carrier": "document", "level": "Mat", "origin": "own",
        "source": paper("register"), "copies": [{"copy": "o1#1", "state": "held"}], "determined": "2014-04-01",
        "symbol": "3/UB", "date": "2014-04-01",
    }));
    let extend = |decided: &str, over| {
        with(
            json!({
                "act": "term.extend", "on": decided, "document": "o1", "old-end": "2024-04-01", "new-end": "2034-04-01",
                "decision": head(decided), "reason": "–",
            }),
            over,
        )
    };
    office.table(&[
        (
            "L18 20(2): 60 days before the end",
            extend("2024-02-01", json!({})),
            Fine,
        ),
        (
            "L18 20(2): 59 days before the end",
            extend("2024-02-02", json!({})),
            Refused(&["extend.late"]),
        ),
        (
            "L18 20(2): longer than the term",
            extend("2024-02-01", json!({"new-end": "2034-04-02"})),
            Refused(&["extend.long"]),
        ),
        (
            "L18 20(2): the head",
            extend("2024-02-01", json!({"decision": deputy("2024-02-01")})),
            Refused(&["delegation.power"]),
        ),
        (
            "L18 22(3): it has expired",
            extend("2024-04-02", json!({})),
            Refused(&["document.expired", "extend.late"]),
        ),
    ]);
    // Day 59, recorded as irregular on the head's decision.
    let irregular = |decision| json!({"irregular": {"reason": "–", "decision": decision}});
    let judgment = office.perform(extend("2024-02-02", irregular(head("2024-02-02"))));
    let Decision::Allowed {
        irregular: breaches,
        ..
    } = &judgment.decision
    else {
        panic!("{judgment:?}")
    };
    assert_eq!(
        breaches
            .iter()
            .map(|breach| breach.reason.code())
            .collect::<Vec<_>>(),
        ["extend.late"]
    );
    assert!(
        breaches[0].vi().contains("khoản 2 Điều 20"),
        "{}",
        breaches[0].vi()
    );
    assert_eq!(office.document("o1").extended_to, Some(date("2034-04-01")));
}

#[test]
fn irregular_is_signed_by_the_head_or_on_paper() {
    let office = Office::with_issue(UNDER_2018);
    let act = |over, decided| {
        let irregular =
            json!({"irregular": {"reason": "–", "decision": with(head(UNDER_2018), decided)}});
        office.read(with(
            with(issue("d1", "16/BC", UNDER_2018), irregular),
            over,
        ))
    };
    let on_paper = json!({"paper": paper("decision")});
    let table: [(&str, Act, &[&str], Option<&str>); 5] = [
        (
            "signed by the head",
            act(json!({}), json!({})),
            &["clerk", "head"],
            None,
        ),
        (
            "the decision on paper",
            act(json!({}), on_paper.clone()),
            &["clerk"],
            None,
        ),
        (
            "the act on paper",
            act(on_paper, json!({})),
            &["clerk"],
            None,
        ),
        (
            "named only",
            act(json!({}), json!({})),
            &["clerk", "deputy"],
            Some("irregular.named-only"),
        ),
        (
            "not irregular",
            office.read(issue("d1", "16/BC", UNDER_2018)),
            &["clerk"],
            None,
        ),
    ];
    for (law, act, signers, expected) in table {
        let signers: Vec<Id> = signers.iter().map(|id| id.parse().unwrap()).collect();
        let said = irregular_hand(&act, &signers);
        assert_eq!(said.map(|said| said.reason.code()), expected, "{law}");
    }
}

#[test]
fn irregular_is_the_heads_to_answer_for() {
    let office = Office::with_issue(UNDER_2018);
    let late = |by| {
        with(
            issue("d1", "16/BC", UNDER_2018),
            json!({
                "copies": [{"number": 4, "to": "bo-a"}], "irregular": {"reason": "–", "decision": by},
            }),
        )
    };
    office.table(&[
        ("by the head", late(head(UNDER_2018)), Fine),
        (
            "by a deputy",
            late(deputy(UNDER_2018)),
            Refused(&["irregular.by-whom"]),
        ),
        (
            "impossible stays impossible",
            with(
                late(head(UNDER_2018)),
                json!({"copies": [{"number": 9, "to": "bo-a"}]}),
            ),
            Refused(&["issue.numbers-gap"]),
        ),
        (
            "not needed",
            with(
                determination("d5", "Mat", UNDER_2018),
                json!({"irregular": {"reason": "–", "decision": head(UNDER_2018)}}),
            ),
            Warns(&["irregular.not-needed"]),
        ),
    ]);
}

#[test]
fn declassifying() {
    let mut office = Office::with_issue(UNDER_2018);
    let day = "2021-09-01";
    let declassify = |over| {
        with(
            json!({
                "act": "document.declassify", "id": id("declassify"), "on": day, "document": "d1", "ground": "need", "extent": "full",
                "effective": day, "council": council(), "decision": head(day),
            }),
            over,
        )
    };
    office.table(&[
        (
            "L18 22(4): council and decision",
            declassify(json!({})),
            Fine,
        ),
        (
            "L18 22(4): without a council",
            declassify(json!({"council": null})),
            Refused(&["declassify.no-council"]),
        ),
        (
            "L18 22(4)(c): the head decides",
            declassify(json!({"decision": deputy(day)})),
            Refused(&["delegation.power"]),
        ),
        (
            "L18 22(3): off the list, no council",
            declassify(json!({"ground": "off-list", "council": null})),
            Fine,
        ),
        (
            "L18 22(4)(d): in part, naming what is released",
            declassify(json!({"extent": "partial", "released": "–", "remaining-level": "Mat"})),
            Fine,
        ),
        (
            "L18 22(4)(d): in part, without",
            declassify(json!({"extent": "partial"})),
            Refused(&["declassify.partial"]),
        ),
        (
            "L18 22(4)(d): in part, ahead of its day",
            declassify(json!({"extent": "partial", "released": "–", "remaining-level": "Mat", "effective": "2021-10-01"})),
            Refused(&["declassify.partial-ahead"]),
        ),
        (
            "what remains is not above",
            declassify(
                json!({"extent": "partial", "released": "–", "remaining-level": "TuyetMat"}),
            ),
            Refused(&["declassify.remaining"]),
        ),
        (
            "L18 19(3): not a place",
            declassify(json!({"ground": "place-unused"})),
            Refused(&["declassify.place"]),
        ),
        (
            "L18 22(5): the determiner is known",
            declassify(json!({"ground": "archive"})),
            Refused(&["declassify.archive"]),
        ),
        (
            "before its decision",
            declassify(json!({"effective": "2021-08-31"})),
            Refused(&["declassify.effective"]),
        ),
        (
            "by notice, of our own",
            declassify(json!({"ground": "notice", "decision": null, "notice": id("issue")})),
            Refused(&["act.not-wanted", "act.other-kind"]),
        ),
    ]);
    office.allowed(declassify(json!({})));
    assert_eq!(office.document("d1").declassified, Some(date(day)));
    check(
        "no secret any more",
        &office.decide(&with(declassify(json!({})), json!({"id": id("again")}))),
        Refused(&["document.no-secret"]),
    );
}

#[test]
fn what_a_notice_allows() {
    let mut office = Office::open();
    office.allowed(json!({
        "act": "document.receive", "on": UNDER_2018, "document": "r1", "issuer": "bo-a", "symbol": "9/BC", "date": "2021-05-01",
        "level": "TuyetMat", "doc-type": "bao-cao", "copies": [{"number": 4}, {"number": 5}, {"number": 6}], "row": {"book": "in-2021"},
    }));
    let day = "2021-08-02";
    let adjust = |over| {
        with(
            json!({
                "act": "level.adjust", "id": id("adjust"), "on": day, "document": "r1", "old-level": "TuyetMat", "new-level": "ToiMat",
                "notice": id("notice"),
            }),
            over,
        )
    };
    check(
        "before any notice",
        &office.decide(&adjust(json!({}))),
        Refused(&["act.unknown"]),
    );
    let notice = |over| {
        with(
            json!({
                "act": "notice.receive", "id": id("notice"), "on": day, "document": "r1", "issuer": "bo-a", "effect": "adjust",
                "effective": "2021-08-01", "new-level": "ToiMat", "paper": paper("notice"),
            }),
            over,
        )
    };
    office.table(&[
        ("L18 21(5)", notice(json!({})), Fine),
        (
            "from another agency",
            notice(json!({"issuer": "so-b"})),
            Warns(&["notice.issuer"]),
        ),
        (
            "without the new level",
            notice(json!({"new-level": null})),
            Refused(&["act.missing"]),
        ),
    ]);
    office.allowed(notice(json!({})));
    assert_eq!(office.duties(), [(DutyKind::ActOnNotice, "r1".to_owned())]);
    office.table(&[
        ("as the notice says", adjust(json!({})), Fine),
        (
            "L18 21(3): by our own decision",
            adjust(json!({"notice": null, "decision": head(day), "list-refs": list_ref()})),
            Refused(&["change.not-ours"]),
        ),
        (
            "otherwise than the notice says",
            adjust(json!({"new-level": "Mat"})),
            Refused(&["notice.other"]),
        ),
    ]);
    // Nobody else's notice stands for the decision and the list that our own wants.
    let mut own = Office::with_issue(UNDER_2018);
    own.allowed(notice(json!({"document": "d1", "new-level": "Mat"})));
    check(
        "L18 21(3): our own by a notice",
        &own.decide(&adjust(
            json!({"document": "d1", "old-level": "ToiMat", "new-level": "Mat"}),
        )),
        Refused(&["act.not-wanted"]),
    );
    office.allowed(adjust(json!({})));
    assert_eq!(
        office.duties().len(),
        3,
        "three copies to mark: {:?}",
        office.duties()
    );
}

#[test]
fn cancelling_a_number() {
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(
        json!({"act": "document.cancel", "on": UNDER_2018, "document": "d1", "reason": "–"}),
    );
    assert!(office.document("d1").cancelled);
    let again = issue("d1", "16/BC", UNDER_2018);
    check(
        "cancelled",
        &office.decide(&again),
        Refused(&[
            "document.cancelled",
            "issue.beyond-plan",
            "issue.numbers-gap",
        ]),
    );

    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(json!({
        "act": "copy.transfer", "on": UNDER_2018, "copies": ["d1#1"], "to": "bo-a", "received": {"name": "–", "date": UNDER_2018},
    }));
    let cancel =
        json!({"act": "document.cancel", "on": UNDER_2018, "document": "d1", "reason": "–"});
    check(
        "a copy has left",
        &office.decide(&cancel),
        Refused(&["copy.not-here"]),
    );
}

#[test]
fn a_recall_by_notice() {
    let mut office = Office::open();
    office.allowed(json!({
        "act": "document.receive", "on": UNDER_2018, "document": "r1", "issuer": "bo-a", "symbol": "9/BC", "date": "2021-05-01",
        "level": "Mat", "doc-type": "bao-cao", "copies": [{"number": 4}], "row": {"book": "in-2021"},
    }));
    office.allowed(json!({
        "act": "notice.receive", "on": UNDER_2018, "document": "r1", "issuer": "bo-a", "effect": "recall", "effective": UNDER_2018,
        "return-by": "2021-05-20", "paper": paper("notice"),
    }));
    assert_eq!(office.duties(), [(DutyKind::Return, "r1#4".to_owned())]);
    let back = |day: &str| {
        json!({
            "act": "copy.return", "on": day, "copies": ["r1#4"], "to": "bo-a", "reason": "notice",
            "received": {"name": "–", "date": day},
        })
    };
    office.table(&[
        ("D26 4(4): by its day", back("2021-05-20"), Fine),
        (
            "D26 4(4): after it",
            back("2021-05-21"),
            Warns(&["return.late"]),
        ),
    ]);
    office.allowed(back("2021-05-20"));
    assert_eq!(office.duties(), []);
}

#[test]
fn a_mark_closes_what_it_shows() {
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(json!({
        "act": "level.adjust", "id": id("adjust"), "on": UNDER_2018, "document": "d1", "old-level": "ToiMat", "new-level": "Mat",
        "decision": head(UNDER_2018), "list-refs": list_ref(),
    }));
    let mark = |mark: &str, over| {
        with(
            json!({"act": "mark.apply", "on": UNDER_2018, "document": "d1", "mark": mark, "how": "stamped"}),
            over,
        )
    };
    let closed = |act| match office.decide(&act).decision {
        Decision::Allowed { closes, .. } => closes.len(),
        Decision::Refused { .. } => usize::MAX,
    };
    let because = json!({"because": id("adjust"), "replaces": "toi-mat"});
    // L18 21(4): the four copies here wait for it.
    assert_eq!(closed(mark("level-change", json!({}))), 4);
    assert_eq!(closed(mark("mat", because.clone())), 4);
    assert_eq!(
        closed(mark("hoa-toc", json!({}))),
        0,
        "how urgent it is shows no level"
    );
    assert_eq!(closed(mark("declassified", json!({}))), 0);
    office.table(&[
        (
            "a mark of the pack in place of another",
            mark("level-change", because),
            Fine,
        ),
        (
            "in place of none that was ever one",
            mark("level-change", json!({"replaces": "no-such-mark"})),
            Refused(&["mark.unknown"]),
        ),
    ]);
}

/// Marks and notices are steps too: what comes behind them in the ledger is not
/// dated before them without a reason.
#[test]
fn marks_and_notices_do_not_go_back() {
    let mut office = Office::with_issue(UNDER_2018);
    let day = "2021-09-01";
    office.allowed(json!({
        "act": "copy.transfer", "on": UNDER_2018, "copies": ["d1#1"], "to": "bo-a", "row": {"book": "hand-2021"},
        "received": {"name": "–", "date": UNDER_2018},
    }));
    office.allowed(json!({
        "act": "level.adjust", "id": id("adjust"), "on": UNDER_2018, "document": "d1", "old-level": "ToiMat",
        "new-level": "Mat", "decision": head(UNDER_2018), "list-refs": list_ref(),
    }));
    let mark = json!({
        "act": "mark.apply", "on": day, "copies": ["d1#2"], "mark": "level-change", "how": "stamped", "because": id("adjust"),
    });
    let notice = json!({
        "act": "notice.send", "on": day, "document": "d1", "about": id("adjust"), "recipients": ["bo-a"],
        "paper": paper("notice"),
    });
    office.allowed(mark);
    office.allowed(notice.clone());
    let before = json!({"on": "2021-08-31"});
    let late = json!({"on": "2021-08-31", "late": "–"});
    let transfer = json!({"act": "copy.transfer", "copies": ["d1#2"], "to": "unit-2", "row": {"book": "hand-2021"}});
    let extend = json!({
        "act": "term.extend", "document": "d1", "old-end": "2031-05-04", "new-end": "2032-05-04",
        "decision": head("2021-08-31"), "reason": "–",
    });
    office.table(&[
        (
            "a copy marked since",
            with(transfer.clone(), before.clone()),
            Refused(&["act.date-back"]),
        ),
        (
            "a copy marked since, and why",
            with(transfer, late.clone()),
            Fine,
        ),
        (
            "a document told of since",
            with(extend.clone(), before.clone()),
            Refused(&["act.date-back"]),
        ),
        (
            "a document told of since, and why",
            with(extend, late),
            Fine,
        ),
        (
            "a notice too",
            with(notice, before),
            Refused(&["act.date-back"]),
        ),
    ]);
}
