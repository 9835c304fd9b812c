//! `cargo xtask schema`: the published schema of the acts. Being built.

/// Writes the schema files.
pub(crate) fn run(_flags: &[String]) -> Result<(), String> {
    Err("there is no catalogue of acts to write yet".to_owned())
}
