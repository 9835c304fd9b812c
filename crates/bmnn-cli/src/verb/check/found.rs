//! What was found out about a proof: facts, whether it holds, and what was not
//! proven.

use serde_json::{Map, Value, json};

use super::words::{self, Unproven};
use crate::{exit::Exit, output::Out};

/// What is known of a proof that was checked.
pub(super) struct Found {
    form: &'static str,
    facts: Map<String, Value>,
    broken: Option<(String, String)>,
    /// What would have to be brought along for an answer.
    lacking: Vec<Unproven>,
    /// What such a proof never proves.
    beyond: &'static [Unproven],
    /// What this one does not prove besides.
    besides: Vec<Unproven>,
}

impl Found {
    /// Nothing yet, of a proof of this form.
    pub(super) fn new(form: &'static str, beyond: &'static [Unproven]) -> Self {
        Self {
            form,
            facts: Map::new(),
            broken: None,
            lacking: Vec::new(),
            beyond,
            besides: Vec::new(),
        }
    }

    /// Notes a fact by its key in the JSON.
    pub(super) fn fact(&mut self, key: &str, value: impl Into<Value>) {
        self.facts.insert(key.to_owned(), value.into());
    }

    /// Says why the proof does not hold; the first reason stays.
    pub(super) fn breaks(&mut self, vi: impl Into<String>, en: impl Into<String>) {
        self.broken.get_or_insert((vi.into(), en.into()));
    }

    /// Says that something is not known for want of what was not given.
    pub(super) fn lacks(&mut self, thing: Unproven) {
        self.lacking.push(thing);
    }

    /// Says that the proof does not prove this either.
    pub(super) fn adds(&mut self, thing: Unproven) {
        self.besides.push(thing);
    }

    /// Says that no key was given.
    pub(super) fn lacks_key(&mut self) {
        self.lacks(Unproven::Signer);
    }

    /// Prints it, and how the command ends.
    pub(super) fn tell(self, out: &mut Out) -> Exit {
        let exit = match (&self.broken, self.lacking.is_empty()) {
            (Some(_), _) => Exit::DoesNotHold,
            (None, true) => Exit::Holds,
            (None, false) => Exit::NotTried,
        };
        if out.json {
            out.document(&self.document(exit));
        } else {
            self.text(exit, out);
        }
        exit
    }

    fn not_proven(&self) -> impl Iterator<Item = &Unproven> {
        // What is broken proves nothing, and no list makes that plainer.
        let lacking = self.lacking.iter().chain(self.beyond);
        let lacking = lacking.chain(&self.besides);
        lacking.filter(|_| self.broken.is_none())
    }

    fn text(&self, exit: Exit, out: &mut Out) {
        match (exit, &self.broken) {
            (_, Some((vi, en))) => out.say(
                format!("KHÔNG ĐÚNG: {vi}."),
                format!("IT DOES NOT HOLD: {en}."),
            ),
            (Exit::Holds, None) => out.say("BẰNG CHỨNG ĐÚNG.", "THE PROOF HOLDS."),
            _ => out.say(
                "CHƯA KẾT LUẬN ĐƯỢC: còn thiếu điều dưới đây.",
                "NOT DECIDED: what it takes is named below.",
            ),
        }
        for (key, value) in &self.facts {
            let label = words::fact(key, out.lang);
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            out.line(format!("  {label}: {value}"));
        }
        let mut not_proven = self.not_proven().peekable();
        if not_proven.peek().is_some() {
            out.say("Chưa được chứng minh:", "Not proven:");
        }
        let not_proven: Vec<_> = not_proven.collect();
        for thing in not_proven {
            out.line(format!("  – {}", out.lang.pick(thing.vi(), thing.en())));
        }
    }

    /// `{"form", "holds", …facts, "why", "not-proven"}`.
    fn document(&self, exit: Exit) -> Value {
        let holds = match exit {
            Exit::Holds => Some(true),
            Exit::DoesNotHold => Some(false),
            Exit::NotTried => None,
        };
        let why = self.broken.as_ref();
        let not_proven = self
            .not_proven()
            .map(|thing| json!({ "kind": thing.kind(), "vi": thing.vi(), "en": thing.en() }));
        let mut document = json!({
            "form": self.form,
            "holds": holds,
            "why": why.map(|(vi, en)| json!({ "vi": vi, "en": en })),
            "not-proven": not_proven.collect::<Vec<_>>(),
        });
        if let Some(document) = document.as_object_mut() {
            document.extend(self.facts.clone());
        }
        document
    }
}
