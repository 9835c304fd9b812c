//! The law: packs, what they provide, and what they say of an act.

use crate::office;
use bmnn::custody::Duty;
use bmnn::decide::{Decision, Force, Remark};
use bmnn::pack::{Pack, Post, Provision, Setting};
use bmnn::term::Cited;
use serde_json::{Value, json};

/// `{"allowed", "warnings", "irregular", "opens", "closes"}`, or
/// `{"allowed": false, "reasons", "warnings"}`.
#[must_use]
pub fn decision(decision: &Decision) -> Value {
    let remarks = |list: &[Remark]| list.iter().map(remark).collect::<Vec<_>>();
    let duties = |list: &[Duty]| list.iter().map(office::duty).collect::<Vec<_>>();
    match decision {
        Decision::Allowed {
            warnings,
            irregular,
            opens,
            closes,
        } => json!({
            "allowed": true,
            "warnings": remarks(warnings),
            "irregular": remarks(irregular),
            "opens": duties(opens),
            "closes": duties(closes),
        }),
        Decision::Refused { reasons, warnings } => json!({
            "allowed": false,
            "reasons": remarks(reasons),
            "warnings": remarks(warnings),
        }),
    }
}

/// `{"code", "force", "vi", "en", "article"}`.
#[must_use]
pub fn remark(remark: &Remark) -> Value {
    json!({
        "code": remark.reason.code(),
        "force": match remark.reason.force() {
            Force::Impossible => "impossible",
            Force::Unlawful => "unlawful",
            Force::Warning => "warning",
        },
        "vi": remark.vi(),
        "en": remark.en(),
        "article": remark.cited.as_ref().map(cited),
    })
}

/// `{"pack", "provision", "vi", "en", "confidence"}`.
#[must_use]
pub fn cited(cited: &Cited) -> Value {
    json!({
        "pack": cited.pack,
        "provision": cited.provision,
        "vi": cited.vi,
        "en": cited.en,
        "confidence": cited.confidence.as_str(),
    })
}

/// `{"id", "vi", "en", "starts", "ends", "extends"}`.
#[must_use]
pub fn pack_head(pack: &Pack) -> Value {
    json!({
        "id": pack.id(),
        "vi": pack.vi(),
        "en": pack.en(),
        "starts": pack.starts().to_string(),
        "ends": pack.ends().map(|day| day.to_string()),
        "extends": pack.extends(),
        "note": pack.note(),
    })
}

/// `{"id", "value", "vi", "en", "article", "confidence", "refuses", …}`.
#[must_use]
pub fn provision(provision: &Provision) -> Value {
    json!({
        "id": provision.id,
        "value": setting(&provision.value),
        "vi": provision.vi,
        "en": provision.en,
        "article": { "vi": provision.citation.vi(), "en": provision.citation.en() },
        "confidence": provision.confidence.as_str(),
        "refuses": provision.refuses(),
        "since": provision.since.map(|day| day.to_string()),
        "note": provision.note,
    })
}

/// A value of one key: `{"years": 30}`, `{"word": "forbidden"}`, `{"unknown": true}`.
fn setting(value: &Setting) -> Value {
    match value {
        Setting::Years(n) => json!({ "years": n }),
        Setting::Days(n) => json!({ "days": n }),
        Setting::AtOnce => json!({ "at-once": true }),
        Setting::Count(n) => json!({ "count": n }),
        Setting::Holds(holds) => json!({ "holds": holds }),
        Setting::Word(word) => json!({ "word": word }),
        Setting::Words(words) => json!({ "words": words }),
        Setting::YearDay { month, day } => json!({ "year-day": format!("{month:02}-{day:02}") }),
        Setting::Unknown => json!({ "unknown": true }),
    }
}

/// `{"id", "vi", "en", "head", "deputy", "permits", "article", …}`.
#[must_use]
pub fn post(post: &Post) -> Value {
    json!({
        "id": post.id,
        "vi": post.vi,
        "en": post.en,
        "head": post.head,
        "deputy": post.deputy,
        "permits": post.permits.map(|level| level.as_str()),
        "may-delegate": post.may_delegate,
        "article": { "vi": post.citation.vi(), "en": post.citation.en() },
        "confidence": post.confidence.as_str(),
    })
}
