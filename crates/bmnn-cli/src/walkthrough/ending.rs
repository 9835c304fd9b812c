//! The ledger is tried: as it is, alone, and with one byte changed.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bmnn::ledger::{Expect, Finding};
use bmnn_registry::verify::{Verification, verify_file};
use bmnn_store::StoreError;
use serde_json::{Value, json};

use super::cast::{OLD_DECISION, REPORT};
use super::stage::Stage;
use super::teller::width;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::lang::Lang;
use crate::progress::Progress;
use crate::verb::init::SHEET;
use crate::verb::verify::words;
use crate::view;

/// What stands in clear in the ledger, and what somebody would rather have
/// there.
const WRITTEN: &[u8] = b"15/BC-SM";
const FORGED: u8 = b'6';

/// What the closing table says.
pub(super) struct Verdict {
    whole: Verification,
    bytes: u64,
    forged: PathBuf,
}

/// Verifies folder, file and forgery.
pub(super) fn verify(stage: &mut Stage) -> Result<Verdict, Failure> {
    stage.day("2026-03-31", "16:00", "Kiểm tra", "Verification")?;
    stage.say(
        "Cuối quý, kiểm tra cả thư mục: từng chữ ký, từng mắt xích, từng điểm kiểm tra; rồi diễn lại mọi hành vi theo \
         luật của ngày ấy, bản nào cũng phải ở đúng một nơi, giá trị nào trong két cũng phải khớp cam kết trong sổ.",
        "At the end of the quarter the whole folder is verified: every signature, every link, every checkpoint; then \
         every act is replayed under the law of its day, every copy must be in exactly one place, and every value in \
         the vault must fit its commitment in the ledger.",
    );
    let expect = || Expect {
        ledger: Some(stage.registry.ledger_id()),
        ..Expect::default()
    };
    let lang = stage.teller.lang();
    let whole = answer(stage.registry.verify(expect(), progress(lang)))?;
    let ledger = stage.folder.join("ledger.bmnn");
    let alone = answer(verify_file(&ledger, expect(), progress(lang)))?;
    tell(stage, &whole);
    stage.say(
        "Sổ đứng vững, và tự khai những chỗ không bình thường: lần gia hạn trái quy định, dòng gõ \
         muộn một ngày, những bản của sổ cũ chưa rõ ở đâu.",
        "The ledger holds, and owns up to what was out of the ordinary: the irregular extension, \
         the row typed a day late, the copies of the old book that nobody has accounted for.",
    );

    stage.say(
        "Người ngoài chỉ có một tệp ledger.bmnn, không mật khẩu, không két, cũng kiểm tra được:",
        "An outsider with nothing but ledger.bmnn, no passphrase and no vault, can verify it too:",
    );
    verdict(stage, &alone);
    not_proven(stage, &alone);

    stage.say(
        "Có người chép tệp ấy ra và sửa một chữ số, 15/BC-SM thành 16/BC-SM, rồi đem đi kiểm tra:",
        "Somebody copies that file, changes one digit, 15/BC-SM to 16/BC-SM, and has it verified:",
    );
    let bytes = fs::read(&ledger).map_err(|e| Failure::reading(&ledger, &e))?;
    let (forged, at) = forge(&stage.folder, &bytes)?;
    let caught = answer(verify_file(&forged, Expect::default(), progress(lang)))?;
    let Some(finding) = caught
        .report
        .findings
        .iter()
        .find(|finding| finding.is_error())
    else {
        return Err(Failure::new(
            "một byte bị sửa mà không bị phát hiện",
            "a changed byte was not found",
        ));
    };
    let lead = lang.pick(
        format!("byte {at} bị sửa → "),
        format!("byte {at} was changed → "),
    );
    let found = described(finding, lang);
    stage.teller.caught(&format!("{lead}{found}"));
    stage.teller.note(json!({"forged": {"byte": at, "holds": caught.holds(), "finding": bmnn_json::finding(finding)}}));
    Ok(Verdict {
        whole,
        bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        forged,
    })
}

/// A bar for what takes long; on a small ledger it is hardly seen.
fn progress(lang: Lang) -> impl FnMut(bmnn_store::Progress) -> ControlFlow<()> {
    let bar = Progress::of_bytes(lang.pick("Kiểm tra", "Verifying"));
    move |now| {
        bar.at(now.done, now.total);
        ControlFlow::Continue(())
    }
}

/// Nothing breaks off a verification of the story.
fn answer(verified: Result<Option<Verification>, StoreError>) -> Result<Verification, Failure> {
    verified?
        .ok_or_else(|| Failure::new("việc kiểm tra bị ngắt", "the verification was broken off"))
}

/// The verdict, what it found, and what nobody has proven.
fn tell(stage: &mut Stage, verification: &Verification) {
    verdict(stage, verification);
    let lang = stage.teller.lang();
    // Many are alike: how often each, and where it is first.
    let mut alike: Vec<(&Finding, usize)> = Vec::new();
    for finding in &verification.report.findings {
        let same =
            |other: &Finding| other.kind == finding.kind && other.severity == finding.severity;
        match alike.iter_mut().find(|(other, _)| same(other)) {
            Some((_, times)) => *times += 1,
            None => alike.push((finding, 1)),
        }
    }
    for (finding, times) in alike {
        let times = if times > 1 {
            format!(" (×{times})")
        } else {
            String::new()
        };
        stage
            .teller
            .remarked(&format!("{}{times}", described(finding, lang)));
    }
    not_proven(stage, verification);
}

fn verdict(stage: &mut Stage, verification: &Verification) {
    let report = &verification.report;
    let facts = stage.teller.lang().pick(
        format!(
            "{} mục, {} điểm kiểm tra, {} chữ ký đã kiểm",
            report.entries, report.checkpoints, report.signatures
        ),
        format!(
            "{} entries, {} checkpoints, {} signatures checked",
            report.entries, report.checkpoints, report.signatures
        ),
    );
    let holds = verification.holds();
    let lang = stage.teller.lang();
    if holds {
        stage
            .teller
            .holds(&format!("{} · {facts}", lang.pick("đứng vững", "holds")));
    } else {
        stage.teller.caught(&format!(
            "{} · {facts}",
            lang.pick("KHÔNG đứng vững", "does NOT hold")
        ));
    }
    let findings: Vec<Value> = report.findings.iter().map(bmnn_json::finding).collect();
    let hands = &verification.hands;
    stage.teller.note(json!({"verified": {
        "holds": holds, "entries": report.entries, "checkpoints": report.checkpoints, "signatures": report.signatures,
        "root": report.root, "findings": findings,
        "not-proven": report.not_proven.iter().map(|what| what.english()).collect::<Vec<_>>(),
        "hands": {"signed": hands.signed, "on-paper": hands.on_paper, "named-only": hands.named_only},
    }}));
}

fn not_proven(stage: &mut Stage, verification: &Verification) {
    let lang = stage.teller.lang();
    let open = verification.report.not_proven.iter();
    let open: Vec<&str> = open
        .map(|what| lang.pick(what.vietnamese(), what.english()))
        .collect();
    if !open.is_empty() {
        let lead = lang.pick("chưa được chứng minh: ", "not proven: ");
        stage.teller.aside(&format!("{lead}{}", open.join("; ")));
    }
}

fn described(finding: &Finding, lang: Lang) -> String {
    let severity = view::severity(finding.severity, lang);
    let place = words::place(finding.position, lang);
    format!(
        "{severity} {} – {place}: {}",
        finding.kind,
        words::kind(finding.kind, lang)
    )
}

/// Copies the ledger with one byte changed.
fn forge(folder: &Path, bytes: &[u8]) -> Result<(PathBuf, usize), Failure> {
    let folder = folder.join("ban-sua");
    fs::create_dir_all(&folder).map_err(|e| Failure::writing(&folder, &e))?;
    let path = folder.join("ledger.bmnn");
    let found = bytes
        .windows(WRITTEN.len())
        .rposition(|window| window == WRITTEN);
    let absent = || {
        Failure::new(
            "không thấy 15/BC-SM trong sổ cái",
            "15/BC-SM is not in the ledger",
        )
    };
    let at = found.ok_or_else(absent)?.saturating_add(1);
    let mut bytes = bytes.to_vec();
    if let Some(byte) = bytes.get_mut(at) {
        *byte = FORGED;
    }
    fs::write(&path, bytes).map_err(|e| Failure::writing(&path, &e))?;
    Ok((path, at))
}

/// The closing table, where everything is, and what to try next.
pub(super) fn close(
    stage: &mut Stage,
    verdict: &Verdict,
    took: Duration,
    fixed: bool,
) -> Result<Exit, Failure> {
    let lang = stage.teller.lang();
    let Verdict { whole, bytes, .. } = verdict;
    let acts: u64 = whole.acts.values().sum();
    let hands = &whole.hands;
    let root = stage.registry.root();
    let seconds = took.as_secs_f64();
    stage.teller.verbatim("");
    stage.teller.strong(lang.pick("Tổng kết", "In sum"));
    let rows = [
        (
            lang.pick("hành vi vào sổ", "acts on record"),
            acts.to_string(),
        ),
        (
            lang.pick("hành vi bị từ chối", "acts refused"),
            stage.refusals.to_string(),
        ),
        (
            lang.pick("mục của sổ cái", "entries of the ledger"),
            whole.report.entries.to_string(),
        ),
        (
            lang.pick("byte của ledger.bmnn", "bytes of ledger.bmnn"),
            grouped(*bytes),
        ),
        (lang.pick("giây", "seconds"), format!("{seconds:.2}")),
        (
            lang.pick("lượt ký bằng khóa", "hands signed"),
            hands.signed.to_string(),
        ),
        (
            lang.pick("lượt ký trên giấy", "hands on paper"),
            hands.on_paper.to_string(),
        ),
        (
            lang.pick("lượt chỉ được nêu tên", "hands named only"),
            hands.named_only.to_string(),
        ),
    ];
    let widest = rows.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    for (name, figure) in &rows {
        let gap = " ".repeat(widest.saturating_sub(width(name)));
        stage
            .teller
            .verbatim(&format!("  {name}{gap}  {figure:>9}"));
    }
    stage.teller.verbatim(&format!(
        "  {} {root}",
        lang.pick("gốc của sổ cái:", "root of the ledger:")
    ));
    files(stage);
    commands(stage, verdict);
    let document = json!({
        "folder": stage.folder.display().to_string(), "fixed": fixed, "passphrase": super::PASSPHRASE,
        "days": stage.teller.days(),
        "closing": {
            "acts": acts, "refused": stage.refusals, "entries": whole.report.entries, "bytes": bytes,
            "seconds": seconds, "ledger": stage.registry.ledger_id(), "root": root,
            "hands": {"signed": hands.signed, "on-paper": hands.on_paper, "named-only": hands.named_only},
        },
    });
    stage.teller.document(&document);
    stage
        .teller
        .finish()
        .map_err(|e| Failure::writing(Path::new("/dev/stdout"), &e))?;
    Ok(if whole.holds() {
        Exit::Holds
    } else {
        Exit::DoesNotHold
    })
}

/// What lies in the folder.
fn files(stage: &mut Stage) {
    let lang = stage.teller.lang();
    let folder = stage.folder.display().to_string();
    stage.teller.verbatim("");
    stage.teller.strong(&lang.pick(
        format!("Trong thư mục {folder}"),
        format!("In the folder {folder}"),
    ));
    let all = [
        (
            "ledger.bmnn",
            "chứng cứ; chỉ cần tệp này là kiểm tra được",
            "the evidence; this file alone can be verified",
        ),
        (
            "vault.db",
            "trích yếu, họ tên: giá trị kín, xóa được",
            "subject lines, names: sealed values, erasable",
        ),
        (
            "index.db",
            "suy ra từ sổ cái; xóa đi sẽ tự dựng lại",
            "derived from the ledger; delete it, it is rebuilt",
        ),
        (
            "tip",
            "điểm kiểm tra cuối, để biết đuôi sổ có bị cắt",
            "the last checkpoint, to notice a cut tail",
        ),
        (
            "lock",
            "để mỗi lúc chỉ một người ghi",
            "so that one writes at a time",
        ),
        (
            "packs",
            "bộ quy tắc riêng của cơ quan, khi có",
            "rules of the agency's own, where there are any",
        ),
        (
            "keys",
            "khóa gốc, khóa sổ cái, khóa văn thư, mở bằng cụm mật khẩu",
            "root, ledger and clerk's key, behind the passphrase",
        ),
        (
            SHEET,
            "khóa gốc thứ hai, để in và cất két",
            "the second root key, to print and lock away",
        ),
        (
            "tai-lieu",
            "các tệp thật của truyện",
            "the real files of the story",
        ),
        (
            "ban-sua",
            "bản sao sổ cái bị sửa một byte",
            "the copy of the ledger with one byte changed",
        ),
    ];
    for (name, vi, en) in all {
        if stage.folder.join(name).exists() {
            stage
                .teller
                .verbatim(&format!("  {name:<15} {}", lang.pick(vi, en)));
        }
    }
}

fn commands(stage: &mut Stage, verdict: &Verdict) {
    let lang = stage.teller.lang();
    let program = std::env::args_os().next().unwrap_or_else(|| "bmnn".into());
    let program = program.to_string_lossy().into_owned();
    let (program, folder) = (typed(&program), typed(&stage.folder.display().to_string()));
    let forged = typed(&verdict.forged.display().to_string());
    stage.teller.verbatim("");
    stage.teller.strong(lang.pick("Thử tiếp", "To try next"));
    let asked = [
        format!("{program} history {folder} {REPORT}"),
        format!("{program} status {folder} {OLD_DECISION} --on 2031-04-29"),
        format!("{program} verify {forged}"),
    ];
    for command in &asked {
        stage.teller.verbatim(&format!("  {command}"));
    }
}

/// A path as a shell takes it.
fn typed(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
    match path.chars().all(plain) {
        true => path.to_owned(),
        false => format!("'{}'", path.replace('\'', "'\\''")),
    }
}

/// Digits by threes.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let chars: Vec<char> = digits.chars().rev().collect();
    let groups: Vec<String> = chars
        .chunks(3)
        .map(|group| group.iter().rev().collect())
        .collect();
    groups.into_iter().rev().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{grouped, typed};

    #[test]
    fn paths_are_typed_as_a_shell_takes_them() {
        assert_eq!(typed("target/release/bmnn"), "target/release/bmnn");
        assert_eq!(typed("sổ của An's"), "'sổ của An'\\''s'");
    }

    #[test]
    fn digits_stand_by_threes() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(123_456), "123 456");
        assert_eq!(grouped(1_234_567), "1 234 567");
    }
}
