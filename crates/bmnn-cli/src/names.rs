//! Names of people and parties, through the vault while it is open.

use std::{cell::RefCell, collections::BTreeMap};

use bmnn::id::Id;
use bmnn_registry::Registry;

/// Names as they are asked for; each is looked up once.
pub(crate) struct Names<'r> {
    registry: &'r Registry,
    known: RefCell<BTreeMap<Id, String>>,
}

impl<'r> Names<'r> {
    /// The names that `registry` has sealed.
    pub(crate) fn of(registry: &'r Registry) -> Self {
        Self {
            registry,
            known: RefCell::default(),
        }
    }

    /// `Sở Tài chính (p-1)`, or the id where no name is to be had; nothing for
    /// nothing.
    pub(crate) fn of_id(&self, id: Option<&Id>) -> String {
        let Some(id) = id else {
            return String::new();
        };
        if let Some(known) = self.known.borrow().get(id) {
            return known.clone();
        }
        let name = if id.is_own_agency() {
            self.agency()
        } else {
            let name = self.registry.sealed_text(id.as_str(), "name");
            name.ok().flatten()
        };
        let text = match name {
            Some(name) if name != id.as_str() => format!("{name} ({id})"),
            _ => id.to_string(),
        };
        self.known.borrow_mut().insert(id.clone(), text.clone());
        text
    }

    /// The agency's own name, which stands in clear in the first entry.
    fn agency(&self) -> Option<String> {
        let first = self.registry.entry(0).ok().flatten()?;
        first.text("agency").map(str::to_owned)
    }
}
