//! Registries: the acts replayed under the packs that they adopt.

use crate::forge::{CLERK, DAY, Forgery, LEDGER, ROOT, ROOT_2, public, signer};
use crate::office::{id, transfer, with};
use crate::sheet::Sheet;
use bmnn::act::json::from_json;
use bmnn::date::Date;
use bmnn::id::{Bytes32, to_hex};
use bmnn::ledger::sealed::commitment;
use bmnn::value::Value;
use bmnn_registry::host::{SeededRandomness, SetClock};
use bmnn_registry::vault::{SealedValue, Vault};
use bmnn_registry::{Clerk, Host, Opening, Registry, VAULT, VaultKey, packs};
use serde_json::{Value as Json, json};

const SUBJECT: &str = "Kế hoạch thử nghiệm";

fn head() -> Json {
    let paper = json!({"kind": "decision", "symbol": "7/QĐ-CQTN"});
    json!({"person": "head", "position": "p-head", "date": DAY, "paper": paper})
}

/// Without sealed fields, so that whoever holds keys can write it past a registry.
fn determination(document: &str) -> Json {
    json!({
        "act": "document.determine", "on": DAY, "document": document, "carrier": "document", "level": "ToiMat",
        "decision": head(), "copying": "allowed", "list-refs": [{"list": "list-1", "article": 2}],
        "medium": "paper", "drafter": "head", "copies-planned": 3, "recipients": ["bo-a", "unit-1"],
    })
}

fn issue(document: &str) -> Json {
    json!({
        "act": "document.issue", "on": DAY, "document": document, "symbol": "1/BC", "date": DAY, "signer": "head",
        "kept-by": "unit-vt", "original": "apart", "row": {"book": "out-2026"},
        "copies": [{"number": 1, "to": "bo-a"}, {"number": 2, "to": "unit-1"}, {"number": 3, "to": "unit-1"}],
    })
}

fn beginning() -> Vec<Json> {
    let (_, digest) = packs::built_in("vn-2025").unwrap();
    let mut acts = vec![json!({
        "act": "pack.adopt", "on": DAY, "adopted": "vn-2025", "digest": digest.to_string(), "decision": head(),
    })];
    for person in ["clerk", "head"] {
        let name = format!("Người thử nghiệm {person}");
        acts.push(json!({"act": "person.enrol", "on": DAY, "person": person, "name": name, "party": "self"}));
    }
    for (party, kind) in [("unit-vt", "unit"), ("unit-1", "unit"), ("bo-a", "agency")] {
        acts.push(json!({"act": "party.enrol", "on": DAY, "party": party, "kind": kind, "name": "Đơn vị thử nghiệm"}));
    }
    for (person, post) in [("head", "province-committee-chair"), ("clerk", "clerk")] {
        acts.push(json!({
            "act": "position.assign", "on": DAY, "position": format!("p-{person}"), "person": person, "post": post,
            "party": "self", "starts": DAY, "paper": {"kind": "assignment", "symbol": "1/QĐ-CQTN"},
        }));
    }
    acts.push(json!({"act": "list.adopt", "on": DAY, "list": "list-1", "symbol": "1/QĐ-THỬ", "date": "2026-03-01", "starts": "2026-03-01"}));
    for (book, kind) in [("out", "outgoing"), ("hand", "handover")] {
        acts.push(json!({"act": "book.open", "on": DAY, "book": format!("{book}-2026"), "kind": kind, "year": 2026, "volume": 1, "party": "self"}));
    }
    acts
}

/// A ledger that our registry wrote: these acts behind the beginning.
fn written(acts: &[Json]) -> Forgery {
    let folder = tempfile::tempdir().unwrap();
    let on: Date = DAY.parse().unwrap();
    let clock = SetClock::at(on, "08:00".parse().unwrap());
    let opening = Opening {
        agency: "CƠ QUAN THỬ NGHIỆM".to_owned(),
        on: None,
        threshold: 1,
        further_roots: vec![public(ROOT_2)],
        clerk: Clerk {
            person: "clerk".parse().unwrap(),
            key: public(CLERK),
        },
        after: None,
    };
    let host = Host::fixed(clock.clone(), [7; 32]);
    let ledger_key = Box::new(signer(LEDGER));
    let mut registry =
        Registry::create(folder.path(), &opening, &[&signer(ROOT)], ledger_key, host).unwrap();
    registry
        .perform_all(beginning(), &signer(CLERK))
        .unwrap_or_else(|error| panic!("{error}"));
    for act in acts {
        clock.advance(1_000);
        registry
            .perform(act.clone(), &signer(CLERK))
            .unwrap_or_else(|error| panic!("{error}: {act}"));
    }
    read(&std::fs::read(folder.path().join(bmnn_store::LEDGER)).unwrap())
}

/// A file taken up where it stands, to be written on past any registry.
fn read(file: &[u8]) -> Forgery {
    let mut forgery = Forgery::empty();
    let mut rest = &file[8..];
    while let [a, b, c, d, _, _, _, _, kind, behind @ ..] = rest {
        let (bytes, next) = behind.split_at(u32::from_le_bytes([*a, *b, *c, *d]) as usize);
        match kind {
            1 => {
                let (entry, _) = bmnn::ledger::Entry::decode(bytes).unwrap();
                forgery.received = entry.received;
                forgery.entry(bytes.to_vec());
            }
            kind => forgery.record(*kind, bytes),
        }
        rest = next;
    }
    forgery
}

/// Puts an act on record as it is, whatever the law says.
fn force(
    forgery: &mut Forgery,
    name: &str,
    act: &Json,
    change: impl FnOnce(&mut bmnn::value::Map),
) {
    let filled = json!({"id": id(name), "by": "clerk", "pack": "vn-2025"});
    let mut map = from_json(&with(act.clone(), filled), &|_| None).unwrap();
    map.insert("seen", forgery.seen(forgery.size() - 1));
    change(&mut map);
    forgery.push(map);
    forgery.checkpoint(LEDGER);
}

struct Registries(Sheet);

impl Registries {
    /// Asks without a vault; what is found from warnings up is told by hand.
    fn ask(
        &mut self,
        id: &str,
        why: &str,
        forgery: &Forgery,
        more: Json,
        holds: bool,
        found: &[(&str, Json, &str)],
    ) {
        let input = with(json!({"ledger": to_hex(&forgery.file)}), more);
        let found = found.iter().map(
            |(kind, place, severity)| json!({"kind": kind, "place": place, "severity": severity}),
        );
        let mut found: Vec<Json> = found.collect();
        // There is no `tip` in these folders.
        if input.get("tip").is_none() {
            let no_tip = json!({"kind": "Truncated", "place": "ledger", "severity": "notice"});
            let last = found
                .iter()
                .position(|found| found["place"] == "ledger")
                .unwrap_or(found.len());
            found.insert(last, no_tip);
        }
        self.0.case(
            "registry.verify",
            id,
            why,
            input,
            json!({"holds": holds, "findings": found}),
        );
    }
}

pub(crate) fn registries() -> Sheet {
    let mut sheet = Registries(Sheet::new(
        "registries",
        "Ledgers with their acts replayed under the adopted packs: unlawful, irregular, open legs, conservation, hands, sealed values (design §3, §4). One defect each, all findings named.",
    ));
    let none = || json!({});
    let at = |forgery: &Forgery| json!({"entry": forgery.size() - 1});
    let issued = written(&[determination("d1"), issue("d1")]);
    sheet.ask(
        "in-order",
        "determined, issued, nothing open",
        &issued,
        none(),
        true,
        &[],
    );
    let open = written(&[
        determination("d1"),
        issue("d1"),
        transfer(json!(["d1#1"]), "bo-a", DAY),
    ]);
    let place = at(&open);
    sheet.ask(
        "open-leg",
        "sent and not yet taken (L18 Art. 13(6))",
        &open,
        none(),
        true,
        &[("OpenLeg", place, "warning")],
    );
    let sent = with(
        transfer(json!(["d1#1"]), "bo-a", DAY),
        json!({"id": id("sent")}),
    );
    let accept = json!({"act": "copy.accept", "on": DAY, "transfer": id("sent"), "receiver": {"person": "clerk", "date": DAY}});
    let closed = written(&[determination("d1"), issue("d1"), sent, accept]);
    sheet.ask(
        "closed-leg",
        "the receipt came back",
        &closed,
        none(),
        true,
        &[],
    );
    let import = json!({
        "act": "document.import", "on": DAY, "document": "old-1", "carrier": "document", "level": "Mat", "origin": "own",
        "source": {"kind": "register", "page": 1}, "issued-total": 5,
        "copies": [{"copy": "old-1#1", "state": "held", "holder": "unit-1"}, {"copy": "old-1#4", "state": "unknown"}],
    });
    let old = written(&[import]);
    sheet.ask(
        "unknown-copy",
        "a copy of an older book that nobody can find: a finding until accounted for",
        &old,
        none(),
        true,
        &[("NotConserved", json!("ledger"), "warning")],
    );
    let unlisted = with(determination("d1"), json!({"list-refs": null}));
    let irregular = with(
        unlisted.clone(),
        json!({"irregular": {"reason": "Danh mục chưa ban hành kịp", "decision": head()}}),
    );
    let told = written(&[irregular]);
    let place = at(&told);
    sheet.ask(
        "irregular",
        "against the law, recorded on the head's decision",
        &told,
        none(),
        true,
        &[("Irregular", place, "notice")],
    );

    let mut rows = Vec::new();
    rows.push((
        "unlisted",
        "outside the lists (L25 Art. 5(1)), written past the registry",
        unlisted,
    ));
    rows.push((
        "copy-9-of-3",
        "impossible: copy 7 without the ones before",
        with(
            issue("d1"),
            json!({"copies": [{"number": 7, "to": "bo-a"}]}),
        ),
    ));
    rows.push((
        "by-a-clerk",
        "a clerk determines (L25 Art. 2(1))",
        with(
            determination("d1"),
            json!({"decision": {"person": "clerk", "position": "p-clerk", "date": DAY}}),
        ),
    ));
    rows.push((
        "nobody",
        "a person who is not enrolled",
        with(determination("d1"), json!({"drafter": "nobody"})),
    ));
    for (id, why, act) in rows {
        let before = if id == "copy-9-of-3" {
            written(&[determination("d1")])
        } else {
            written(&[])
        };
        let mut forged = before;
        force(&mut forged, "forged", &act, |_| {});
        let place = at(&forged);
        sheet.ask(
            id,
            why,
            &forged,
            none(),
            false,
            &[("Unlawful", place, "error")],
        );
    }
    let mut clear = written(&[]);
    force(
        &mut clear,
        "clear",
        &with(determination("d1"), json!({"subject": SUBJECT})),
        |_| {},
    );
    let place = at(&clear);
    sheet.ask(
        "in-clear",
        "a text in clear where it is to be sealed is a leak",
        &clear,
        none(),
        false,
        &[("SealMismatch", place, "error")],
    );
    let mut unknown = written(&[]);
    force(
        &mut unknown,
        "later",
        &json!({"act": "mark.apply", "on": DAY, "document": "d1", "mark": "mat", "how": "stamped"}),
        |map| {
            map.insert("act", "meeting.plan-of-later".into());
        },
    );
    let place = at(&unknown);
    sheet.ask(
        "unknown-act",
        "an act of a later program: not replayed, and said so",
        &unknown,
        none(),
        true,
        &[("UnknownAct", place, "warning")],
    );
    let mut field = written(&[]);
    force(&mut field, "field", &determination("d1"), |map| {
        map.insert("of-later", Value::Int(1));
    });
    let place = at(&field);
    sheet.ask(
        "unknown-field",
        "a field of a later program",
        &field,
        none(),
        true,
        &[("UnknownField", place, "warning")],
    );
    let mut bent = written(&[]);
    force(&mut bent, "bent", &determination("d1"), |map| {
        map.insert("copies-planned", "ba".into());
    });
    let place = at(&bent);
    sheet.ask(
        "bent-field",
        "a field that is not as the catalogue says",
        &bent,
        none(),
        false,
        &[("BadEncoding", place, "error")],
    );
    hands(&mut sheet);
    seals(&mut sheet);
    sheet.0
}

const STRICT: &str = "[pack]\nid = \"strict\"\nvi = \"Quy chế thử nghiệm\"\nen = \"Test rules\"\nstarts = \"2026-03-01\"\nextends = \"vn-2025\"\n\n[[hand]]\nact = \"document.determine\"\nfield = \"decision\"\nwants = \"signature\"\n";

/// An agency asks more of a hand than the law does.
fn hands(sheet: &mut Registries) {
    let digest = packs::digest(STRICT);
    let adopt = json!({"act": "pack.adopt", "on": DAY, "adopted": "strict", "digest": digest.to_string(), "decision": head()});
    let mut forged = written(&[]);
    let name = format!("strict.{}.toml", &digest.to_string()[..8]);
    force(&mut forged, "adopt", &adopt, |map| {
        map.remove("pack");
    });
    let texts = json!({"packs": {name: STRICT}});
    sheet.ask(
        "own-pack",
        "the agency's own pack, with its text beside the ledger",
        &forged,
        texts.clone(),
        true,
        &[],
    );
    force(&mut forged, "unsigned", &determination("d1"), |map| {
        map.insert("pack", "strict".into());
    });
    let place = json!({"entry": forged.size() - 1});
    sheet.ask(
        "wrong-hand",
        "the agency wants the decider's own signature, and a paper is there",
        &forged,
        texts,
        false,
        &[("WrongHand", place, "error")],
    );
}

/// What opens the vaults: 32 bytes that everybody knows.
const VAULT_KEY: [u8; 32] = [0; 32];

/// The file of a vault with these values.
fn vault(values: &[SealedValue]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(VAULT);
    let mut randomness = SeededRandomness::new([0; 32]);
    let mut vault = Vault::create(&path, &VaultKey::host(VAULT_KEY), &mut randomness).unwrap();
    vault.put(values, &mut randomness).unwrap();
    // What stands in its log goes into its file.
    drop(vault);
    let mut file = std::fs::read(&path).unwrap();
    // Which SQLite wrote it: nobody reads that, and the next one is another.
    file[96..100].fill(0);
    file
}

/// Sealed values: there, gone, of another act, other than committed to.
fn seals(sheet: &mut Registries) {
    let act_id = id("sealed").parse().unwrap();
    let salt = Bytes32([0x5A; 32]);
    let made = commitment(&salt.0, &act_id, &SUBJECT.into()).unwrap();
    // A ledger without packs: only its seals are looked at here, the rest is frozen.
    let mut forged = Forgery::opened();
    let sealed = |forgery: &mut Forgery, name: &str| {
        let act = json!({"act": "document.cancel", "on": DAY, "document": "d1", "reason": {"sealed": made.to_string()}});
        force(forgery, name, &act, |map| {
            map.remove("pack");
        });
    };
    sealed(&mut forged, "sealed");
    let value = SealedValue::seal(act_id, "reason", salt, SUBJECT.into()).unwrap();
    sheet.0.share("vault", to_hex(&vault(&[value])).into());
    sheet.0.share("empty-vault", to_hex(&vault(&[])).into());
    let vault = |name: &str, values: Json| json!({"values": values, "vault": {"$shared": name}, "vault-key": to_hex(&VAULT_KEY)});
    let empty = vault("empty-vault", json!([]));
    let value = json!([{"act-id": id("sealed"), "path": "reason", "salt": salt.to_string(), "text": SUBJECT}]);
    let value = vault("vault", value);
    for (id, why, forgery, more, kind) in [
        (
            "seal-missing",
            "the vault does not have the value, and no act erased it",
            &forged,
            empty,
            Some("SealMissing"),
        ),
        (
            "seal-present",
            "the value is there",
            &forged,
            value.clone(),
            None,
        ),
    ] {
        let input = with(json!({"ledger": to_hex(&forgery.file)}), more);
        sheet.0.case("registry.verify", id, why, input, json!({}));
        let case = sheet.0.last();
        let found = case["findings"].as_array().unwrap().iter();
        let seals: Vec<&str> = found
            .filter_map(|found| found["kind"].as_str())
            .filter(|kind| kind.starts_with("Seal"))
            .collect();
        assert_eq!(seals, kind.into_iter().collect::<Vec<_>>(), "{id}");
    }
    let mut copied = forged;
    sealed(&mut copied, "another");
    let input = with(json!({"ledger": to_hex(&copied.file)}), value);
    sheet.0.case(
        "registry.verify",
        "seal-of-another-act",
        "a commitment binds its value to one act",
        input,
        json!({"holds": false}),
    );
    let case = sheet.0.last();
    let found = case["findings"].to_string();
    assert!(found.contains("SealMismatch"), "{found}");
}
