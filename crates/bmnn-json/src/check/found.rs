//! What was found out about a proof: facts, whether it holds, and what was not
//! proven.

use serde_json::{Map, Value, json};

use super::words::Unproven;

/// Why a proof does not hold.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The word that the conformance vectors have for it.
    pub kind: String,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
    /// The line of the text that is wrong, from 1, if one is.
    pub line: Option<usize>,
}

impl Broken {
    pub(super) fn new(
        kind: impl Into<String>,
        vi: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self {
            kind: kind.into(),
            vi: vi.into(),
            en: en.into(),
            line: None,
        }
    }

    /// The file is not even text.
    pub(super) fn not_text() -> Self {
        let vi = "tệp không phải là văn bản UTF-8";
        Self::new("Malformed", vi, "the file is no UTF-8 text")
    }

    fn document(&self) -> Value {
        let Self { kind, vi, en, line } = self;
        let mut said = json!({ "kind": kind, "vi": vi, "en": en });
        if let (Some(said), Some(line)) = (said.as_object_mut(), line) {
            said.insert("line".to_owned(), json!(line));
        }
        said
    }
}

/// What is known of a proof that was checked.
#[derive(Clone, Debug)]
pub struct Found {
    form: &'static str,
    facts: Map<String, Value>,
    /// What a slip shows by itself, whole.
    report: Option<Value>,
    broken: Option<Broken>,
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
            report: None,
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

    /// Notes the report of a slip, for programs.
    pub(super) fn reports(&mut self, report: Value) {
        self.report = Some(report);
    }

    /// Says why the proof does not hold; the first reason stays.
    pub(super) fn breaks(&mut self, why: Broken) {
        self.broken.get_or_insert(why);
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

    /// Whether it holds; nothing, where that takes what was not brought along.
    #[must_use]
    pub fn holds(&self) -> Option<bool> {
        match (&self.broken, self.lacking.is_empty()) {
            (Some(_), _) => Some(false),
            (None, true) => Some(true),
            (None, false) => None,
        }
    }

    /// Why it does not hold.
    #[must_use]
    pub fn why(&self) -> Option<&Broken> {
        self.broken.as_ref()
    }

    /// What is known, by its key in the JSON.
    pub fn facts(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.facts.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// What is not proven.
    pub fn not_proven(&self) -> impl Iterator<Item = &Unproven> {
        // What is broken proves nothing, and no list makes that plainer.
        let lacking = self.lacking.iter().chain(self.beyond);
        let lacking = lacking.chain(&self.besides);
        lacking.filter(|_| self.broken.is_none())
    }

    /// `{"form", "holds", …facts, "why", "not-proven"}`, and of a slip `report`:
    /// `holds` is null where that takes what was not brought along.
    #[must_use]
    pub fn document(&self) -> Value {
        let why = self.broken.as_ref().map(Broken::document);
        let not_proven = self
            .not_proven()
            .map(|thing| json!({ "kind": thing.kind(), "vi": thing.vi(), "en": thing.en() }));
        let mut document = json!({
            "form": self.form,
            "holds": self.holds(),
            "why": why,
            "not-proven": not_proven.collect::<Vec<_>>(),
        });
        if let Some(document) = document.as_object_mut() {
            document.extend(self.facts.clone());
            let report = self.report.clone();
            document.extend(report.map(|report| ("report".to_owned(), report)));
        }
        document
    }
}
