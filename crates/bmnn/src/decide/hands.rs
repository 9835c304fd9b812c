//! Hands that must be borne out: by a signature, or by a paper.
//!
//! Who signs is no fact of the act, so that [`decide`](super::decide) does not
//! see it; whoever has the signatures asks here.

use super::{Reason, Remark};
use crate::act::Act;
use crate::act::schema::{self, Type};
use crate::id::Id;
use crate::pack::{Bearing, Pack, WantedHand};
use crate::value::{Map, Value};

/// The shapes of the maps that name a person at work.
const HANDS: [&str; 2] = ["DecisionBy", "Hand"];

/// What is to be said of an act recorded as irregular where the head who
/// decided so is only named: he signs (is among `signers`, cosigners included)
/// or stands on a paper.
#[must_use]
pub fn irregular_hand(act: &Act, signers: &[Id]) -> Option<Remark> {
    let decision = &act.common.irregular.as_ref()?.decision;
    let on_paper = decision.paper.is_some() || act.common.paper.is_some();
    let named_only = !on_paper && !signers.contains(&decision.person);
    named_only.then(|| Remark {
        reason: Reason::IrregularNamedOnly,
        facts: vec![("person", decision.person.to_string())],
        cited: None,
    })
}

/// What is to be said of an act whose hands are not borne out as `pack`, the
/// one in force, asks. A field that the act does not have asks for nothing.
#[must_use]
pub fn wanted_hands(act: &Act, pack: &Pack, signers: &[Id]) -> Vec<Remark> {
    let name = act.name();
    let mut wanted = pack
        .hands()
        .iter()
        .filter(|hand| hand.act == name)
        .peekable();
    if wanted.peek().is_none() {
        return Vec::new();
    }
    let map = act.to_map();
    wanted
        .filter(|wanted| {
            let hand = map.get(&wanted.field).and_then(Value::as_map);
            hand.is_some_and(|hand| !is_borne_out(wanted, &map, hand, signers))
        })
        .map(|wanted| Remark {
            reason: match wanted.wants {
                Bearing::Signature => Reason::HandNotSigned,
                Bearing::Paper => Reason::HandNamedOnly,
            },
            facts: vec![
                ("field", wanted.field.clone()),
                ("pack", pack.id().to_owned()),
            ],
            cited: None,
        })
        .collect()
}

fn is_borne_out(wanted: &WantedHand, act: &Map, hand: &Map, signers: &[Id]) -> bool {
    let person = hand.get("person").and_then(Value::as_text);
    let signed = person.is_some_and(|person| signers.iter().any(|id| id.as_str() == person));
    let on_paper = act.contains("paper") || hand.contains("paper");
    signed || (wanted.wants == Bearing::Paper && on_paper)
}

/// The first hand of which `pack` asks more, though no act has it: a slip of
/// the pen that would otherwise ask for nothing.
#[must_use]
pub fn unknown_hand(pack: &Pack) -> Option<&WantedHand> {
    pack.hands().iter().find(|wanted| {
        let field = schema::act(&wanted.act).and_then(|act| act.field(&wanted.field));
        !field.is_some_and(|field| match field.of {
            Type::Map(shape) => HANDS.contains(&shape.name),
            _ => false,
        })
    })
}
