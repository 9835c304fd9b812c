//! Acts generated from the descriptors, so that every field of every act is
//! tried.

use bmnn::act::schema::{ActSchema, Distinct, Field, List, Need, Shape, Type};
use bmnn::act::{CATALOGUE, Common, committed};
use bmnn::id::{ActId, Bytes32};
use bmnn::value::{Map, Value};
use proptest::prelude::*;
use proptest::sample::select;

/// What stands in sealed places.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sealing {
    /// Plain values, as a host gives them.
    Plain,
    /// Plain values and commitments.
    Mixed,
}

/// How every generated free text begins, so that it can be searched for.
pub(crate) const SECRET: &str = "Mật văn";

/// The act that an id stands for here: any id names some act.
pub(crate) fn name_of(id: &ActId) -> Option<String> {
    let index = usize::from(id.0[0]) % CATALOGUE.len();
    Some(CATALOGUE[index].name.to_owned())
}

/// Acts of one kind, in the form of data.
pub(crate) fn acts(schema: &'static ActSchema, sealing: Sealing) -> BoxedStrategy<Map> {
    let common = Common::SHAPE.fields.iter();
    let common = common.filter(|field| !schema.owns(field.key));
    let fields: Vec<&'static Field> = schema.shape.fields.iter().chain(common).collect();
    let act = fields_of(fields, schema.shape.exactly_one, sealing).prop_map(|mut map| {
        map.insert("act", Value::from(schema.name));
        map
    });
    if schema.owns("changes") {
        return act
            .prop_flat_map(move |act| with_changes(act, sealing))
            .boxed();
    }
    act.boxed()
}

/// New values for some fields of the act that the id in `corrected` names.
fn with_changes(act: Map, sealing: Sealing) -> BoxedStrategy<Map> {
    let id = act.get("corrected").and_then(Value::as_bytes).unwrap();
    let name = name_of(&ActId(id.try_into().unwrap())).unwrap();
    let schema = bmnn::act::schema::act(&name).unwrap();
    let fields: Vec<&'static Field> = schema
        .shape
        .fields
        .iter()
        .filter(|field| field.of != Type::Changes)
        .collect();
    let some = proptest::sample::subsequence(fields.clone(), 1..=fields.len().min(4));
    some.prop_flat_map(move |fields| {
        let keys: Vec<&'static str> = fields.iter().map(|field| field.key).collect();
        let values: Vec<_> = fields
            .iter()
            .map(|field| value(&field.of, sealing))
            .collect();
        values.prop_map(move |values| Map::from_iter(keys.iter().copied().zip(values)))
    })
    .prop_map(move |changes| {
        let mut act = act.clone();
        act.insert("changes", changes.into());
        act
    })
    .boxed()
}

fn map(shape: &'static Shape, sealing: Sealing) -> BoxedStrategy<Map> {
    fields_of(shape.fields.iter().collect(), shape.exactly_one, sealing)
}

fn fields_of(
    fields: Vec<&'static Field>,
    rivals: &'static [&'static str],
    sealing: Sealing,
) -> BoxedStrategy<Map> {
    let chosen = if rivals.is_empty() {
        Just(None).boxed()
    } else {
        select(rivals).prop_map(Some).boxed()
    };
    chosen
        .prop_flat_map(move |chosen| {
            let values: Vec<_> = fields
                .iter()
                .map(|field| {
                    let key = field.key;
                    let present =
                        value(&field.of, sealing).prop_map(move |value| Some((key, value)));
                    if rivals.contains(&key) {
                        if chosen == Some(key) {
                            present.boxed()
                        } else {
                            Just(None).boxed()
                        }
                    } else if field.need == Need::Required {
                        present.boxed()
                    } else {
                        prop_oneof![Just(None), present].boxed()
                    }
                })
                .collect();
            values.prop_map(|values| Map::from_iter(values.into_iter().flatten()))
        })
        .boxed()
}

/// Values of one form.
pub(crate) fn value(of: &'static Type, sealing: Sealing) -> BoxedStrategy<Value> {
    match of {
        Type::Id => text("[A-Za-z0-9._:-]{1,64}"),
        Type::Copy => text("[A-Za-z0-9]{1,8}#u?[1-9][0-9]{0,3}(/[1-9][0-9]?\\.[1-9]){0,3}"),
        Type::ActId => bytes(16),
        Type::Bytes32 => bytes(32),
        Type::Kid => bytes(8),
        Type::Date => text("(19|20|99)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"),
        Type::PartDate => text("20[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?"),
        Type::Time => text("([01][0-9]|2[0-3]):[0-5][0-9]"),
        Type::Level => select(&["Mat", "ToiMat", "TuyetMat"][..])
            .prop_map(Value::from)
            .boxed(),
        Type::Text => text("[a-zđăâêôơưếộ0-9/ ]{0,20}[a-z]"),
        Type::Symbol => text("[0-9]{1,5}/[A-ZĐ]{2,4}-[A-Z]{2,8}"),
        Type::Point => text("[a-zđ]{1,2}"),
        Type::KeyName => text("[a-z./0-9-]{1,30}"),
        Type::Checkpoint => text(
            "bmnn/[0-9a-f]{64}\n[1-9][0-9]{0,7}\n[A-Za-z0-9+/]{43}=\n\n(— bmnn/[0-9a-f]{8} [A-Za-z0-9+/]{91}=\n){1,3}",
        ),
        Type::SealedPlace => text("[a-z]{1,8}(-[a-z]{1,6}){0,2}(/[0-9]{1,2}/[a-z]{1,6}){0,2}"),
        Type::PackWord => text("[a-z]{1,6}(-[a-z0-9]{1,6}){0,3}"),
        Type::Free => text("Mật văn[a-zđăâêôơưếộ,\n ]{0,30}"),
        Type::Int(min, max) => prop_oneof![Just(*min), Just(*max), *min..=*max]
            .prop_map(Value::Int)
            .boxed(),
        Type::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Type::True => Just(Value::Bool(true)).boxed(),
        Type::Word(list) => select(list.words).prop_map(Value::from).boxed(),
        Type::Map(shape) => map(shape, sealing).prop_map(Value::Map).boxed(),
        Type::Array(list) => array(list, sealing),
        Type::Tuple(forms) => {
            let items: Vec<_> = forms.iter().map(|form| value(form, sealing)).collect();
            items.prop_map(Value::Array).boxed()
        }
        Type::Either(first, second) => {
            prop_oneof![value(first, sealing), value(second, sealing)].boxed()
        }
        Type::Sealed(inner) if sealing == Sealing::Plain => value(inner, sealing),
        Type::Sealed(inner) => {
            let commitment = any::<[u8; 32]>().prop_map(|bytes| committed(Bytes32(bytes)));
            prop_oneof![value(inner, sealing), commitment].boxed()
        }
        Type::Changes => Just(Map::new().into()).boxed(),
    }
}

fn array(list: &'static List, sealing: Sealing) -> BoxedStrategy<Value> {
    let distinct = move |items: Vec<Value>| {
        let mut kept: Vec<Value> = Vec::new();
        for item in items {
            let alike = |other: &Value| match list.distinct {
                Distinct::Whole => *other == item,
                Distinct::At(key) => {
                    let mark = |value: &Value| value.as_map().and_then(|map| map.get(key).cloned());
                    mark(other).is_some() && mark(other) == mark(&item)
                }
            };
            if !kept.iter().any(alike) {
                kept.push(item);
            }
        }
        Value::Array(kept)
    };
    prop::collection::vec(value(&list.of, sealing), list.min..4)
        .prop_map(distinct)
        .boxed()
}

fn text(pattern: &'static str) -> BoxedStrategy<Value> {
    proptest::string::string_regex(pattern)
        .unwrap()
        .prop_map(Value::Text)
        .boxed()
}

fn bytes(size: usize) -> BoxedStrategy<Value> {
    prop::collection::vec(any::<u8>(), size)
        .prop_map(Value::Bytes)
        .boxed()
}
