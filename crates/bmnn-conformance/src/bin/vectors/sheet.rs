//! One group of vectors while it is made.

use bmnn_conformance::runner::difference;
use bmnn_conformance::subject::{Rust, Subject};
use bmnn_conformance::vector::{Case, Group, VERSION};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) struct Sheet {
    group: Group,
    /// Where our library says other than what was written down by hand.
    faults: Vec<String>,
}

impl Sheet {
    pub(crate) fn new(group: &str, about: &str) -> Self {
        Self {
            group: Group {
                version: VERSION,
                group: group.to_owned(),
                about: about.to_owned(),
                shared: BTreeMap::new(),
                cases: Vec::new(),
            },
            faults: Vec::new(),
        }
    }

    pub(crate) fn name(&self) -> String {
        self.group.group.clone()
    }

    pub(crate) fn share(&mut self, name: &str, value: Json) {
        self.group.shared.insert(name.to_owned(), value);
    }

    /// Adds a case. What is essential in its answer was written down by hand;
    /// the library must say just that, and the rest of what it says is frozen
    /// beside it.
    pub(crate) fn case(&mut self, task: &str, id: &str, why: &str, input: Json, essential: Json) {
        let mut case = Case {
            id: format!("{}/{id}", self.group.group),
            why: why.to_owned(),
            task: task.to_owned(),
            input,
            expect: essential,
        };
        let input = self.group.input(&case).unwrap();
        let answer = Rust.answer(task, &input).expect("a task of the library");
        if let Some(differs) = difference(&case.expect, &answer) {
            let (at, expected, found) = (&differs.at, &differs.expected, &differs.found);
            let id = &case.id;
            self.faults.push(format!(
                "{id}: at `{at}`: by hand {expected}, by the library {found}\n  {answer}"
            ));
        }
        case.expect = answer;
        self.group.cases.push(case);
    }

    /// What the library said last.
    pub(crate) fn last(&self) -> &Json {
        &self.group.cases.last().expect("a case").expect
    }

    /// The file's text.
    pub(crate) fn finish(self) -> Result<String, String> {
        if !self.faults.is_empty() {
            return Err(self.faults.join("\n"));
        }
        let mut ids = BTreeSet::new();
        for case in &self.group.cases {
            if !ids.insert(&case.id) || case.why.len() < 5 {
                return Err(format!("{}: twice, or without a reason", case.id));
            }
        }
        Ok(serde_json::to_string_pretty(&self.group).unwrap() + "\n")
    }
}
