//! The programs in the READMEs, so that they are compiled and run as printed.

use crate::run::root;
use std::fs;

/// The pages, and what their programs are called.
const PAGES: [(&str, &str); 2] = [("README.md", "readme"), ("README.vi.md", "readme-vi")];

/// The program in `language` of each page, with a name for it.
pub(crate) fn programs(language: &str) -> Result<Vec<(&'static str, String)>, String> {
    let program = |(page, name)| {
        let text = fs::read_to_string(root().join(page))
            .map_err(|cause| format!("cannot read `{page}`: {cause}"))?;
        let program = first(&text, language);
        let program = program.ok_or_else(|| format!("`{page}` has no program in {language}"))?;
        // Its last line ends too, which clang asks for.
        Ok((name, format!("{program}\n")))
    };
    PAGES.into_iter().map(program).collect()
}

/// The first block of a page in a language.
fn first<'p>(page: &'p str, language: &str) -> Option<&'p str> {
    let (_, rest) = page.split_once(&format!("\n```{language}\n"))?;
    rest.split_once("\n```").map(|(program, _)| program)
}

#[cfg(test)]
mod tests {
    use super::{first, programs};

    #[test]
    fn each_page_has_a_program_in_each_language() {
        for language in ["c", "csharp"] {
            assert_eq!(programs(language).unwrap().len(), 2);
        }
        assert!(programs("cobol").is_err());
        assert_eq!(
            first("x\n```c\nint a;\n```\n```csharp\nint b;\n```", "csharp"),
            Some("int b;")
        );
        assert_eq!(first("```c\nint a;\n```", "c"), None);
    }
}
