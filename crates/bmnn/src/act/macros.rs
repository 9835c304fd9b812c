//! The macros through which words, maps and acts are written once.
//!
//! Each makes the Rust type and, from the same lines, the descriptor that the
//! reader, the sealing, the paths and the published schemas go by. A field is
//!
//! ```text
//! /// What it is, with the article that asks for it.
//! name: Type [as Form] [where "the case in which it is required"],
//! ```
//!
//! `T` is required, `Option<T>` optional, and with `where` conditional: Rust
//! holds it as an option and `decide` judges the condition. The key is the
//! name with `-` for `_`. `as` narrows the form that the Rust type has by
//! itself, for instance `u32 as Int(1900, 9999)`.

/// Closed lists of words.
macro_rules! words {
    ($($(#[doc = $doc:literal])* pub enum $name:ident {
        $($(#[doc = $word_doc:literal])* $variant:ident = $word:literal,)*
    })*) => {$(
        $(#[doc = $doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        pub enum $name {$(
            #[doc = concat!("`", $word, "`.")]
            $(#[doc = $word_doc])*
            #[serde(rename = $word)]
            $variant,
        )*}

        impl $name {
            /// Every word of the list, in its order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The list, as acts spell it.
            pub const WORDS: &'static $crate::act::schema::Words = &$crate::act::schema::Words {
                name: stringify!($name),
                doc: concat!($($doc, "\n"),*),
                words: &[$($word),*],
            };

            /// The word, as acts spell it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::act::WordError;

            fn from_str(text: &str) -> Result<Self, $crate::act::WordError> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err($crate::act::WordError { words: Self::WORDS.words }),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::act::form::Datum for $name {
            const TYPE: $crate::act::schema::Type = $crate::act::schema::Type::Word(Self::WORDS);

            fn read(value: &$crate::value::Value) -> Option<Self> {
                value.as_text()?.parse().ok()
            }

            fn write(&self) -> $crate::value::Value {
                self.as_str().into()
            }
        }
    )*};
}

/// Maps that stand inside acts. `by "key"`: in an array no two have the same
/// value there. `one of "a" "b"`: exactly one of these keys stands.
macro_rules! maps {
    ($($(#[doc = $doc:expr])* pub struct $name:ident
        $(by $identity:literal)? $(one of $($one:literal)*)?
    {$(
        $(#[doc = $field_doc:literal])*
        $field:ident: $type:ty $(as $form:ident $(($($limit:tt)*))?)? $(where $case:literal)?,
    )*})*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {$(
            $(#[doc = $field_doc])*
            $(#[doc = concat!("\n\nRequired: ", $case, ".")])?
            pub $field: $type,
        )*}

        impl $name {
            /// The descriptor of the map.
            pub const SHAPE: &'static $crate::act::schema::Shape = &$crate::act::schema::Shape {
                name: stringify!($name),
                doc: concat!($($doc, "\n"),*),
                fields: &[$($crate::act::macros::field!(
                    [$($field_doc),*] $field: $type, [$($form $(($($limit)*))?)?], [$($case)?]
                )),*],
                identity: $crate::act::macros::optional!($($identity)?),
                exactly_one: &[$($($one),*)?],
            };

            pub(crate) fn read_fields(map: &$crate::value::Map) -> Option<Self> {
                Some(Self {$(
                    $field: $crate::act::form::Slot::take(map, $crate::act::macros::key!($field))?,
                )*})
            }

            pub(crate) fn write_fields(&self, map: &mut $crate::value::Map) {
                $($crate::act::form::Slot::put(
                    &self.$field, map, $crate::act::macros::key!($field),
                );)*
            }
        }

        impl $crate::act::form::Datum for $name {
            const TYPE: $crate::act::schema::Type = $crate::act::schema::Type::Map(Self::SHAPE);

            fn read(value: &$crate::value::Value) -> Option<Self> {
                Self::read_fields(value.as_map()?)
            }

            fn write(&self) -> $crate::value::Value {
                let mut map = $crate::value::Map::new();
                self.write_fields(&mut map);
                map.into()
            }
        }
    )*};
}

/// Acts of one group. Each begins with its documentation and its
/// `#[act("name", vi = "…", en = "…", basis = "…")]`; then as [`maps!`]. An
/// act written here still has to be named in the list of [`Body`](super::Body).
macro_rules! acts {
    ($group:ident: $($(#[doc = $doc:literal])*
        #[act($act:literal, vi = $vi:literal, en = $en:literal, basis = $basis:literal)]
        pub struct $name:ident $(one of $($one:literal)*)?
        {$($fields:tt)*}
    )*) => {$(
        $crate::act::macros::maps! {
            #[doc = concat!("`", $act, "` (", $vi, ").")]
            #[doc = ""]
            $(#[doc = $doc])*
            #[doc = ""]
            #[doc = concat!("Basis: ", $basis, ".")]
            pub struct $name $(one of $($one)*)? {$($fields)*}
        }

        impl $name {
            /// The descriptor of the act.
            pub const SCHEMA: &'static $crate::act::schema::ActSchema =
                &$crate::act::schema::ActSchema {
                    name: $act,
                    group: $crate::act::schema::Group::$group,
                    vi: $vi,
                    en: $en,
                    doc: concat!($($doc, "\n"),*),
                    basis: $basis,
                    shape: Self::SHAPE,
                };
        }
    )*};
}

/// The descriptor of one field.
macro_rules! field {
    ([$($doc:expr),*] $field:ident: $type:ty, $form:tt, [$($case:literal)?]) => {
        $crate::act::schema::Field {
            key: $crate::act::macros::key!($field),
            doc: concat!($($doc, "\n"),*),
            of: $crate::act::macros::form!($type, $form),
            need: $crate::act::schema::Need::of(
                <$type as $crate::act::form::Slot>::REQUIRED,
                $crate::act::macros::optional!($($case)?),
            ),
        }
    };
}

/// The form of a field: that of its Rust type, or the narrower one named.
macro_rules! form {
    ($type:ty, []) => {
        <$type as $crate::act::form::Slot>::FORM
    };
    ($type:ty, [$form:ident $(($($limit:tt)*))?]) => {
        $crate::act::schema::Type::$form $(($($limit)*))?
    };
}

macro_rules! optional {
    () => {
        None
    };
    ($value:literal) => {
        Some($value)
    };
}

/// The key of a field: its name with `-` for `_`.
macro_rules! key {
    ($field:ident) => {{
        const NAME: &str = stringify!($field);
        const BYTES: [u8; NAME.len()] = $crate::act::macros::kebab(NAME);
        const KEY: &str = match std::str::from_utf8(&BYTES) {
            Ok(key) => key,
            Err(_) => NAME,
        };
        KEY
    }};
}

pub(crate) use {acts, field, form, key, maps, optional, words};

/// The bytes of `name`, with `-` for `_`.
pub(crate) const fn kebab<const N: usize>(name: &str) -> [u8; N] {
    let mut bytes = [0; N];
    let (mut to, mut from): (&mut [u8], &[u8]) = (&mut bytes, name.as_bytes());
    while let (Some((first, rest)), Some((byte, later))) =
        (to.split_first_mut(), from.split_first())
    {
        *first = if *byte == b'_' { b'-' } else { *byte };
        (to, from) = (rest, later);
    }
    bytes
}
