//! `bmnn restore`: a backup in the place of what was lost.

use std::{fs, path::PathBuf};

use bmnn_registry::backup;
use serde_json::json;

use crate::{
    exit::Exit,
    failure::Failure,
    output::{Out, put},
    verb::backup::document,
};

/// Arguments of `bmnn restore`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The backup's folder
    backup: PathBuf,
    /// The folder to make; it is not there, or empty
    dir: PathBuf,
    /// A checkpoint that was kept elsewhere, as a file: tells what was lost;
    /// may be repeated
    #[arg(long, value_name = "FILE")]
    checkpoint: Vec<PathBuf>,
}

/// Restores, and tells what was lost.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let kept = args
        .checkpoint
        .iter()
        .map(|path| fs::read_to_string(path).map_err(|cause| Failure::reading(path, &cause)));
    let kept = kept.collect::<Result<Vec<_>, _>>()?;
    let copied = backup::restore(&args.backup, &args.dir, &kept)?;
    let dir = args.dir.display();
    if out.json {
        let mut document = document(&copied, &dir.to_string());
        let lost = match copied.lost {
            Some(lost) => json!({
                "from": copied.size,
                "size": lost.size,
                "root": lost.root.to_string(),
                "signed": lost.signed,
            }),
            None => json!(null),
        };
        put(&mut document, "lost", lost);
        put(&mut document, "checkpoints", kept.len());
        out.document(&document);
        return Ok(Exit::Holds);
    }
    let (size, ledger, root) = (copied.size, copied.ledger, copied.root);
    out.say(
        format!("Đã khôi phục vào `{dir}` và kiểm tra: {size} mục.\n  mã sổ cái  {ledger}\n  gốc        {root}"),
        format!("Restored to `{dir}` and verified: {size} entries.\n  ledger-id  {ledger}\n  root       {root}"),
    );
    match copied.lost {
        Some(lost) => {
            let (count, all) = (lost.size - size, lost.size);
            out.say(
                format!("MẤT {count} mục, từ mục {size} đến mục {}: điểm kiểm tra giữ ở nơi khác cho biết đã có {all} mục. Hãy ghi lại từ giấy tờ.", all - 1),
                format!("LOST: {count} entries, {size} to {}: a checkpoint kept elsewhere tells of {all}. Record them again from the papers.", all - 1),
            );
            if !lost.signed {
                out.say(
                    "Chữ ký của điểm kiểm tra đó không kiểm được bằng khoá sổ cái trong bản sao lưu.",
                    "That checkpoint's signature cannot be checked by the ledger key in the backup.",
                );
            }
        }
        None if kept.is_empty() => out.say(
            "Không biết đã mất gì sau khi sao lưu: hãy so với điểm kiểm tra giữ ở nơi khác (`--checkpoint`).",
            "What was lost since the backup is not known: compare a checkpoint kept elsewhere (`--checkpoint`).",
        ),
        None => out.say(
            "Không mất gì so với các điểm kiểm tra đã nêu.",
            "Nothing is lost, by the checkpoints given.",
        ),
    }
    out.say(
        "Lần ghi tới bắt đầu bằng một mục ledger.recover nói rằng sổ đã được khôi phục.",
        "The next commit begins with a ledger.recover that says so.",
    );
    if copied.keys == 0 {
        out.say(
            format!("Bản sao lưu không có chùm khoá; hãy đặt lại vào `{dir}/keys`."),
            format!("The backup has no key ring: put it back at `{dir}/keys`."),
        );
    }
    Ok(Exit::Holds)
}
