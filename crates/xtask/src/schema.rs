//! `cargo xtask schema`: the published schemas of the acts, out of the catalogue.

use bmnn::act::schema::{cddl, json_schema};
use std::fs;
use std::path::Path;

/// Writes the schema files; with `--check`, only compares them.
pub(crate) fn run(flags: &[String]) -> Result<(), String> {
    let check = match flags {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return Err("`schema` takes no flag but `--check`".to_owned()),
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../bmnn/schema");
    for (name, text) in [("acts.schema.json", json_schema()), ("acts.cddl", cddl())] {
        let file = folder.join(name);
        if check {
            let same = fs::read_to_string(&file).is_ok_and(|committed| committed == text);
            same.then_some(()).ok_or_else(|| {
                format!("`{name}` is not what the catalogue says: run `cargo xtask schema`")
            })?;
        } else {
            fs::create_dir_all(&folder)
                .and_then(|()| fs::write(&file, text))
                .map_err(|cause| format!("cannot write `{name}`: {cause}"))?;
        }
    }
    Ok(())
}
