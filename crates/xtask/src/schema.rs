//! `cargo xtask schema`: the published schemas of the acts, out of the catalogue,
//! and the acts in C#, out of these.

use crate::acts::{self, Schema};
use crate::run::root;
use bmnn::act::schema::{cddl, json_schema};
use std::fs;
use std::path::PathBuf;

/// Writes the schema files; with `--check`, only compares them.
pub(crate) fn run(flags: &[String]) -> Result<(), String> {
    let check = match flags {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return Err("`schema` takes no flag but `--check`".to_owned()),
    };
    let schema = Schema::read(&json_schema())?;
    let mut written = vec![
        ("crates/bmnn/schema/acts.schema.json", json_schema()),
        ("crates/bmnn/schema/acts.cddl", cddl()),
    ];
    for (name, make) in acts::FILES {
        written.push((name, make(&schema)?));
    }
    for (name, text) in written {
        let file = root().join(name);
        if check {
            let same = fs::read_to_string(&file).is_ok_and(|committed| committed == text);
            same.then_some(()).ok_or_else(|| {
                format!("`{name}` is not what the catalogue says: run `cargo xtask schema`")
            })?;
        } else {
            let folder = file.parent().map_or_else(PathBuf::new, PathBuf::from);
            fs::create_dir_all(folder)
                .and_then(|()| fs::write(&file, text))
                .map_err(|cause| format!("cannot write `{name}`: {cause}"))?;
        }
    }
    Ok(())
}
