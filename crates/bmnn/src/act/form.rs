//! How Rust types stand for values: the descriptor of each type, and both ways
//! of the conversion.

use super::schema::{Distinct, List, Type};
use crate::copy::CopyRef;
use crate::date::{Date, PartDate, Time};
use crate::id::{ActId, Bytes32, Id, Kid};
use crate::level::Level;
use crate::value::{MAX_INT, Map, Value};

/// A Rust type that stands for one value.
pub(crate) trait Datum: Sized {
    /// The form of the value.
    const TYPE: Type;

    /// The Rust value; `None` only where the form is not kept.
    fn read(value: &Value) -> Option<Self>;

    /// The value that [`Datum::read`] reads back.
    fn write(&self) -> Value;
}

/// A field: a [`Datum`] that must stand, or an `Option` that may.
pub(crate) trait Slot: Sized {
    /// The form of the value.
    const FORM: Type;
    /// Whether it must stand.
    const REQUIRED: bool;

    /// Reads the value at `key`; `None` where the form is not kept.
    fn take(map: &Map, key: &str) -> Option<Self>;

    /// Writes the value at `key`, if there is one.
    fn put(&self, map: &mut Map, key: &str);
}

impl<T: Datum> Slot for T {
    const FORM: Type = T::TYPE;
    const REQUIRED: bool = true;

    fn take(map: &Map, key: &str) -> Option<Self> {
        T::read(map.get(key)?)
    }

    fn put(&self, map: &mut Map, key: &str) {
        map.insert(key, self.write());
    }
}

impl<T: Datum> Slot for Option<T> {
    const FORM: Type = T::TYPE;
    const REQUIRED: bool = false;

    fn take(map: &Map, key: &str) -> Option<Self> {
        map.get(key)
            .map_or(Some(None), |value| T::read(value).map(Some))
    }

    fn put(&self, map: &mut Map, key: &str) {
        if let Some(value) = self {
            map.insert(key, value.write());
        }
    }
}

impl<T: Datum> Datum for Vec<T> {
    const TYPE: Type = Type::Array(&List {
        of: T::TYPE,
        min: 1,
        distinct: distinct(T::TYPE),
    });

    fn read(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(T::read).collect()
    }

    fn write(&self) -> Value {
        Value::Array(self.iter().map(T::write).collect())
    }
}

/// What tells items of this form apart.
pub(crate) const fn distinct(of: Type) -> Distinct {
    match of {
        Type::Map(shape) => match shape.identity {
            Some(key) => Distinct::At(key),
            None => Distinct::Whole,
        },
        _ => Distinct::Whole,
    }
}

/// Types that are written as text and parsed from it.
macro_rules! text_data {
    ($($type:ty => $form:ident,)*) => {$(
        impl Datum for $type {
            const TYPE: Type = Type::$form;

            fn read(value: &Value) -> Option<Self> {
                value.as_text()?.parse().ok()
            }

            fn write(&self) -> Value {
                Value::Text(self.to_string())
            }
        }
    )*};
}

text_data! {
    Id => Id,
    CopyRef => Copy,
    Date => Date,
    PartDate => PartDate,
    Time => Time,
    Level => Level,
    String => Text,
}

/// Byte strings of a fixed size.
macro_rules! byte_data {
    ($($type:ident => $form:ident,)*) => {$(
        impl Datum for $type {
            const TYPE: Type = Type::$form;

            fn read(value: &Value) -> Option<Self> {
                value.as_bytes()?.try_into().ok().map(Self)
            }

            fn write(&self) -> Value {
                Value::Bytes(self.0.to_vec())
            }
        }
    )*};
}

byte_data! {
    ActId => ActId,
    Bytes32 => Bytes32,
    Kid => Kid,
}

/// Integers, with the range that they have unless a field narrows it: a count
/// or a printed number begins at 1, a position in the ledger at 0.
macro_rules! integer_data {
    ($($type:ty => $min:expr, $max:expr;)*) => {$(
        impl Datum for $type {
            const TYPE: Type = Type::Int($min, $max);

            fn read(value: &Value) -> Option<Self> {
                value.as_int()?.try_into().ok()
            }

            fn write(&self) -> Value {
                // Saturates: a larger number is refused when it is read.
                Value::Int(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }
    )*};
}

integer_data! {
    u32 => 1, u32::MAX as i64;
    u64 => 0, MAX_INT;
    i64 => -MAX_INT, MAX_INT;
}

impl Datum for bool {
    const TYPE: Type = Type::Bool;

    fn read(value: &Value) -> Option<Self> {
        value.as_bool()
    }

    fn write(&self) -> Value {
        Value::Bool(*self)
    }
}

/// The new values of a correction.
impl Datum for Map {
    const TYPE: Type = Type::Changes;

    fn read(value: &Value) -> Option<Self> {
        value.as_map().cloned()
    }

    fn write(&self) -> Value {
        Value::Map(self.clone())
    }
}

/// A position in the ledger: sequence number and leaf hash.
impl Datum for (u64, Bytes32) {
    const TYPE: Type = Type::Tuple(&[u64::TYPE, Type::Bytes32]);

    fn read(value: &Value) -> Option<Self> {
        let [seq, leaf] = value.as_array()? else {
            return None;
        };
        Some((u64::read(seq)?, Bytes32::read(leaf)?))
    }

    fn write(&self) -> Value {
        Value::Array(vec![self.0.write(), self.1.write()])
    }
}
