//! `bmnn verify`: whether a record holds, what was found, and what was not
//! proven.

mod ways;
pub(crate) mod words;

use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use bmnn::ledger::{Finding, Kind, Report, Severity};
use bmnn_registry::VaultKey;
use bmnn_registry::verify::{
    self, ExportFileError, Inspection, UnlockedError, Verification, inspect_file_or_export,
    inspect_folder, inspect_folder_unlocked, succession,
};
use bmnn_store::StoreError;
use serde_json::Value;
use ways::Ways;

use crate::{
    exit::Exit, failure::Failure, output::Out, passphrase::Source, progress::Progress, view,
};

/// More findings than this are counted rather than listed.
const LISTED: usize = 100;

/// Arguments of `bmnn verify`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// A registry's folder, or a ledger file by itself
    #[arg(value_name = "DIR|FILE")]
    what: PathBuf,
    #[command(flatten)]
    ways: Ways,
    /// The ledger before, a folder or file: verify it too, and that this one
    /// succeeds it
    #[arg(long, value_name = "DIR|FILE")]
    after: Option<PathBuf>,
    /// List every finding, rather than count notices by kind
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    passphrase: Source,
}

/// Verifies, without lock; the sealed values too, if a passphrase is given.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let mut verification = verify(args, out)?;
    if let Some(before) = &args.after {
        let progress = |_| ControlFlow::Continue(());
        let followed = succession(&args.what, before, progress);
        if let Some(succession) = followed.map_err(|error| untried(before, error))? {
            verification.join(&succession);
        }
    }
    let kept = args.ways.keep(verification.bookmark.as_ref())?;
    if out.json {
        out.document(&document(&verification, kept));
    } else {
        findings(&verification.report, args.all, out);
        tell(&verification, out);
        if let Some(path) = args.ways.save.as_ref().map(|path| path.display()) {
            match kept {
                true => out.say(
                    format!("Đã lưu điểm đánh dấu vào `{path}`."),
                    format!("A bookmark was kept in `{path}`."),
                ),
                false => out.say(
                    "Không lưu điểm đánh dấu: sổ cái không đứng vững đến hết.",
                    "No bookmark was kept: the ledger does not hold up to its end.",
                ),
            }
        }
    }
    Ok(if verification.holds() {
        Exit::Holds
    } else {
        Exit::DoesNotHold
    })
}

fn verify(args: &Args, out: &Out) -> Result<Verification, Failure> {
    let what = args.what.as_path();
    let inspection = args.ways.inspection()?;
    let bar = Progress::of_bytes(out.lang.pick("Kiểm tra", "Verifying"));
    let lang = out.lang;
    let progress = |now: verify::Progress| {
        bar.at(now.done, now.total);
        let entries = now.entries;
        bar.message(lang.pick(format!("{entries} mục"), format!("{entries} entries")));
        ControlFlow::Continue(())
    };
    let verification = if what.is_dir() {
        match args.passphrase.without_asking()? {
            Some(passphrase) => unlocked(inspection, what, &passphrase.into(), progress),
            None => {
                inspect_folder(inspection, what, progress).map_err(|error| untried(what, error))
            }
        }
    } else {
        inspect_one(inspection, what, progress)
    };
    let verification = verification?;
    verification.ok_or_else(|| {
        Failure::new(
            "việc kiểm tra bị ngắt giữa chừng",
            "the verification was broken off",
        )
    })
}

/// A ledger's file, or an export, which its first bytes tell apart.
fn inspect_one(
    inspection: Inspection,
    what: &Path,
    progress: impl FnMut(verify::Progress) -> ControlFlow<()>,
) -> Result<Option<Verification>, Failure> {
    inspect_file_or_export(inspection, what, progress).map_err(|error| match error {
        ExportFileError::Store(error) => untried(what, error),
        ExportFileError::Unreadable(cause) => Failure::reading(what, &cause),
        other => {
            let here = what.display();
            Failure::new(
                format!("`{here}` {}", other.vi()),
                format!("`{here}`: {other}"),
            )
        }
    })
}

/// The folder with its vault open.
fn unlocked(
    inspection: Inspection,
    what: &Path,
    key: &VaultKey,
    progress: impl FnMut(verify::Progress) -> ControlFlow<()>,
) -> Result<Option<Verification>, Failure> {
    let verified = inspect_folder_unlocked(inspection, what, key, progress);
    verified.map_err(|error| match error {
        UnlockedError::Store(error) => untried(what, error),
        UnlockedError::Vault(error) => error.into(),
    })
}

/// Why nothing could be verified.
fn untried(what: &Path, error: StoreError) -> Failure {
    match error {
        StoreError::Io { source, .. } => Failure::reading(what, &source),
        other => other.into(),
    }
}

/// Errors and warnings one by one; notices by kind, unless all are asked for.
fn findings(report: &Report, all: bool, out: &mut Out) {
    if report.findings.is_empty() {
        return;
    }
    let apart = |finding: &&Finding| all || finding.severity > Severity::Notice;
    let most = if all { usize::MAX } else { LISTED };
    let listed: Vec<&Finding> = report.findings.iter().filter(apart).collect();
    for finding in listed.iter().take(most) {
        tell_finding(finding, out);
    }
    let more = listed.len().saturating_sub(most);
    if more > 0 {
        out.say(
            format!("… và {more} phát hiện nữa (`--all` để xem hết)"),
            format!("… and {more} findings more (`--all` lists them)"),
        );
    }
    if !all {
        notices(report, out);
    }
    out.line("");
}

fn notices(report: &Report, out: &mut Out) {
    let mut kinds: BTreeMap<Kind, (u64, &Finding)> = BTreeMap::new();
    let (notices, apart): (Vec<_>, Vec<_>) =
        (report.findings.iter()).partition(|finding| finding.severity == Severity::Notice);
    for finding in notices {
        kinds.entry(finding.kind).or_insert((0, finding)).0 += 1;
    }
    for (kind, (listed, first)) in kinds {
        // Of very many findings the report spells out the first ones.
        let mixed = apart.iter().any(|finding| finding.kind == kind);
        let counted = report.counts.get(&kind).copied().filter(|_| !mixed);
        let count = counted.unwrap_or(listed);
        let severity = view::severity(Severity::Notice, out.lang);
        let what = words::kind(kind, out.lang);
        let place = words::place(first.position, out.lang);
        out.say(
            format!("{severity} {kind}: {what} – {count} lần, lần đầu ở {place}"),
            format!("{severity} {kind}: {what} – {count} times, first at {place}"),
        );
    }
}

fn tell_finding(finding: &Finding, out: &mut Out) {
    let severity = view::severity(finding.severity, out.lang);
    let place = words::place(finding.position, out.lang);
    let (kind, what) = (finding.kind, words::kind(finding.kind, out.lang));
    out.line(format!("{severity} {kind} – {place}: {what}"));
    out.line(format!("    {}", finding.detail));
}

fn tell(verification: &Verification, out: &mut Out) {
    let Verification { report, hands, .. } = verification;
    let Report {
        size,
        entries,
        signatures,
        batched,
        checkpoints,
        root,
        errors,
        ..
    } = report;
    let singly = signatures - batched;
    if verification.holds() {
        out.say("SỔ CÁI ĐỨNG VỮNG.", "THE LEDGER HOLDS.");
    } else {
        out.say(
            format!("SỔ CÁI KHÔNG ĐỨNG VỮNG: {errors} lỗi."),
            format!("THE LEDGER DOES NOT HOLD: {errors} errors."),
        );
    }
    let ledger = report.ledger.map(|id| id.to_string());
    let ledger = ledger.unwrap_or_else(|| "–".to_owned());
    let (signed, paper, named) = (hands.signed, hands.on_paper, hands.named_only);
    out.say(
        format!(
            "  {entries} mục, {checkpoints} điểm kiểm tra, {signatures} chữ ký đã kiểm ({batched} theo lô, {singly} từng chữ ký)\n  \
             mã sổ cái  {ledger}\n  gốc        {root} (của {size} mục)\n  \
             người được nêu trong các việc: {signed} tự ký, {paper} có giấy, {named} chỉ nêu tên"
        ),
        format!(
            "  {entries} entries, {checkpoints} checkpoints, {signatures} signatures checked ({batched} together, {singly} singly)\n  \
             ledger-id  {ledger}\n  root       {root} (over {size} entries)\n  \
             hands that the acts name: {signed} signed, {paper} on paper, {named} named only"
        ),
    );
    if verification.erased > 0 {
        let erased = verification.erased;
        out.say(
            format!("  {erased} giá trị niêm phong đã được xóa theo các mục sealed.erase"),
            format!("  {erased} sealed values were erased by entries sealed.erase"),
        );
    }
    if let Some(why) = &verification.not_replayed {
        out.say(
            format!("  các việc chưa được xét lại đến hết: {why}"),
            format!("  the acts were not all replayed: {why}"),
        );
    }
    if !report.not_proven.is_empty() {
        out.say("Chưa được chứng minh:", "Not proven:");
        for thing in &report.not_proven {
            let text = out.lang.pick(thing.vietnamese(), thing.english());
            out.line(format!("  – {text}"));
        }
    }
}

/// The verification, and whether a bookmark was kept.
fn document(verification: &Verification, kept: bool) -> Value {
    let mut document = bmnn_json::verification(verification);
    if let Some(fields) = document.as_object_mut() {
        fields.insert("saved".into(), kept.into());
    }
    document
}
