//! `bmnn verify`: whether a record holds, what was found, and what was not
//! proven.

mod words;

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use bmnn::{
    id::Bytes32,
    ledger::{Expect, Finding, Report},
};
use bmnn_store::{StoreError, verify_file, verify_folder};
use serde_json::{Value, json};

use crate::{exit::Exit, failure::Failure, output::Out, progress::Progress, view};

/// More findings than this are counted rather than listed.
const LISTED: usize = 100;

/// Arguments of `bmnn verify`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// A registry's folder, or a ledger file by itself
    #[arg(value_name = "DIR|FILE")]
    what: PathBuf,
    /// The ledger-id that is expected, 64 hex digits; without it nobody knows
    /// whose ledger this is
    #[arg(long, value_name = "LEDGER-ID")]
    expect: Option<Bytes32>,
}

/// Verifies, without lock or passphrase.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let report = verify(&args.what, args.expect, out)?;
    if out.json {
        out.document(&document(&report));
    } else {
        tell(&report, out);
    }
    Ok(if report.holds() {
        Exit::Holds
    } else {
        Exit::DoesNotHold
    })
}

fn verify(what: &Path, ledger: Option<Bytes32>, out: &Out) -> Result<Report, Failure> {
    let bar = Progress::of_bytes(out.lang.pick("Kiểm tra", "Verifying"));
    let expect = Expect {
        ledger,
        ..Expect::default()
    };
    let progress = |now: bmnn_store::Progress| {
        bar.at(now.done, now.total);
        bar.message(out.lang.pick(
            format!("{} mục", now.entries),
            format!("{} entries", now.entries),
        ));
        ControlFlow::Continue(())
    };
    let report = if what.is_dir() {
        verify_folder(what, expect, progress)
    } else {
        verify_file(what, expect, progress)
    };
    report
        .map_err(|error| untried(what, error))?
        .ok_or_else(|| {
            Failure::new(
                "việc kiểm tra bị ngắt giữa chừng",
                "the verification was broken off",
            )
        })
}

/// Why nothing could be verified.
fn untried(what: &Path, error: StoreError) -> Failure {
    match error {
        StoreError::Io { source, .. } => Failure::reading(what, &source),
        other => other.into(),
    }
}

fn tell(report: &Report, out: &mut Out) {
    let listed = report.findings.iter().take(LISTED);
    for finding in listed {
        tell_finding(finding, out);
    }
    let more = report.findings.len().saturating_sub(LISTED);
    if more > 0 {
        out.say(
            format!("… và {more} phát hiện nữa"),
            format!("… and {more} findings more"),
        );
    }
    if !report.findings.is_empty() {
        out.line("");
    }
    let Report {
        size,
        entries,
        signatures,
        checkpoints,
        root,
        ..
    } = report;
    if report.holds() {
        out.say("SỔ CÁI ĐỨNG VỮNG.", "THE LEDGER HOLDS.");
    } else {
        let errors = report.errors;
        out.say(
            format!("SỔ CÁI KHÔNG ĐỨNG VỮNG: {errors} lỗi."),
            format!("THE LEDGER DOES NOT HOLD: {errors} errors."),
        );
    }
    let ledger = report
        .ledger
        .map_or_else(|| "–".to_owned(), |id| id.to_string());
    out.say(
        format!("  {entries} mục, {checkpoints} lần chốt, {signatures} chữ ký đã kiểm\n  mã sổ cái  {ledger}\n  gốc        {root} (sau {size} mục)"),
        format!("  {entries} entries, {checkpoints} checkpoints, {signatures} signatures checked\n  ledger-id  {ledger}\n  root       {root} (over {size} entries)"),
    );
    if !report.not_proven.is_empty() {
        out.say("Chưa được chứng minh:", "Not proven:");
        for thing in &report.not_proven {
            out.line(format!(
                "  – {}",
                out.lang.pick(thing.vietnamese(), thing.english())
            ));
        }
    }
}

fn tell_finding(finding: &Finding, out: &mut Out) {
    let severity = view::severity(finding.severity, out.lang);
    let place = words::place(finding.position, out.lang);
    let (kind, what) = (finding.kind, words::kind(finding.kind, out.lang));
    out.line(format!("{severity} {kind} – {place}: {what}"));
    out.line(format!("    {}", finding.detail));
}

/// `{"holds", "ledger", "size", "root", …, "findings", "not-proven"}`.
fn document(report: &Report) -> Value {
    let findings = report.findings.iter().map(view::finding_json);
    let not_proven = report
        .not_proven
        .iter()
        .map(|thing| json!({ "kind": thing, "vi": thing.vietnamese(), "en": thing.english() }));
    json!({
        "holds": report.holds(),
        "ledger": report.ledger.map(|id| id.to_string()),
        "size": report.size,
        "root": report.root.to_string(),
        "entries": report.entries,
        "checkpoints": report.checkpoints,
        "signatures": report.signatures,
        "errors": report.errors,
        "findings": findings.collect::<Vec<_>>(),
        "not-proven": not_proven.collect::<Vec<_>>(),
    })
}
