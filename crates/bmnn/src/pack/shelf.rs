//! The packs that an agency has adopted.

use super::{BUILT_IN, Pack, PackError, PackFault};
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

    /// Reads a pack and, if it extends one, lays it over that one as it stands
    /// on this shelf. It is not adopted by being read.
    ///
    /// # Errors
    ///
    /// [`PackError`] naming file, line and reason; the reason is
    /// [`PackFault::NoParent`] if the pack that it extends is not here.
    pub fn read(&self, file: &str, text: &str) -> Result<Pack, PackError> {
        let pack = Pack::parse(file, text)?;
        let Some(parent) = pack.extends() else {
            return Ok(pack);
        };
        match self.by_id(parent) {
            Some(parent) => Pack::layer(parent, pack),
            None => Err(pack.refused(PackFault::NoParent(parent.to_owned()))),
        }
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
