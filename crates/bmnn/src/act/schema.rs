//! The static descriptors of the acts: what the reader, the sealing, the paths
//! and the published schemas all go by.

pub use super::cddl::cddl;
pub use super::json_schema::json_schema;

use super::{CATALOGUE, Common};

/// The form of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// An [`Id`](crate::id::Id).
    Id,
    /// A [`CopyRef`](crate::copy::CopyRef).
    Copy,
    /// The 16 bytes of an earlier act's id.
    ActId,
    /// 32 bytes: a digest in clear, a public key, a ledger-id.
    Bytes32,
    /// The 8 bytes of a key's id.
    Kid,
    /// A [`Date`](crate::date::Date).
    Date,
    /// A [`PartDate`](crate::date::PartDate).
    PartDate,
    /// A [`Time`](crate::date::Time).
    Time,
    /// A [`Level`](crate::level::Level).
    Level,
    /// Text in clear on one line, 1 to 200 characters.
    Text,
    /// A point of an article: 1 to 4 letters or digits.
    Point,
    /// The name of a witness's key, as C2SP signed notes have it: no spaces, no `+`.
    KeyName,
    /// The note of a ledger's checkpoint: origin, size, root, an empty line and
    /// signature lines, at most 65 536 bytes. Whose they are is not looked at.
    Checkpoint,
    /// A sealed place of an act, its keys and positions joined by `/`, such as
    /// `decision/paper/volume`.
    SealedPlace,
    /// Number and symbol as printed (`15/BC-UBND`), 1 to 100 characters on one line.
    Symbol,
    /// A word that the pack in force defines: kebab-case, at most 64 characters.
    PackWord,
    /// Free text, at least one character; it stands only in sealed places.
    Free,
    /// An integer from the first to the second.
    Int(i64, i64),
    /// `true` or `false`.
    Bool,
    /// `true`; its absence says the contrary.
    True,
    /// A word of a closed list.
    Word(&'static Words),
    /// A map.
    Map(&'static Shape),
    /// An array.
    Array(&'static List),
    /// An array of just these values, in this order.
    Tuple(&'static [Type]),
    /// The first form if the value has it, else the second.
    Either(&'static Type, &'static Type),
    /// A value that is replaced by its commitment before it is signed.
    Sealed(&'static Type),
    /// New values for fields of another act, by their keys.
    Changes,
}

/// A closed list of words.
#[derive(Debug, PartialEq, Eq)]
pub struct Words {
    /// The name of the list.
    pub name: &'static str,
    /// What it is about.
    pub doc: &'static str,
    /// The words.
    pub words: &'static [&'static str],
}

/// What an array holds.
#[derive(Debug, PartialEq, Eq)]
pub struct List {
    /// The form of each item.
    pub of: Type,
    /// How many items there are at least.
    pub min: usize,
    /// What no two items share.
    pub distinct: Distinct,
}

/// What no two items of an array share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distinct {
    /// Their whole value: the array is a set.
    Whole,
    /// The value at this key, where both have it.
    At(&'static str),
}

/// The keys of a map.
#[derive(Debug, PartialEq, Eq)]
pub struct Shape {
    /// The name of the Rust type.
    pub name: &'static str,
    /// What the map says.
    pub doc: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
    /// The key that tells items of an array apart.
    pub identity: Option<&'static str>,
    /// Keys of which exactly one stands; none if empty.
    pub exactly_one: &'static [&'static str],
}

/// One field of a map or an act.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Its key.
    pub key: &'static str,
    /// What it says, with the article that asks for it.
    pub doc: &'static str,
    /// The form of its value.
    pub of: Type,
    /// Whether it must stand.
    pub need: Need,
}

/// Whether a field must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Always.
    Required,
    /// In the case named; the decision judges it.
    Case(&'static str),
    /// Never.
    Optional,
}

/// One act of the catalogue.
#[derive(Debug, PartialEq, Eq)]
pub struct ActSchema {
    /// The dotted name, `copy.transfer`.
    pub name: &'static str,
    /// The group that it belongs to.
    pub group: Group,
    /// Its title in Vietnamese.
    pub vi: &'static str,
    /// Its title in English.
    pub en: &'static str,
    /// What it records.
    pub doc: &'static str,
    /// The articles behind it.
    pub basis: &'static str,
    /// Its own fields.
    pub shape: &'static Shape,
}

/// The groups of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Keys, people, posts, packs, lists, books, mending.
    Registry,
    /// Carriers of secrets, from determination to declassification.
    Secret,
    /// Copies, from hand to hand.
    Copies,
    /// Losses, leaks and what was done about them.
    Incident,
}

impl Need {
    /// The need of a field that is `required`, or wanted in a `case`.
    pub(crate) const fn of(required: bool, case: Option<&'static str>) -> Self {
        match (required, case) {
            (true, _) => Self::Required,
            (false, Some(case)) => Self::Case(case),
            (false, None) => Self::Optional,
        }
    }
}

impl Shape {
    /// The field at `key`.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

impl ActSchema {
    /// The field at `key`: the act's own, or one that any act may carry.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.shape.field(key).or_else(|| Common::SHAPE.field(key))
    }

    /// The field at `key`, if a correction can name it: any but those that the
    /// registry fills in and the legal date, which place the act in the ledger.
    #[must_use]
    pub fn correctable(&self, key: &str) -> Option<&'static Field> {
        let fixed = ["id", "on", "by", "seen", "pack"].contains(&key);
        self.field(key).filter(|_| !fixed)
    }

    /// Whether `key` is one of the act's own fields.
    #[must_use]
    pub fn owns(&self, key: &str) -> bool {
        self.shape.field(key).is_some()
    }
}

/// The act of this name.
#[must_use]
pub fn act(name: &str) -> Option<&'static ActSchema> {
    CATALOGUE.iter().copied().find(|act| act.name == name)
}
