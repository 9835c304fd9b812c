//! `cargo xtask abi`: what programs of yesterday rely on is there today.
//!
//! ```text
//! libbmnn.so, with its types ─ abidw ─► a dump ─┐
//! crates/bmnn-capi/abi/bmnn-1.abi, committed ───┴ abidiff ─► additions alone
//!
//! a copy of the sources, broken ─► libbmnn.so ─► a dump ─ abidiff ─► each break
//! ```
//!
//! Within one major version of the ABI, functions, structs and members are only
//! added. abidiff sees a type only if the library says it (`debug = 2`), and
//! sees nothing, with success, where it does not: hence the breaks, which are
//! planted in every run and must be found.

use crate::c::Place;
use crate::needs;
use crate::run::{cargo, program, root};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// What was there when it was last agreed upon.
const BASELINE: &str = "crates/bmnn-capi/abi/bmnn-1.abi";

/// The header of each version, with programs as they were written then.
pub(crate) const HISTORY: &str = "crates/bmnn-capi/abi/history";

/// What is kept of a version.
const KEPT: [&str; 3] = [
    "include/bmnn.h",
    "bindings/c/examples/clerk.c",
    "bindings/c/tests/options.c",
];

/// What the dump says: nothing of this machine, nor of where a thing stands in
/// the sources.
const DUMPED: [&str; 9] = [
    "--no-comp-dir-path",
    "--no-corpus-path",
    "--no-show-locs",
    "--no-elf-needed",
    "--no-write-default-sizes",
    "--no-parameter-names",
    "--drop-undefined-syms",
    "--type-id-style",
    "hash",
];

/// What programs would break on.
struct Break {
    /// The source that has it.
    file: &'static str,
    /// What stands there, and what is put in its place.
    edits: &'static [(&'static str, &'static str)],
    /// What abidiff then has to say.
    said: &'static str,
}

const BREAKS: [Break; 3] = [
    Break {
        file: "inspection.rs",
        edits: &[("pub threads: u32", "pub threads: u64")],
        said: "type of 'u32 threads' changed",
    },
    Break {
        file: "date.rs",
        edits: &[
            ("    days: i64,", "    days: i32,"),
            ("plus_days(days)", "plus_days(days.into())"),
        ],
        said: "bmnn_date_plus_days(i32, i64,",
    },
    Break {
        file: "version.rs",
        edits: &[(
            "#[unsafe(no_mangle)]\npub extern \"C\" fn bmnn_abi_version",
            "pub extern \"C\" fn bmnn_abi_version",
        )],
        said: "[D] 'function u32 bmnn_abi_version()",
    },
];

/// Compares with the baseline; with `--write`, makes it what is there now. Both
/// try the breaks.
pub(crate) fn run(flags: &[String]) -> Result<(), String> {
    let write = match flags {
        [] => false,
        [flag] if flag == "--write" => true,
        _ => return Err("`abi` takes no flag but `--write`".to_owned()),
    };
    needs::meet("the guard of the ABI", &needs::OF_ABI)?;
    let externs = built()?;
    let place = Place::ready("abi")?;
    let now = place.dump("now.abi", &place.folder.join("lib/libbmnn.so"))?;
    if write {
        fs::copy(&now, root().join(BASELINE))
            .map_err(|cause| format!("cannot write `{BASELINE}`: {cause}"))?;
        place.keep()?;
    }
    let changes = changed(&root().join(BASELINE), &now)?;
    if !changes.is_empty() {
        return Err(format!(
            "{changes}\nprograms that were built before would break. What is wanted all the same \
             is agreed upon by `cargo xtask abi --write`, before ABI 1 is out; after that it \
             wants another name, or a new major version"
        ));
    }
    let broken = place.broken(&externs)?;
    let found = changed(&now, &broken)?;
    match BREAKS.iter().find(|planted| !found.contains(planted.said)) {
        Some(Break { file, said, .. }) => Err(format!(
            "the guard is asleep: of the break in {file} it does not say `{said}`, but only\n{found}"
        )),
        None => Ok(()),
    }
}

/// Builds the library, and says which crates it is linked with: name and file.
fn built() -> Result<Vec<(String, PathBuf)>, String> {
    let build = ["build", "--locked", "--package", "bmnn-capi"];
    cargo(build).checked()?;
    let said = cargo(build)
        .args(["--quiet", "--message-format=json"])
        .output()?;
    let artifact = |line: &str| {
        let line: Value = serde_json::from_str(line).ok()?;
        let name = line.pointer("/target/name")?.as_str()?;
        let files = line.get("filenames")?.as_array()?;
        let mut files = files.iter().filter_map(Value::as_str);
        let file = files.find(|file| file.ends_with(".rlib"))?;
        Some((name.replace('-', "_"), PathBuf::from(file)))
    };
    Ok(said.lines().filter_map(artifact).collect())
}

impl Place {
    /// Keeps the header of this version, and programs that were written with it.
    fn keep(&self) -> Result<(), String> {
        let header = self.text(&root().join("include/bmnn.h"))?;
        let number = |name: &str| {
            let line = header.lines().find_map(|line| line.strip_prefix(name));
            line.map(str::trim).ok_or(format!("no `{name}` in bmnn.h"))
        };
        let (major, minor) = (
            number("#define BMNN_ABI_MAJOR")?,
            number("#define BMNN_ABI_MINOR")?,
        );
        let folder = root().join(HISTORY).join(format!("{major}.{minor}"));
        let failing = |cause| format!("cannot fill `{}`: {cause}", folder.display());
        fs::create_dir_all(&folder).map_err(failing)?;
        for kept in KEPT.map(|kept| root().join(kept)) {
            fs::copy(&kept, folder.join(kept.file_name().unwrap_or_default())).map_err(failing)?;
        }
        Ok(())
    }

    /// What a library exports, with its types.
    fn dump(&self, name: &str, library: &Path) -> Result<PathBuf, String> {
        let raw = self.folder.join("raw.abi");
        self.quietly(
            program("abidw")
                .args(DUMPED)
                .args([Path::new("--out-file"), &raw, library]),
        )?;
        let dump = plain(&self.text(&raw)?);
        self.write(name, dump.as_bytes())
    }

    /// A dump of the library with all the breaks.
    fn broken(&self, externs: &[(String, PathBuf)]) -> Result<PathBuf, String> {
        let sources = root().join("crates/bmnn-capi/src");
        let unread = |cause| format!("cannot read `{}`: {cause}", sources.display());
        for entry in fs::read_dir(&sources).map_err(unread)? {
            let path = entry.map_err(unread)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let mut text = self.text(&path)?;
            let breaks = BREAKS.iter().filter(|planted| planted.file == name);
            for (old, new) in breaks.flat_map(|planted| planted.edits) {
                if !text.contains(old) {
                    return Err(format!("there is no `{old}` in {name} to plant a break in"));
                }
                text = text.replacen(old, new, 1);
            }
            // The compiler itself would refuse what follows.
            if name == "layout.rs" {
                text.clear();
            }
            text = text.replace("const _: () = assert!", "const _: bool = !");
            self.write(&format!("broken/{name}"), text.as_bytes())?;
        }
        let library = self.folder.join("broken/libbmnn.so");
        let mut rustc = program(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
            .args(["--edition=2024", "--crate-name=bmnn", "--crate-type=cdylib"])
            .args(["--cap-lints=allow", "-Cdebuginfo=2", "-Ccodegen-units=1"])
            .args(["--cfg", "feature=\"sign\""])
            .args([Path::new("-L"), &self.built.join("deps"), Path::new("-o")])
            .args([&library, &self.folder.join("broken/lib.rs")]);
        for name in ["bmnn", "bmnn_json", "bmnn_registry", "bmnn_store"]
            .into_iter()
            .chain(["serde", "serde_json", "zeroize"])
        {
            let file = externs.iter().find(|(one, _)| one == name);
            let (_, file) = file.ok_or_else(|| format!("cargo does not say where {name} is"))?;
            rustc = rustc.args(["--extern".to_owned(), format!("{name}={}", file.display())]);
        }
        self.quietly(rustc.env("CARGO_PKG_VERSION", env!("CARGO_PKG_VERSION")))?;
        self.dump("broken.abi", &library)
    }
}

/// What abidiff has to say of a dump and a later one; nothing, if all that
/// changed is additions.
fn changed(before: &Path, after: &Path) -> Result<String, String> {
    let report = root().join("target/abi/report");
    let same = program("abidiff")
        .args(["--no-added-syms", "--harmless"])
        .args([before, after])
        .logged(&report)?;
    let said = fs::read_to_string(&report).map_err(|cause| format!("abidiff: {cause}"))?;
    match (same, said.trim().is_empty()) {
        (true, _) => Ok(String::new()),
        (false, true) => Err("abidiff fails, and does not say why".to_owned()),
        (false, false) => Ok(said),
    }
}

/// A dump without what no C program sees: the crates that export nothing, and
/// in which file of ours a thing stands.
fn plain(dump: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in dump.lines() {
        let bare = line.trim_start();
        if bare.starts_with("<namespace-decl") || bare == "</namespace-decl>" {
            continue;
        }
        let opens = |line: &&str| line.trim_start().starts_with("<abi-instr");
        if bare == "</abi-instr>" && lines.last().is_some_and(opens) {
            lines.pop();
            continue;
        }
        lines.push(line);
    }
    let mut text = String::new();
    for line in lines {
        match line.split_once(" path='") {
            Some((before, rest)) if before.trim_start() == "<abi-instr address-size='64'" => {
                let after = rest.split_once('\'').map_or("", |(_, after)| after);
                text.push_str(&format!("{before} path='bmnn.h'{after}"));
            }
            _ => text.push_str(line),
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_dump_says_nothing_of_crates_and_files() {
        let dump = "<abi-corpus>\n  \
            <abi-instr address-size='64' path='/rustc/std' language='L'>\n  </abi-instr>\n  \
            <abi-instr address-size='64' path='x.rs/@/9p3d' language='L'>\n    \
            <namespace-decl name='bmnn'>\n      <class-decl/>\n    </namespace-decl>\n  \
            </abi-instr>\n</abi-corpus>\n";
        assert_eq!(
            plain(dump),
            "<abi-corpus>\n  <abi-instr address-size='64' path='bmnn.h' language='L'>\n      \
             <class-decl/>\n  </abi-instr>\n</abi-corpus>\n"
        );
    }
}
