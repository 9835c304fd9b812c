//! Decisions, duties and findings as people and programs read them.

use bmnn::{
    act::schema,
    custody::{Copy, Duty, DutyKind, Row},
    decide::{Decision, Force, Remark},
    ledger::{Finding, Severity},
    term::Cited,
};
use serde_json::{Value, json};

use crate::{lang::Lang, output::Out};

/// An act's name, and what it is called: `copy.transfer (Chuyển giao)`.
pub(crate) fn act(name: &str, lang: Lang) -> String {
    match schema::act(name) {
        Some(known) => format!("{name} ({})", lang.pick(known.vi, known.en)),
        None => name.to_owned(),
    }
}

/// A remark on its lines: the sentence, and for English readers the
/// Vietnamese, whose wording is the law's, in front.
pub(crate) fn remark(remark: &Remark, indent: &str, out: &mut Out) {
    out.line(format!("{indent}{}", remark.vi()));
    if out.lang == Lang::En {
        out.line(format!("{indent}{}", remark.en()));
    }
}

/// What a decision says beside yes: warnings, what was irregular, duties.
pub(crate) fn allowed(decision: &Decision, out: &mut Out) {
    let Decision::Allowed {
        warnings,
        irregular,
        opens,
        closes,
    } = decision
    else {
        return;
    };
    remarks(irregular, "  trái quy định:", "  irregular:", out);
    remarks(warnings, "  lưu ý:", "  mind:", out);
    for duty in opens {
        let text = duty_line(duty, out.lang);
        out.say(format!("  cần làm: {text}"), format!("  to do: {text}"));
    }
    for duty in closes {
        let text = duty_line(duty, out.lang);
        out.say(format!("  đã xong: {text}"), format!("  done: {text}"));
    }
}

/// Every reason of a refusal, each with its article in full.
pub(crate) fn refused(decision: &Decision, out: &mut Out) {
    let Decision::Refused { reasons, warnings } = decision else {
        return;
    };
    for (nth, reason) in (1..).zip(reasons) {
        out.line(format!("  {nth}. {}", reason.vi()));
        if out.lang == Lang::En {
            out.line(format!("     {}", reason.en()));
        }
    }
    remarks(warnings, "  lưu ý thêm:", "  mind besides:", out);
}

fn remarks(list: &[Remark], vi: &str, en: &str, out: &mut Out) {
    if list.is_empty() {
        return;
    }
    out.say(vi, en);
    for one in list {
        remark(one, "    ", out);
    }
}

/// A duty in a line: what, about what, by when.
pub(crate) fn duty_line(duty: &Duty, lang: Lang) -> String {
    let what = duty_kind(duty.kind, lang);
    let due = duty
        .due
        .map(|due| lang.pick(format!(", trước hết ngày {due}"), format!(", by {due}")));
    format!("{what} – {}{}", duty.about, due.unwrap_or_default())
}

/// What kind of duty.
pub(crate) fn duty_kind(kind: DutyKind, lang: Lang) -> &'static str {
    lang.pick(
        kind.vi(),
        match kind {
            DutyKind::Mark => "apply the mark",
            DutyKind::Notice => "send the notice",
            DutyKind::Return => "return or recall",
            DutyKind::BringBack => "bring back what was carried out",
            DutyKind::Receipt => "have the receipt signed",
            DutyKind::Report => "report the incident",
            DutyKind::Complete => "supply the missing facts",
            DutyKind::Collect => "collect from who leaves",
            DutyKind::Account => "account for a copy",
            DutyKind::PassOn => "pass the envelope on at once",
            DutyKind::ActOnNotice => "act on the notice",
            DutyKind::Destroy => "destroy at once",
            DutyKind::Print => "print, sign and bind the book",
        },
    )
}

/// `{"allowed", "warnings", "irregular", "opens", "closes"}`, or
/// `{"allowed": false, "reasons", "warnings"}`.
pub(crate) fn decision_json(decision: &Decision) -> Value {
    let remarks = |list: &[Remark]| list.iter().map(remark_json).collect::<Vec<_>>();
    let duties = |list: &[Duty]| list.iter().map(duty_json).collect::<Vec<_>>();
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
fn remark_json(remark: &Remark) -> Value {
    json!({
        "code": remark.reason.code(),
        "force": match remark.reason.force() {
            Force::Impossible => "impossible",
            Force::Unlawful => "unlawful",
            Force::Warning => "warning",
        },
        "vi": remark.vi(),
        "en": remark.en(),
        "article": remark.cited.as_ref().map(cited_json),
    })
}

/// `{"pack", "provision", "vi", "en", "confidence"}`.
pub(crate) fn cited_json(cited: &Cited) -> Value {
    json!({
        "pack": cited.pack,
        "provision": cited.provision,
        "vi": cited.vi,
        "en": cited.en,
        "confidence": cited.confidence.as_str(),
    })
}

/// `{"kind", "about", "document", "opened-by", "due", "provision", …}`.
pub(crate) fn duty_json(duty: &Duty) -> Value {
    json!({
        "kind": duty.kind.as_str(),
        "about": duty.about,
        "document": duty.document.as_ref().map(|id| id.as_str()),
        "opened-by": duty.opened_by.to_string(),
        "due": duty.due.map(|due| due.to_string()),
        "provision": duty.provision,
        "closed-by": duty.closed_by.map(|act| act.to_string()),
        "vi": duty.kind.vi(),
        "en": duty_kind(duty.kind, Lang::En),
    })
}

/// `{"book", "number", "act", "document", "on", "state"}`.
pub(crate) fn row_json(row: &Row) -> Value {
    json!({
        "book": row.book.as_str(),
        "number": row.number,
        "act": row.act.to_string(),
        "document": row.document.as_ref().map(|id| id.as_str()),
        "on": row.on.to_string(),
        "state": row.state,
    })
}

/// `{"copy", "state", "holder", "person", "addressee", "to", "return-by", …}`.
pub(crate) fn copy_json(copy: &Copy) -> Value {
    let id = |id: &Option<bmnn::id::Id>| id.as_ref().map(ToString::to_string);
    json!({
        "copy": copy.id.to_string(),
        "document": copy.document.as_str(),
        "state": copy.state.as_str(),
        "holder": id(&copy.holder),
        "person": id(&copy.person),
        "addressee": id(&copy.addressee),
        "to": id(&copy.to),
        "return-by": copy.return_by.map(|date| date.to_string()),
        "abroad": copy.abroad,
        "last-on": copy.last_on.to_string(),
    })
}

/// `{"kind", "position", "severity", "detail"}`.
pub(crate) fn finding_json(finding: &Finding) -> Value {
    json!({
        "kind": finding.kind.as_str(),
        "position": finding.position,
        "severity": finding.severity,
        "detail": finding.detail,
    })
}

/// How much a finding weighs, in a word.
pub(crate) fn severity(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Notice => lang.pick("ghi chú", "notice"),
        Severity::Warning => lang.pick("cảnh báo", "warning"),
        Severity::Error => lang.pick("LỖI", "ERROR"),
    }
}
