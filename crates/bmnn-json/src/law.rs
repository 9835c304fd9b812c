//! The law: packs, what they provide, and what they say of an act.

use crate::office;
use bmnn::custody::Duty;
use bmnn::decide::{Decision, Force, Remark};
use bmnn::mark::{Known, Mark, MarkRow};
use bmnn::pack::{Pack, Post, Provision, Resolved, Setting};
use bmnn::term::{Cited, Term};
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

/// A [`pack_head`], and its `"provisions"`, `"posts"` and `"marks"`.
#[must_use]
pub fn pack(pack: &Pack) -> Value {
    let mut whole = pack_head(pack);
    if let Some(fields) = whole.as_object_mut() {
        let provisions = pack.provisions().map(provision).collect();
        fields.insert("provisions".into(), provisions);
        fields.insert("posts".into(), pack.posts().iter().map(post).collect());
        fields.insert("marks".into(), pack.marks().iter().map(mark).collect());
    }
    whole
}

/// `{"id", "kind", "level", "vi", "en", "rows", "frame", "border", …,
/// "article", "confidence", "can-be-drawn"}`. Lengths are in hundredths of a
/// millimetre; what was not found is null.
#[must_use]
pub fn mark(mark: &Mark) -> Value {
    let placement = mark.placement.iter().map(|place| {
        known(
            place,
            json!({ "page": word(&place.value.page), "anchor": place.value.anchor }),
        )
    });
    json!({
        "id": mark.id,
        "kind": word(&mark.kind),
        "level": mark.level.map(|level| level.as_str()),
        "vi": mark.vi,
        "en": mark.en,
        "rows": mark.rows.iter().map(mark_row).collect::<Vec<_>>(),
        "row-gap": mark.row_gap.as_ref().map(|gap| known(gap, json!({ "height": gap.value.hundredths() }))),
        "fields": mark.fields.as_ref().map(|fields| known(fields, json!({ "words": fields.value }))),
        "frame": mark.frame.as_ref().map(|frame| {
            let (width, height) = (frame.value.width.hundredths(), frame.value.height.hundredths());
            known(frame, json!({ "width": width, "height": height }))
        }),
        "border": mark.border.as_ref().map(|border| {
            let gap = border.value.gap.map(|gap| gap.hundredths());
            known(border, json!({ "lines": border.value.lines, "gap": gap }))
        }),
        "inset": mark.inset.as_ref().map(|inset| known(inset, json!({ "width": inset.value.hundredths() }))),
        "ink": mark.ink.as_ref().map(|inks| {
            let words = inks.value.iter().map(word).collect::<Vec<_>>();
            known(inks, json!({ "words": words }))
        }),
        "placement": placement.collect::<Vec<_>>(),
        "article": { "vi": mark.citation.vi(), "en": mark.citation.en() },
        "confidence": mark.confidence.as_str(),
        "weakest": mark.weakest().as_str(),
        "can-be-drawn": mark.can_be_drawn(),
        "note": mark.note,
    })
}

fn mark_row(row: &MarkRow) -> Value {
    let lettering = row.lettering.as_ref().map(|lettering| {
        let form = &lettering.value;
        let said = json!({
            "font": form.font, "size": form.size, "bold": form.bold, "upright": form.upright,
            "capitals": form.capitals,
        });
        known(lettering, said)
    });
    json!({
        "text": row.text.as_ref().map(|text| text.value.as_str()),
        "text-confidence": row.text.as_ref().map(|text| text.confidence.as_str()),
        "fill": row.fill.as_ref().map(word),
        "lettering": lettering,
    })
}

/// A value of a mark, with how sure it is and where it stands.
fn known<T>(known: &Known<T>, mut said: Value) -> Value {
    if let Some(fields) = said.as_object_mut() {
        let article = json!({ "vi": known.citation.vi(), "en": known.citation.en() });
        fields.insert("article".into(), article);
        fields.insert("confidence".into(), known.confidence.as_str().into());
    }
    said
}

/// The word that packs have for a variant: `BrightRed` is `bright-red`.
fn word(variant: &impl std::fmt::Debug) -> String {
    let mut word = String::new();
    for letter in format!("{variant:?}").chars() {
        if letter.is_ascii_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.push(letter.to_ascii_lowercase());
    }
    word
}

/// `{"end", "unknown", "undecided", "because"}`, each of the last with `"vi"`,
/// `"en"`, `"article"`.
#[must_use]
pub fn term(term: &Term) -> Value {
    let because = term
        .because
        .iter()
        .map(|ground| json!({ "vi": ground.vi, "en": ground.en, "article": cited(&ground.cited) }));
    json!({
        "end": term.end.map(|end| end.to_string()),
        "unknown": term.unknown,
        "undecided": term.undecided,
        "because": because.collect::<Vec<_>>(),
    })
}

/// `{"end", "at-event", "cut", "because"}`, the last an array of [`provision`].
#[must_use]
pub fn resolved(resolved: &Resolved<'_>) -> Value {
    let because = resolved.because.iter().map(|one| provision(one));
    json!({
        "end": resolved.end.map(|end| end.to_string()),
        "at-event": resolved.at_event,
        "cut": resolved.cut,
        "because": because.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::word;
    use bmnn::mark::{Fill, Ink, MarkKind};

    #[test]
    fn words_are_those_of_the_packs() {
        let table = [
            (word(&MarkKind::DuplicateNumber), "duplicate-number"),
            (word(&Ink::BrightRed), "bright-red"),
            (word(&Fill::Date), "date"),
        ];
        for (said, wanted) in table {
            assert_eq!(said, wanted);
        }
    }
}
