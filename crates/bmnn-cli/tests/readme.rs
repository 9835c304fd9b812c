//! The commands of both READMEs, run as printed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::path::Path;
use std::process::Command;

/// The `sh` blocks of a page, but the first, which is for a whole checkout.
fn blocks(page: &str) -> Vec<&str> {
    let opened = page.split("```sh\n").skip(2);
    opened
        .map(|rest| rest.split("```").next().unwrap())
        .collect()
}

fn run_as_printed(page: &str, wanted: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let bin = Path::new(env!("CARGO_BIN_EXE_bmnn")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let script = blocks(page).join("\n");
    assert!(script.contains("bmnn "), "no commands found");
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &script])
        .current_dir(folder.path())
        .env("PATH", path)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let complained = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}\n{complained}");
    for line in wanted {
        assert!(
            said.contains(line) || complained.contains(line),
            "`{line}` is not in:\n{said}\n{complained}"
        );
    }
}

#[test]
fn the_english_page() {
    let wanted = [
        "THE LEDGER HOLDS",
        "refused: exit code 1",
        "clause 1, Article 5",
        "2036",
    ];
    run_as_printed(include_str!("../../../README.md"), &wanted);
}

#[test]
fn the_vietnamese_page() {
    run_as_printed(
        include_str!("../../../README.vi.md"),
        &["SỔ CÁI ĐỨNG VỮNG", "Điều 22"],
    );
}
