//! Whose hands an act names, and how each is borne out.

use bmnn::act::schema::{ActSchema, Field, Type};
use bmnn::id::Id;
use bmnn::value::{Map, Value};
use serde::Serialize;
use std::ops::AddAssign;

/// Hands that acts name — who decided, gave, took, reported — by what bears
/// them out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Hands {
    /// Signed the statement, or cosigned it.
    pub signed: u64,
    /// On a paper that the act names.
    pub on_paper: u64,
    /// Only named by whoever recorded it.
    pub named_only: u64,
}

impl AddAssign for Hands {
    fn add_assign(&mut self, other: Self) {
        self.signed += other.signed;
        self.on_paper += other.on_paper;
        self.named_only += other.named_only;
    }
}

impl Hands {
    /// The hands of one act, which `signers` signed.
    pub(super) fn of(act: &Map, schema: &ActSchema, signers: &[Id]) -> Self {
        let mut hands = Self::default();
        let paper = act.contains("paper");
        for (key, value) in act.iter() {
            if let Some(Field { of, .. }) = schema.field(key) {
                hands.visit(value, of, signers, paper);
            }
        }
        hands
    }

    fn visit(&mut self, value: &Value, of: &Type, signers: &[Id], paper: bool) {
        match (of, value) {
            (Type::Map(shape), Value::Map(map)) if is_hand(shape.name) => {
                self.count(map, signers, paper);
            }
            (Type::Map(shape), Value::Map(map)) => {
                for (key, value) in map.iter() {
                    if let Some(field) = shape.field(key) {
                        self.visit(value, &field.of, signers, paper);
                    }
                }
            }
            (Type::Array(list), Value::Array(items)) => {
                for item in items {
                    self.visit(item, &list.of, signers, paper);
                }
            }
            _ => {}
        }
    }

    fn count(&mut self, hand: &Map, signers: &[Id], paper: bool) {
        let person = hand.get("person").and_then(Value::as_text);
        if person.is_some_and(|person| signers.iter().any(|signer| signer.as_str() == person)) {
            self.signed += 1;
        } else if paper || hand.contains("paper") {
            self.on_paper += 1;
        } else {
            self.named_only += 1;
        }
    }
}

fn is_hand(shape: &str) -> bool {
    shape == "DecisionBy" || shape == "Hand"
}
