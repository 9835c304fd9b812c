//! The table of acts.md §4 in full: each act on a copy in each state.

mod office;

use bmnn::custody::CopyState;
use office::copies::{
    archive, carry_out, destroy, give_back, loss, planned, recall, reproduce, transfer,
};
use office::{Office, hand, id, paper, with};
use serde_json::{Value as Json, json};

/// A day under each law.
const UNDER_2018: &str = "2021-05-04";

/// An office that has one copy in each state: `s#1` held, `s#2` in transit, and
/// so on in the order of [`CopyState::ALL`].
fn every_state() -> Office {
    let mut office = Office::open();
    let states = [
        "held",
        "held",
        "delivered",
        "carried-out",
        "archived",
        "returned",
        "destroyed",
        "lost",
        "unknown",
    ];
    let copies: Vec<Json> = (1..)
        .zip(states)
        .map(|(number, state)| {
            let holder = match state {
                "held" | "carried-out" => "unit-vt",
                _ => "bo-a",
            };
            json!({"copy": format!("s#{number}"), "state": state, "holder": holder})
        })
        .collect();
    office.allowed(json!({
        "act": "document.import", "id": id("import"), "on": UNDER_2018, "document": "s", "carrier": "document", "level": "Mat",
        "origin": "received", "issuer": "bo-a", "source": paper("register"), "copies": copies, "determined": "2019-04-01",
        "symbol": "3/UB", "date": "2019-04-01",
    }));
    office.allowed(with(
        transfer(json!(["s#2"]), "unit-1", UNDER_2018),
        json!({"id": id("transfer")}),
    ));
    for (number, state) in (1..).zip(CopyState::ALL) {
        assert_eq!(office.place(&format!("s#{number}")).0, state);
    }
    office
}

/// The table of acts.md §4, in full: each act on a copy in each state.
#[test]
fn the_table_of_states() {
    use CopyState::{
        Archived, CarriedOut, Delivered, Destroyed, Held, InTransit, Lost, Returned, Unknown,
    };
    let day = UNDER_2018;
    let signed = json!({"received": {"name": "–", "date": day}});
    type Act<'a> = Box<dyn Fn(Json) -> Json + 'a>;
    // What the act is, the states it may find, and what it leaves.
    let table: Vec<(&str, Act<'_>, Vec<CopyState>, Option<CopyState>)> = vec![
        (
            "transfer",
            Box::new(|c| transfer(c, "unit-1", day)),
            vec![Held],
            Some(InTransit),
        ),
        (
            "transfer here, received",
            Box::new(|c| with(transfer(c, "unit-1", day), signed.clone())),
            vec![Held],
            Some(Held),
        ),
        (
            "transfer elsewhere, received",
            Box::new(|c| with(transfer(c, "so-b", day), signed.clone())),
            vec![Held],
            Some(Delivered),
        ),
        (
            "accept",
            Box::new(
                |c| json!({"act": "copy.accept", "on": day, "copies": c, "transfer": id("transfer"), "receiver": hand("clerk", day)}),
            ),
            vec![InTransit],
            Some(Held),
        ),
        (
            "refuse",
            Box::new(
                |c| json!({"act": "copy.refuse", "on": day, "copies": c, "transfer": id("transfer"), "faults": ["opened"], "receiver": hand("clerk", day)}),
            ),
            vec![InTransit],
            Some(Held),
        ),
        (
            "return here, received",
            Box::new(|c| with(give_back(c, "unit-2", "done", day), signed.clone())),
            vec![Held, Delivered],
            Some(Held),
        ),
        (
            "return here",
            Box::new(|c| give_back(c, "unit-2", "done", day)),
            vec![Held, Delivered],
            Some(InTransit),
        ),
        (
            "return to the issuer, received",
            Box::new(|c| with(give_back(c, "bo-a", "due", day), signed.clone())),
            vec![Held],
            Some(Returned),
        ),
        (
            "recall",
            Box::new(|c| recall(c, day, day)),
            vec![
                Held, InTransit, Delivered, CarriedOut, Archived, Returned, Lost, Unknown,
            ],
            None,
        ),
        (
            "mark",
            Box::new(
                |c| json!({"act": "mark.apply", "on": day, "copies": c, "mark": "recall", "how": "stamped"}),
            ),
            vec![
                Held, InTransit, Delivered, CarriedOut, Archived, Returned, Lost, Unknown,
            ],
            None,
        ),
        (
            "carry out",
            Box::new(|c| carry_out(c, day)),
            vec![Held],
            Some(CarriedOut),
        ),
        (
            "bring back",
            Box::new(
                |c| json!({"act": "copy.bring-back", "on": day, "carry-out": id("import"), "copies": c, "receiver": hand("clerk", day), "report": paper("report")}),
            ),
            vec![CarriedOut],
            Some(Held),
        ),
        (
            "archive",
            Box::new(|c| archive(c, day)),
            vec![Held],
            Some(Archived),
        ),
        (
            "destroy",
            Box::new(|c| planned(c, day)),
            vec![Held],
            Some(Destroyed),
        ),
        (
            "destroy surplus",
            Box::new(|c| destroy(c, "surplus", day)),
            vec![Held],
            Some(Destroyed),
        ),
        (
            "destroy in an emergency",
            Box::new(|c| {
                with(
                    destroy(c, "emergency", day),
                    json!({"report": paper("report")}),
                )
            }),
            vec![Held, CarriedOut, InTransit],
            Some(Destroyed),
        ),
        (
            "lose",
            Box::new(|c| loss("i2", c, day)),
            vec![
                Held, InTransit, Delivered, CarriedOut, Archived, Returned, Lost, Unknown,
            ],
            Some(Lost),
        ),
        (
            "recover",
            Box::new(
                |c| json!({"act": "copy.recover", "on": day, "copies": c, "incident": "i1", "holder": "self", "finder": hand("clerk", day), "place": "–"}),
            ),
            vec![Lost],
            Some(Held),
        ),
        (
            "reproduce",
            Box::new(|c| reproduce(c[0].as_str().unwrap_or_default(), 1, day)),
            vec![Held],
            None,
        ),
    ];
    let began = every_state();
    for (name, act, before, after) in &table {
        for (number, state) in (1..).zip(CopyState::ALL) {
            let copy = format!("s#{number}");
            let mut office = began.clone();
            if state == Lost {
                office.allowed(loss("i1", json!([copy]), day));
            } else if *name == "recover" {
                office.allowed(loss("i1", json!(["s#8"]), day));
            }
            let judgment = office.perform(act(json!([copy])));
            assert_eq!(
                judgment.is_allowed(),
                before.contains(&state),
                "{name}, {state}: {:?}",
                judgment.decision
            );
            let left = if judgment.is_allowed() {
                after.unwrap_or(state)
            } else {
                state
            };
            assert_eq!(office.place(&copy).0, left, "{name}, {state}");
        }
    }
}
