//! What the shared library exports, and how it was linked.

use super::place::Place;
use crate::header::{self, Function};
use crate::run::{program, root};

impl Place {
    /// What the shared library exports, and how it was linked.
    pub(super) fn shared_library(&self, declared: &[Function]) -> Result<(), String> {
        let library = self.folder.join("lib/libbmnn.so");
        let asked = |tool: &str, flags: &[&str]| {
            program(tool)
                .args(flags)
                .args([&library])
                .env("LC_ALL", "C")
                .output()
        };
        let exported = asked("nm", &["--dynamic", "--defined-only", "--format=posix"])?;
        let listed = self.text(&root().join(header::SYMBOLS))?;
        same_names(&exported, &listed, declared)?;
        linked(
            &asked("readelf", &["--dynamic", "--wide"])?,
            &asked("readelf", &["--segments", "--wide"])?,
        )
    }
}

/// Fails unless the library exports what the list says, which is what the
/// header declares.
fn same_names(exported: &str, listed: &str, declared: &[Function]) -> Result<(), String> {
    let first = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    let exported: Vec<String> = exported.lines().map(first).collect();
    if let Some(fault) = differing("libbmnn.so", &exported, listed) {
        return Err(fault);
    }
    let undefined = declared
        .iter()
        .find(|function| !exported.contains(&function.name));
    match undefined {
        Some(function) => Err(format!("`{}` is declared and not there", function.name)),
        None => Ok(()),
    }
}

/// In what the names that `library` exports are not those of the list.
pub(super) fn differing(library: &str, exported: &[String], listed: &str) -> Option<String> {
    let listed: Vec<&str> = listed.lines().collect();
    let leak = exported
        .iter()
        .find(|name| !listed.contains(&name.as_str()));
    if let Some(leak) = leak {
        return Some(format!("{library} exports `{leak}`, which is not listed"));
    }
    let there = |name: &&&str| exported.iter().any(|one| one == *name);
    let lost = listed.iter().find(|name| !there(name));
    lost.map(|lost| format!("{library} does not export `{lost}`, which is listed"))
}

/// Fails unless the library has the name that programs ask for, looks nothing
/// up late or in folders of its own, and stays loaded.
fn linked(dynamic: &str, segments: &str) -> Result<(), String> {
    let line = |word: &str| {
        dynamic
            .lines()
            .find(|line| line.contains(word))
            .unwrap_or_default()
    };
    let flags = line("(FLAGS_1)");
    let stack = segments
        .lines()
        .find(|line| line.contains("GNU_STACK"))
        .unwrap_or_default();
    let facts = [
        (
            line("(SONAME)").contains("[libbmnn.so.1]"),
            "the soname libbmnn.so.1",
        ),
        (
            line("(RPATH)").is_empty() && line("(RUNPATH)").is_empty(),
            "no RPATH",
        ),
        (flags.contains("NOW"), "NOW"),
        (flags.contains("NODELETE"), "NODELETE"),
        (line("(TEXTREL)").is_empty(), "no relocation of code"),
        (segments.contains("GNU_RELRO"), "RELRO"),
        (stack.contains(" RW "), "a stack that is not executable"),
    ];
    match facts.into_iter().find(|(holds, _)| !holds) {
        None => Ok(()),
        Some((_, wanted)) => Err(format!("libbmnn.so does not have {wanted}")),
    }
}

/// A program that names every function, so that each must be there to link.
pub(super) fn every(declared: &[Function]) -> String {
    let rows: String = declared
        .iter()
        .map(|function| format!("    (void (*)(void)){},\n", function.name))
        .collect();
    format!(
        "#include \"bmnn.h\"\n\n\
         static void (*const volatile every[])(void) = {{\n{rows}}};\n\n\
         int main(void) {{\n    size_t i;\n    \
         for (i = 0; i < sizeof every / sizeof *every; i++)\n        \
         if (every[i] == NULL) return 1;\n    return 0;\n}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::{linked, same_names};
    use crate::header::functions;

    #[test]
    fn a_name_too_many_or_too_few_is_told() {
        let declared = functions("\n/** */\nBMNN_API void bmnn_a(void);\n");
        let exported = "bmnn_a T 10 20\nbmnn_b T 20 20\n";
        assert_eq!(same_names(exported, "bmnn_a\nbmnn_b\n", &declared), Ok(()));
        assert!(same_names(exported, "bmnn_a\n", &declared).is_err());
        assert!(same_names(exported, "bmnn_a\nbmnn_b\nbmnn_c\n", &declared).is_err());
        assert!(same_names("bmnn_b T 1 2\n", "bmnn_b\n", &declared).is_err());
    }

    #[test]
    fn each_fact_of_the_link_is_looked_at() {
        let dynamic = "(SONAME) Library soname: [libbmnn.so.1]\n(FLAGS_1) Flags: NOW NODELETE\n";
        let segments = "GNU_RELRO 0x0\nGNU_STACK 0x0 RW  0\n";
        assert_eq!(linked(dynamic, segments), Ok(()));
        for (from, to) in [("so.1", "so.2"), ("NOW ", ""), (" NODELETE", "")] {
            assert!(
                linked(&dynamic.replace(from, to), segments).is_err(),
                "{from}"
            );
        }
        for more in ["(RPATH)", "(RUNPATH)", "(TEXTREL)"] {
            assert!(
                linked(&format!("{dynamic}{more}\n"), segments).is_err(),
                "{more}"
            );
        }
        for (from, to) in [("RELRO", ""), ("RW ", "RWE")] {
            assert!(
                linked(dynamic, &segments.replace(from, to)).is_err(),
                "{from}"
            );
        }
    }
}
