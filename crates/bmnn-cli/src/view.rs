//! Decisions, duties and findings as people read them; as programs do, `bmnn_json`.

use bmnn::{
    act::schema,
    custody::{Duty, DutyKind},
    decide::{Decision, Remark},
    ledger::Severity,
};

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
    lang.pick(kind.vi(), bmnn_json::duty_en(kind))
}

/// How much a finding weighs, in a word.
pub(crate) fn severity(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Notice => lang.pick("ghi chú", "notice"),
        Severity::Warning => lang.pick("cảnh báo", "warning"),
        Severity::Error => lang.pick("LỖI", "ERROR"),
    }
}
