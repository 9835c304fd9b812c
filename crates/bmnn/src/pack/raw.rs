//! A pack as TOML spells it, before anything is checked. Unknown keys are refused.

use crate::date::Date;
use crate::mark::{Fill, Ink, MarkKind, Mm, Page};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawPack {
    pub(super) pack: Spanned<RawHeader>,
    #[serde(default)]
    pub(super) instrument: Vec<RawInstrument>,
    #[serde(default)]
    pub(super) provision: Vec<RawProvision>,
    #[serde(default)]
    pub(super) post: Vec<RawPost>,
    #[serde(default)]
    pub(super) hand: Vec<RawHand>,
    #[serde(default)]
    pub(super) transition: Vec<RawTransition>,
    #[serde(default)]
    pub(super) register: Vec<RawRegister>,
    #[serde(default)]
    pub(super) mark: Vec<RawMark>,
    #[serde(default)]
    pub(super) doc_type: Vec<RawDocType>,
    #[serde(default)]
    pub(super) labels: Vec<RawLabels>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawHeader {
    pub(super) id: Spanned<String>,
    pub(super) vi: String,
    pub(super) en: String,
    pub(super) starts: Date,
    pub(super) ends: Option<Spanned<Date>>,
    pub(super) extends: Option<String>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawInstrument {
    pub(super) key: Spanned<String>,
    pub(super) number: String,
    pub(super) vi: String,
    pub(super) en: String,
    pub(super) title: Option<String>,
    pub(super) title_en: Option<String>,
    pub(super) adopted: Option<Date>,
    pub(super) starts: Option<Date>,
    pub(super) ends: Option<Date>,
    pub(super) confidence: Spanned<String>,
    pub(super) note: Option<String>,
}

/// Where a value stands; flattened into everything that has one is not possible
/// together with `deny_unknown_fields`, so the keys are repeated.
pub(super) struct RawSource<'a> {
    pub(super) cite: &'a Spanned<String>,
    pub(super) confidence: &'a Spanned<String>,
    pub(super) inherited: Option<&'a Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawProvision {
    pub(super) id: Spanned<String>,
    pub(super) years: Option<u32>,
    pub(super) days: Option<u32>,
    pub(super) at_once: Option<bool>,
    pub(super) count: Option<u32>,
    pub(super) holds: Option<bool>,
    pub(super) word: Option<String>,
    pub(super) words: Option<Vec<String>>,
    pub(super) day: Option<Spanned<String>>,
    pub(super) unknown: Option<bool>,
    pub(super) cite: Option<Spanned<String>>,
    pub(super) confidence: Option<Spanned<String>>,
    pub(super) inherited: Option<Spanned<String>>,
    pub(super) enforce: Option<bool>,
    pub(super) since: Option<Date>,
    pub(super) vi: Option<String>,
    pub(super) en: Option<String>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawPost {
    pub(super) id: Spanned<String>,
    pub(super) vi: String,
    pub(super) en: String,
    pub(super) tier: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) head: bool,
    #[serde(default)]
    pub(super) deputy: bool,
    pub(super) permits: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) may_delegate: bool,
    #[serde(default)]
    pub(super) abroad: bool,
    pub(super) foreigners: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) destroys: bool,
    pub(super) cite: Spanned<String>,
    pub(super) confidence: Spanned<String>,
    pub(super) inherited: Option<Spanned<String>>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawHand {
    pub(super) act: Spanned<String>,
    pub(super) field: String,
    pub(super) wants: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawTransition {
    pub(super) id: Spanned<String>,
    pub(super) determined_before: Option<Date>,
    pub(super) marked_before: Option<Date>,
    pub(super) ended_before: Option<Date>,
    pub(super) ends_from: Option<Date>,
    pub(super) listed: Option<bool>,
    pub(super) rule: Spanned<String>,
    pub(super) by: Option<Date>,
    pub(super) cite: Spanned<String>,
    pub(super) confidence: Spanned<String>,
    pub(super) inherited: Option<Spanned<String>>,
    pub(super) vi: String,
    pub(super) en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawRegister {
    pub(super) kind: Spanned<String>,
    pub(super) vi: String,
    pub(super) en: String,
    pub(super) total: Option<u32>,
    #[serde(default)]
    pub(super) columns: Vec<RawColumn>,
    #[serde(default)]
    pub(super) cover: Vec<String>,
    pub(super) cite: Spanned<String>,
    pub(super) confidence: Spanned<String>,
    pub(super) inherited: Option<Spanned<String>>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawColumn {
    pub(super) field: Spanned<String>,
    pub(super) vi: String,
    pub(super) en: String,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawDocType {
    pub(super) id: Spanned<String>,
    pub(super) vi: String,
    pub(super) en: String,
    pub(super) cite: Spanned<String>,
    pub(super) confidence: Spanned<String>,
    pub(super) inherited: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawLabels {
    pub(super) list: Spanned<String>,
    pub(super) words: BTreeMap<String, String>,
    pub(super) cite: Spanned<String>,
    pub(super) confidence: Spanned<String>,
    pub(super) inherited: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawMark {
    pub(super) id: Spanned<String>,
    pub(super) kind: MarkKind,
    pub(super) level: Option<Spanned<String>>,
    pub(super) vi: String,
    pub(super) en: String,
    #[serde(default)]
    pub(super) rows: Vec<RawMarkRow>,
    pub(super) row_gap: Option<RawLength>,
    pub(super) fields: Option<RawFields>,
    pub(super) frame: Option<RawFrame>,
    pub(super) border: Option<RawBorder>,
    pub(super) inset: Option<RawLength>,
    pub(super) ink: Option<RawInk>,
    #[serde(default)]
    pub(super) placement: Vec<RawPlacement>,
    pub(super) cite: Spanned<String>,
    pub(super) confidence: Spanned<String>,
    pub(super) inherited: Option<Spanned<String>>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawMarkRow {
    pub(super) text: Option<String>,
    pub(super) fill: Option<Fill>,
    pub(super) lettering: Option<RawLettering>,
    pub(super) cite: Option<Spanned<String>>,
    pub(super) confidence: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawLettering {
    pub(super) font: Option<String>,
    pub(super) size: Option<u8>,
    pub(super) bold: Option<bool>,
    pub(super) upright: Option<bool>,
    pub(super) capitals: Option<bool>,
    pub(super) cite: Option<Spanned<String>>,
    pub(super) confidence: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawLength {
    pub(super) mm: Mm,
    pub(super) cite: Option<Spanned<String>>,
    pub(super) confidence: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawFields {
    pub(super) names: Vec<String>,
    pub(super) cite: Option<Spanned<String>>,
    pub(super) confidence: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawFrame {
    pub(super) width: Mm,
    pub(super) height: Mm,
    pub(super) cite: Option<Spanned<String>>,
    pub(super) confidence: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawBorder {
    pub(super) lines: u8,
    pub(super) gap: Option<Mm>,
    pub(super) cite: Option<Spanned<String>>,
    pub(super) confidence: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawInk {
    pub(super) colours: Vec<Ink>,
    pub(super) cite: Option<Spanned<String>>,
    pub(super) confidence: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawPlacement {
    pub(super) page: Page,
    pub(super) anchor: Option<String>,
    pub(super) cite: Option<Spanned<String>>,
    pub(super) confidence: Option<Spanned<String>>,
}
