//! Whether an act is lawful, by the state that others have made.

use crate::office::*;
use crate::sheet::Sheet;
use serde_json::{Value as Json, json};

/// A day under each law.
const R2: &str = "2021-05-04";
const R3: &str = "2026-05-04";

/// What a row expects.
enum Want {
    Fine,
    Warns(&'static [&'static str]),
    Refused(&'static [&'static str]),
}
use Want::{Fine, Refused, Warns};

struct Rows {
    sheet: Sheet,
}

impl Rows {
    fn table(&mut self, after: &Json, rows: Vec<(&str, &str, Json, Want)>) {
        for (id, why, act, want) in rows {
            let mut input = json!({"after": after, "act": filled(act, "asked")});
            if id.ends_with("-recorded-later") {
                input["recorded"] = "2021-06-30".into();
            }
            let codes = |codes: &[&str]| -> Json {
                let mut codes = codes.to_vec();
                codes.sort_unstable();
                codes
                    .into_iter()
                    .map(|code| json!({"code": code}))
                    .collect()
            };
            let want = match want {
                Fine => json!({"allowed": true, "warnings": []}),
                Warns(expected) => json!({"allowed": true, "warnings": codes(expected)}),
                Refused(expected) => json!({"allowed": false, "reasons": codes(expected)}),
            };
            self.sheet.case("act.decide", id, why, input, want);
        }
    }
}

pub(crate) fn decisions() -> Sheet {
    let mut sheet = Sheet::new(
        "decisions",
        "Whether an act may stand under the pack of its day, with every reason, its article, and the duties it opens and closes (design §3, Decide).",
    );
    sheet.share("opened", opened().into());
    sheet.share("issued-2021", issued(R2).into());
    sheet.share("issued-2026", issued(R3).into());
    let duplicated = filled(reproduce("d1#3", 1, R2), "copies");
    sheet.share("duplicated-2021", json!([duplicated]));
    let mut rows = Rows { sheet };
    determining(&mut rows);
    issuing(&mut rows);
    copying(&mut rows);
    handing(&mut rows);
    receiving(&mut rows);
    changing(&mut rows);
    outside_and_ending(&mut rows);
    people_and_mending(&mut rows);
    rows.sheet
}

fn shared(names: &[&str]) -> Vec<Json> {
    names.iter().map(|name| json!({"$shared": name})).collect()
}

fn determining(rows: &mut Rows) {
    let at = |day: &str, over| with(determination("d1", "ToiMat", day), over);
    let top = |day: &str, over| with(determination("d1", "TuyetMat", day), over);
    let own = |person: &str, day: &str| json!({"decision": by(person, day)});
    rows.table(&shared(&["opened"]).into(), vec![
        ("determine", "the head determines (L18 Art. 10(2))", at(R2, json!({})), Fine),
        ("determine-2025", "the competent person (L25 Art. 2(1))", at(R3, json!({})), Fine),
        ("determine-no-list-2018", "without a list reference, warned (L18 Art. 10(1))", at(R2, json!({"list-refs": null})), Warns(&["determine.no-list-ref"])),
        ("determine-no-list-2025", "outside the lists is prohibited (L25 Art. 5(1))", at(R3, json!({"list-refs": null})), Refused(&["determine.no-list-ref"])),
        ("determine-old-list", "a list out of force (L25 Art. 5(1))", at(R3, json!({"list-refs": [{"list": "list-0", "article": 1}]})), Refused(&["determine.list-not-in-force"])),
        ("determine-no-such-list", "impossible: the list is not adopted", at(R2, json!({"list-refs": [{"list": "list-9", "article": 1}]})), Refused(&["determine.unknown-list"])),
        ("determine-deputy", "an empowered deputy (guidance 4114)", at(R2, json!({"decision": deputy(R2)})), Fine),
        ("determine-deputy-level", "beyond the levels delegated (L18 Art. 11(5))", top(R2, json!({"decision": deputy(R2)})), Refused(&["delegation.level"])),
        ("determine-deputy-alone", "a deputy without a delegation (L18 Art. 10(2))", at(R2, own("deputy-2", R2)), Refused(&["authority.none"])),
        ("determine-deputy-alone-2025", "the 2025 text was not seen: it warns", at(R3, own("deputy-2", R3)), Warns(&["authority.none"])),
        ("determine-clerk", "a clerk is not the competent person (L25 Art. 2(1))", at(R3, own("clerk", R3)), Refused(&["authority.none"])),
        ("determine-others-delegation", "another's delegation", at(R2, json!({"decision": {"person": "deputy-2", "position": "p-deputy-2", "date": R2, "delegation": id("delegation")}})), Refused(&["delegation.grantee"])),
        ("determine-others-position", "a position held by somebody else", at(R2, json!({"decision": {"person": "stranger", "position": "p-head", "date": R2}})), Refused(&["position.other-person"])),
        ("determine-ahead", "a decision dated ahead", at(R2, json!({"decision": head("2021-06-01")})), Refused(&["authority.date-ahead"])),
        ("determine-subject-consent", "the subject of a Tuyệt mật, with consent (D26 Art. 4(1)(a))", top(R2, json!({"subject": "x", "subject-consent": true})), Fine),
        ("determine-subject", "the subject of a Tuyệt mật, without consent (D26 Art. 4(1)(a))", top(R2, json!({"subject": "x"})), Refused(&["subject.no-consent"])),
        ("determine-subject-2025", "no subject at all (D63 Art. 6)", top(R3, json!({"subject": "x", "subject-consent": true})), Refused(&["subject.forbidden"])),
        ("determine-drafter", "the proposal names the drafter (D26 Art. 2(1))", at(R2, json!({"drafter": null})), Refused(&["determine.shows"])),
        ("determine-shorter", "a shorter term (L18 Art. 19(2))", at(R2, json!({"protect": {"years": 5}})), Fine),
        ("determine-longer", "a longer term than the level's (L18 Art. 19(1)(b))", at(R2, json!({"protect": {"years": 21}})), Refused(&["term.too-long"])),
        ("determine-ends-before", "it ends before it starts", at(R2, json!({"protect": {"on": "2021-05-03"}})), Refused(&["date.ends-before"])),
        ("determine-other-pack", "the pack of another day", at(R2, json!({"pack": "vn-2025"})), Refused(&["act.other-pack"])),
        ("determine-unknown-drafter", "a person who is not enrolled", at(R2, json!({"drafter": "nobody"})), Refused(&["person.unknown"])),
        ("determine-unknown-recipient", "a party that is not enrolled", at(R2, json!({"recipients": ["nowhere"]})), Refused(&["party.unknown"])),
        ("determine-no-pack", "before any pack holds", with(determination("d1", "Mat", "2001-03-31"), json!({"pack": "vn-2000"})), Refused(&["act.no-pack", "position.other-person"])),
    ]);
    let derive = |kind: &str, level: &str, over| {
        let base = json!({"act": "document.derive", "kind": kind, "sources": ["d1"]});
        with(with(determination("d2", level, R2), base), over)
    };
    let extract = json!({"permit": head(R2), "count": 1});
    rows.table(
        &shared(&["opened", "issued-2021"]).into(),
        vec![
            (
                "derive-extract",
                "an extract keeps its source's level (C104 Art. 4(3)(c))",
                derive("extract", "ToiMat", extract.clone()),
                Fine,
            ),
            (
                "derive-extract-below",
                "binds the police; elsewhere inferred, so it warns (C104 Art. 4(3)(c))",
                derive("extract", "Mat", extract),
                Warns(&["derive.extract-level"]),
            ),
            (
                "derive-uses-below",
                "the corresponding level (L18 Art. 10(2))",
                derive("uses", "Mat", json!({})),
                Refused(&["determine.below-source"]),
            ),
            (
                "derive-uses-above",
                "may be higher (L18 Art. 10(2))",
                derive("uses", "TuyetMat", json!({})),
                Fine,
            ),
            (
                "derive-no-permit",
                "an extract wants a permit (L18 Art. 11)",
                derive("extract", "ToiMat", json!({"count": 1})),
                Refused(&["act.missing"]),
            ),
            (
                "derive-no-copy",
                "from a copy that is not there",
                derive("uses", "ToiMat", json!({"sources": ["d1#9"]})),
                Refused(&["copy.unknown"]),
            ),
            (
                "determine-twice",
                "the id is taken",
                determination("d1", "Mat", R2),
                Refused(&["id.taken"]),
            ),
        ],
    );
}

fn issuing(rows: &mut Rows) {
    let determined = filled(determination("d1", "ToiMat", R2), "determine");
    let after: Json = vec![json!({"$shared": "opened"}), json!([determined])].into();
    let at = |over| with(issue("d1", "15/BC-CQTN", R2), over);
    let copies = |numbers: &[u32]| {
        let to = |n: &u32| {
            let to = ["bo-a", "so-b", "unit-1"][(*n as usize - 1) % 3];
            json!({"number": n, "to": to})
        };
        json!({"copies": numbers.iter().map(to).collect::<Vec<_>>()})
    };
    rows.table(&after, vec![
        ("issue", "numbered 1 to n, each with its recipient (D26 Art. 2(1), 4(1)(a))", at(json!({})), Fine),
        ("issue-no-book", "in no book (D26 Art. 4(1)(a))", at(json!({"row": null})), Warns(&["book.not-registered"])),
        ("issue-other-book", "impossible: a book of arrivals", at(json!({"row": {"book": "in-2021"}})), Refused(&["book.other-kind"])),
        ("issue-other-year", "impossible: a book of another year", at(json!({"row": {"book": "out-2020"}})), Refused(&["book.year"])),
        ("issue-gap", "impossible: number 2 is missing (C104 Art. 3(3)(a))", at(copies(&[1, 3])), Refused(&["issue.numbers-gap"])),
        ("issue-beyond", "more copies than decided (D26 Art. 2(1))", at(copies(&[1, 2, 3, 4])), Refused(&["issue.beyond-plan"])),
        ("issue-below", "fewer copies than decided", at(json!({"copies": [{"number": 1, "to": "bo-a"}]})), Warns(&["issue.below-plan"])),
        ("issue-others", "recipients other than proposed", at(json!({"copies": [{"number": 1, "to": "bo-a"}, {"number": 2, "to": "so-b"}, {"number": 3, "to": "tt-luu-tru"}]})), Warns(&["issue.recipients-other"])),
        ("issue-by-order", "by order without a proposal (guidance 4114 1.2)", at(json!({"sign-mode": "by-order"})), Refused(&["issue.by-order"])),
        ("issue-kept-elsewhere", "kept by another agency", at(json!({"kept-by": "bo-a"})), Refused(&["party.not-own"])),
        ("issue-unknown", "a document nobody determined", with(at(json!({})), json!({"document": "d9"})), Refused(&["document.unknown"])),
    ]);
}

fn copying(rows: &mut Rows) {
    let at = |over| with(reproduce("d1#3", 2, R2), over);
    rows.table(&shared(&["opened", "issued-2021"]).into(), vec![
        ("reproduce", "the chair permits (L18 Art. 11(1)(k))", at(json!({})), Fine),
        ("reproduce-deputy", "an empowered deputy permits (L18 Art. 11(5))", at(json!({"permit": deputy(R2)})), Fine),
        ("reproduce-clerk", "a clerk does not (L18 Art. 11)", at(json!({"permit": by("clerk", R2)})), Refused(&["authority.none"])),
        ("reproduce-more", "more than permitted (D26 Art. 3(3))", at(json!({"permitted": 1})), Refused(&["reproduce.made-other"])),
        ("reproduce-fewer", "fewer than permitted (D26 Art. 3(3))", at(json!({"permitted": 3})), Refused(&["reproduce.made-other"])),
        ("reproduce-gap", "numbers with a gap (C104 Art. 4(3))", at(json!({"duplicates": [{"number": 1, "to": "so-b"}, {"number": 3, "to": "so-b"}]})), Refused(&["reproduce.numbers-gap"])),
        ("reproduce-no-book", "in no book (D26 Art. 3(2))", at(json!({"row": null})), Warns(&["book.not-registered"])),
        ("reproduce-photograph", "a photograph without its paper (D26 Art. 3(3))", at(json!({"kind": "photograph"})), Refused(&["reproduce.no-record"])),
        ("reproduce-scan", "a scan is a photograph (C104 Art. 4(4))", at(json!({"kind": "scan"})), Refused(&["reproduce.no-record"])),
        ("reproduce-scan-paper", "with its paper (D26 Art. 3(3))", at(json!({"kind": "scan", "record": paper("minutes")})), Fine),
        ("reproduce-no-copy", "impossible: no such copy", at(json!({"copy": "d1#9"})), Refused(&["copy.unknown"])),
    ]);
    rows.table(
        &shared(&["opened", "issued-2026"]).into(),
        vec![(
            "reproduce-more-2025",
            "the 2025 text was not seen: it warns",
            with(reproduce("d1#3", 2, R3), json!({"permitted": 1})),
            Warns(&["reproduce.made-other"]),
        )],
    );
    let forbidden = filled(
        with(
            determination("d1", "ToiMat", R2),
            json!({"copying": "forbidden"}),
        ),
        "determine",
    );
    let after = vec![
        json!({"$shared": "opened"}),
        json!([forbidden, filled(issue("d1", "15/BC-CQTN", R2), "issue")]),
    ];
    rows.table(
        &after.into(),
        vec![(
            "reproduce-forbidden",
            "who determined it allowed no copying (L18 Art. 10(2))",
            at(json!({})),
            Refused(&["reproduce.forbidden"]),
        )],
    );
}

fn handing(rows: &mut Rows) {
    let at = |over| with(transfer(json!(["d1#3"]), "unit-1", R2), over);
    let signed = json!({"received": {"name": "Trần Thị Thử", "date": R2}});
    rows.table(&shared(&["opened", "issued-2021"]).into(), vec![
        ("transfer", "signed for on the spot (L18 Art. 13(6))", at(signed.clone()), Fine),
        ("transfer-open", "the receipt is a duty (L18 Art. 13(6))", at(json!({})), Fine),
        ("transfer-no-book", "in no handover book (D26 Art. 4(1)(c))", with(at(signed.clone()), json!({"row": null})), Warns(&["book.not-registered"])),
        ("transfer-other", "to whom it was not issued", with(at(signed.clone()), json!({"to": "so-b"})), Warns(&["transfer.other-recipient"])),
        ("transfer-same", "impossible: to whoever holds it", at(json!({"to": "unit-vt"})), Refused(&["transfer.same-holder"])),
        ("transfer-nowhere", "impossible: to nobody known", at(json!({"to": "nowhere"})), Refused(&["party.unknown"])),
        ("transfer-courier", "impossible: a courier who is not enrolled", at(json!({"courier": hand("nobody", R2)})), Refused(&["person.unknown"])),
        ("transfer-received-ahead", "received ahead of the day", at(json!({"received": {"name": "–", "date": "2021-05-05"}})), Refused(&["authority.date-ahead"])),
        ("transfer-due-before", "due before it leaves", at(json!({"return-by": "2021-05-03"})), Refused(&["date.due-before"])),
        ("transfer-back", "before its last step", with(at(signed.clone()), json!({"on": "2021-05-03", "received": {"name": "–", "date": "2021-05-03"}})), Refused(&["act.date-back"])),
        ("transfer-back-late", "before its last step, and why", with(at(signed), json!({"on": "2021-05-03", "received": {"name": "–", "date": "2021-05-03"}, "late": "–"})), Fine),
        ("transfer-no-copy", "impossible: copy 9 of 3", at(json!({"copies": ["d1#9"]})), Refused(&["copy.unknown"])),
        ("transfer-recorded-later", "an act may be recorded later than its day", at(json!({})), Fine),
        ("accept-nothing", "impossible: an answer to what is no transfer", json!({"act": "copy.accept", "on": R2, "transfer": id("issue"), "receiver": hand("clerk", R2)}), Refused(&["accept.nothing", "act.other-kind"])),
        ("accept-unknown", "impossible: an answer to nothing", json!({"act": "copy.accept", "on": R2, "transfer": id("nothing"), "receiver": hand("clerk", R2)}), Refused(&["act.unknown"])),
    ]);
    let sent = filled(
        transfer(json!(["d1#1", "d1#2", "d1#3"]), "bo-a", R2),
        "sent",
    );
    let after = vec![
        json!({"$shared": "opened"}),
        json!({"$shared": "issued-2021"}),
        json!([sent]),
    ];
    let accept = |over| {
        with(
            json!({"act": "copy.accept", "on": "2021-05-10", "transfer": id("sent"), "receiver": {"name": "–", "date": "2021-05-10"}}),
            over,
        )
    };
    let refuse = |over| {
        with(
            json!({"act": "copy.refuse", "on": "2021-05-10", "transfer": id("sent"), "faults": ["opened"], "receiver": {"name": "–", "date": "2021-05-10"}}),
            over,
        )
    };
    rows.table(
        &after.into(),
        vec![
            (
                "accept",
                "the receiver signs (L18 Art. 13(6))",
                accept(json!({})),
                Fine,
            ),
            (
                "accept-one",
                "narrowed to one copy",
                accept(json!({"copies": ["d1#2"]})),
                Fine,
            ),
            (
                "accept-other",
                "impossible: what is not on the way",
                accept(json!({"copies": ["d1#u1"]})),
                Refused(&["accept.not-on-the-way"]),
            ),
            (
                "refuse",
                "refused for a fault (D26 Art. 4(2)(c))",
                refuse(json!({})),
                Fine,
            ),
            (
                "transfer-twice",
                "impossible: it is on the way",
                with(at(json!({})), json!({"on": "2021-05-10"})),
                Refused(&["copy.not-here"]),
            ),
        ],
    );
}

fn receiving(rows: &mut Rows) {
    let at = |over| with(receive("r1", R2), over);
    rows.table(&shared(&["opened"]).into(), vec![
        ("receive", "registered (D26 Art. 4(2)(a))", at(json!({})), Fine),
        ("receive-no-book", "in no book (D26 Art. 4(2)(a))", at(json!({"row": null})), Warns(&["book.not-registered"])),
        ("receive-unopened", "an envelope for a named person is passed on unopened (D26 Art. 4(2)(b))", json!({"act": "document.receive", "on": R2, "document": "r1", "issuer": "bo-a", "unopened": true, "envelope": {"symbol": "12/BA", "letter": "B", "named": "head"}, "row": {"book": "in-2021"}}), Fine),
        ("receive-missing", "impossible: neither opened nor unopened", at(json!({"level": null})), Refused(&["act.missing"])),
        ("receive-own", "impossible: from oneself", at(json!({"issuer": "self"})), Refused(&["act.not-wanted"])),
        ("receive-unknown", "impossible: from nobody known", at(json!({"issuer": "nowhere"})), Refused(&["party.unknown"])),
        ("import", "an opening balance from an older book: level, origin and source are required", json!({"act": "document.import", "on": R2, "document": "old-1", "carrier": "document", "level": "Mat", "origin": "own", "source": {"kind": "register", "page": 1}, "copies": []}), Fine),
        ("import-taken", "impossible: a copy of another document", json!({"act": "document.import", "on": R2, "document": "old-1", "carrier": "document", "level": "Mat", "origin": "own", "source": {"kind": "register", "page": 1}, "copies": [{"copy": "d7#1", "state": "held", "holder": "unit-1"}]}), Refused(&["copy.unknown"])),
    ]);
}

fn changing(rows: &mut Rows) {
    let lists = json!([{"list": "list-1", "article": 2}]);
    let adjust = |over| {
        with(
            json!({"act": "level.adjust", "on": R2, "document": "d1", "old-level": "ToiMat", "new-level": "Mat", "decision": head(R2), "list-refs": lists}),
            over,
        )
    };
    let extend = |day: &str, over| {
        with(
            json!({"act": "term.extend", "on": day, "document": "d1", "old-end": "2041-05-04", "new-end": "2051-05-04", "decision": head(day), "reason": "–"}),
            over,
        )
    };
    let lift = |over| {
        with(
            json!({"act": "document.declassify", "on": R2, "document": "d1", "ground": "off-list", "extent": "full", "effective": R2, "decision": head(R2)}),
            over,
        )
    };
    rows.table(
        &shared(&["opened", "issued-2021"]).into(),
        vec![
            (
                "adjust",
                "the head lowers the level (L18 Art. 21(3))",
                adjust(json!({})),
                Fine,
            ),
            (
                "adjust-clerk",
                "a clerk does not (L18 Art. 21(3))",
                adjust(json!({"decision": by("clerk", R2)})),
                Refused(&["authority.none"]),
            ),
            (
                "adjust-other-old",
                "impossible: it is not Tuyệt mật",
                adjust(json!({"old-level": "TuyetMat"})),
                Refused(&["adjust.old-level"]),
            ),
            (
                "adjust-same",
                "impossible: nothing changes",
                adjust(json!({"new-level": "ToiMat"})),
                Refused(&["adjust.same-level"]),
            ),
            (
                "extend-early",
                "more than sixty days ahead is in time (L18 Art. 20(2))",
                extend(R2, json!({})),
                Fine,
            ),
            (
                "extend-old-end",
                "impossible: the term ends on another day",
                extend(R2, json!({"old-end": "2041-05-05"})),
                Refused(&["extend.old-end"]),
            ),
            (
                "extend-too-long",
                "longer than the level's term (L18 Art. 20(3))",
                extend(R2, json!({"new-end": "2061-05-05"})),
                Refused(&["extend.long"]),
            ),
            (
                "extend-shorter",
                "impossible: it ends no later",
                extend(R2, json!({"new-end": "2041-05-04"})),
                Refused(&["extend.not-later"]),
            ),
            (
                "declassify-off-list",
                "no longer on a list (L18 Art. 22(2)(c))",
                lift(json!({})),
                Fine,
            ),
            (
                "declassify-need",
                "for need: a council and a decision (L18 Art. 22(4))",
                lift(json!({"ground": "need", "council": council()})),
                Fine,
            ),
            (
                "declassify-no-council",
                "without a council (L18 Art. 22(4))",
                lift(json!({"ground": "need"})),
                Refused(&["declassify.no-council"]),
            ),
            (
                "declassify-clerk",
                "not a clerk's (L18 Art. 22)",
                lift(json!({"decision": by("clerk", R2)})),
                Refused(&["authority.none"]),
            ),
            (
                "declassify-unknown",
                "impossible: no such document",
                lift(json!({"document": "d9"})),
                Refused(&["document.unknown"]),
            ),
        ],
    );
}

fn outside_and_ending(rows: &mut Rows) {
    let home = |over| with(carry_out(json!(["d1#3"]), R2), over);
    let plan = |over| with(destroy_planned(json!(["d1#3"]), R2), over);
    let clerk = json!({"decision": by("clerk", R2)});
    rows.table(&shared(&["opened", "issued-2021"]).into(), vec![
        ("carry-out", "with permit and application (L18 Art. 14(1); D26 Art. 5(1))", home(json!({})), Fine),
        ("carry-out-no-application", "without an application (D26 Art. 5(1))", home(json!({"application": null})), Refused(&["carry-out.no-application"])),
        ("carry-out-abroad", "abroad: reported to the head of the delegation, and permitted by who may (L18 Art. 14(2))", home(json!({"abroad": true})), Refused(&["carry-out.no-delegation-head"])),
        ("destroy", "with council and file (L18 Art. 23(3)(a), (4))", plan(json!({})), Fine),
        ("destroy-no-council", "without a council (L18 Art. 23(4)(a))", plan(json!({"council": null})), Refused(&["destroy.no-council"])),
        ("destroy-no-file", "without schedule and minutes (L18 Art. 23(4)(d))", plan(json!({"schedule": null, "minutes": null})), Refused(&["destroy.file", "destroy.file"])),
        ("destroy-no-decision", "without a decision (L18 Art. 23(3)(a))", plan(json!({"decision": null})), Refused(&["destroy.file"])),
        ("destroy-clerk", "not a clerk's (L18 Art. 23(3)(a))", plan(clerk), Refused(&["authority.none"])),
        ("destroy-emergency", "at once, and reported (L18 Art. 23(3)(c))", with(destroy(json!(["d1#3"]), "emergency", R2), json!({"report": paper("report")})), Fine),
        ("destroy-emergency-silent", "at once, and not reported (L18 Art. 23(3)(c))", destroy(json!(["d1#3"]), "emergency", R2), Refused(&["destroy.no-report"])),
        ("destroy-issued-as-surplus", "what was issued is not surplus (D26 Art. 3(3))", destroy(json!(["d1#3"]), "surplus", R2), Warns(&["destroy.not-surplus"])),
        ("loss", "reported at once (L18 Art. 25(3); D26 Art. 8(1)(b))", loss("i1", json!(["d1#3"]), R2), Fine),
        ("loss-of-nothing", "impossible: it names nothing", with(loss("i1", json!(["d1#3"]), R2), json!({"copies": null})), Refused(&["incident.on-what"])),
        ("loss-unknown", "impossible: no such copy", loss("i1", json!(["d1#8"]), R2), Refused(&["copy.unknown"])),
    ]);
    let after = shared(&["opened", "issued-2021", "duplicated-2021"]);
    rows.table(
        &after.into(),
        vec![(
            "destroy-surplus",
            "a surplus duplicate (D26 Art. 3(3))",
            destroy(json!(["d1#3/1.1"]), "surplus", R2),
            Fine,
        )],
    );
    let destroyed = filled(destroy_planned(json!(["d1#3"]), R2), "destroyed");
    let after = vec![
        json!({"$shared": "opened"}),
        json!({"$shared": "issued-2021"}),
        json!([destroyed]),
    ];
    rows.table(
        &after.into(),
        vec![
            (
                "transfer-destroyed",
                "impossible: it is there no more",
                transfer(json!(["d1#3"]), "unit-1", R2),
                Refused(&["copy.not-here"]),
            ),
            (
                "destroy-twice",
                "impossible: it is there no more",
                destroy_planned(json!(["d1#3"]), R2),
                Refused(&["copy.not-here"]),
            ),
            (
                "lose-destroyed",
                "impossible: what is destroyed is not lost",
                loss("i1", json!(["d1#3"]), R2),
                Refused(&["copy.out-of-play"]),
            ),
        ],
    );
    rows.table(
        &shared(&["opened", "issued-2026"]).into(),
        vec![
            (
                "carry-out-2025",
                "no application is asked at home (D63 Art. 7(1))",
                with(
                    carry_out(json!(["d1#3"]), R3),
                    json!({"application": null, "protection": null}),
                ),
                Fine,
            ),
            (
                "destroy-no-council-2025",
                "the 2025 text was not seen: it warns",
                with(
                    destroy_planned(json!(["d1#3"]), R3),
                    json!({"council": null}),
                ),
                Warns(&["destroy.no-council"]),
            ),
        ],
    );
}

fn people_and_mending(rows: &mut Rows) {
    let leave = |over| {
        with(
            json!({"act": "person.leave", "on": R2, "person": "officer", "reason": "transfer", "last-day": R2}),
            over,
        )
    };
    let delegate = |over| {
        with(
            json!({"act": "authority.delegate", "on": R2, "grantor": "p-head", "grantee": "p-deputy-2", "powers": ["determine"], "levels": ["Mat"], "matters": "–", "standing": true, "starts": R2, "ends": "2022-05-04", "paper": paper("delegation")}),
            over,
        )
    };
    let void = |act: &str, over| {
        with(
            json!({"act": "entry.void", "on": R2, "voided": id(act), "reason": "–"}),
            over,
        )
    };
    let irregular = |decision: Json| {
        with(
            with(
                determination("d8", "ToiMat", R3),
                json!({"list-refs": null}),
            ),
            json!({"irregular": {"reason": "–", "decision": decision}}),
        )
    };
    rows.table(&shared(&["opened", "issued-2021"]).into(), vec![
        ("leave", "a leaver who holds nothing, but signs a commitment (L18 Art. 26(2)(d))", leave(json!({})), Warns(&["person.commitment"])),
        ("leave-unknown", "impossible: nobody of that id", leave(json!({"person": "nobody"})), Refused(&["person.unknown"])),
        ("delegate", "in writing, with scope and term (L18 Art. 11(5))", delegate(json!({})), Fine),
        ("delegate-chain", "a deputy does not pass it on (L18 Art. 11(5))", delegate(json!({"grantor": "p-deputy"})), Refused(&["delegation.chain", "delegation.grantor"])),
        ("delegate-officer", "only to a deputy (L18 Art. 11(5))", delegate(json!({"grantee": "p-officer"})), Refused(&["delegation.not-deputy"])),
        ("delegate-ends-before", "a term that ends before it starts", delegate(json!({"ends": "2021-05-03"})), Refused(&["date.ends-before"])),
        ("void", "taken back on the day of recording", void("issue", json!({})), Fine),
        ("void-rested-on", "later acts rest on it", void("determine", json!({})), Refused(&["void.rested-on"])),
        ("void-old", "recorded long ago: a decision is wanted", void("delegation", json!({})), Refused(&["void.decision"])),
        ("void-unknown", "impossible: no such act", void("nothing", json!({})), Refused(&["act.unknown"])),
        ("correct-symbol", "a symbol copied wrong is put right", json!({"act": "entry.correct", "on": R2, "corrected": id("issue"), "changes": {"symbol": "16/BC-CQTN"}, "reason": "–"}), Fine),
        ("correct-level", "level, term, number, holder and state are not corrected", json!({"act": "entry.correct", "on": R2, "corrected": id("determine"), "changes": {"level": "TuyetMat"}, "reason": "–"}), Refused(&["correct.field"])),
        ("irregular", "against the law, on the head's decision (design §3)", irregular(head(R3)), Fine),
        ("irregular-clerk", "not on a clerk's", irregular(by("clerk", R3)), Refused(&["irregular.by-whom"])),
        ("irregular-impossible", "what is impossible is never recorded", with(irregular(head(R3)), json!({"drafter": "nobody"})), Refused(&["person.unknown"])),
        ("act-ahead-recorded-later", "not late enough: `on` is after the day of recording, 30 June 2021", with(determination("d8", "Mat", R2), json!({"on": "2021-07-01"})), Refused(&["act.date-ahead"])),
    ]);
}
