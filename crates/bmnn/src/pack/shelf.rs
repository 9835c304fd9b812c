//! The packs that an agency has adopted.

use super::{BUILT_IN, Pack, PackError};
use crate::date::Date;

/// Packs in the order of their adoption.
///
/// The rules that apply to a step are those in force on the day of the *step*.
/// Where several packs cover a day, the one adopted last decides: this is how
/// an agency corrects a pack or lays its own over it.
#[derive(Clone, Debug, Default)]
pub struct Packs {
    adopted: Vec<Pack>,
}

impl Packs {
    /// An empty shelf.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The packs that come with this crate, oldest law first.
    ///
    /// # Errors
    ///
    /// None in a tested build: each built-in pack is parsed by the tests.
    pub fn built_in() -> Result<Self, PackError> {
        let mut shelf = Self::new();
        for (id, text) in BUILT_IN {
            shelf.adopt(Pack::parse(&format!("packs/{id}.toml"), text)?);
        }
        Ok(shelf)
    }

    /// Adds a pack, as the latest.
    pub fn adopt(&mut self, pack: Pack) {
        self.adopted.push(pack);
    }

    /// The pack of this id; of several, the one adopted last.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<&Pack> {
        self.adopted.iter().rev().find(|pack| pack.id() == id)
    }

    /// The pack that decides a step done on a day: of those whose period
    /// contains it, the one adopted last.
    #[must_use]
    pub fn on(&self, date: Date) -> Option<&Pack> {
        self.adopted.iter().rev().find(|pack| pack.covers(date))
    }

    /// Every pack, in the order of adoption.
    pub fn iter(&self) -> impl Iterator<Item = &Pack> {
        self.adopted.iter()
    }
}
