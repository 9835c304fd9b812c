//! `cargo xtask install --prefix DIR`: the C library as other projects find it.
//!
//! ```text
//! DIR/include/       bmnn.h  bmnn.hpp  bmnn_pieces.hpp
//! DIR/lib/           libbmnn.so.1  libbmnn.so ─► libbmnn.so.1  libbmnn.a
//! DIR/lib/pkgconfig/ bmnn.pc  bmnn-static.pc
//! DIR/lib/cmake/bmnn bmnnConfig.cmake  bmnnConfigVersion.cmake
//! DIR/share/doc/bmnn README.md  CHANGELOG.md  the licences
//!
//! for Windows, in place of the libraries above:
//! DIR/bin/           bmnn.dll
//! DIR/lib/           bmnn.lib  libbmnn.dll.a  libbmnn.a
//! ```
//!
//! Nothing in it says where DIR is: it may be moved, and packed.

use crate::c::windows;
use crate::run::{cargo, root};
use std::fs;
use std::path::{Path, PathBuf};

/// A kind of system that the library is laid out for.
pub(crate) struct System {
    /// From the folder of the build, to a file of the prefix.
    libraries: &'static [(&'static str, &'static str)],
    /// What the linker looks for, and what it then finds.
    link: Option<(&'static str, &'static str)>,
    /// What the static library wants of the system, as rustc says it
    /// (`--print native-static-libs`).
    pub(crate) wants: &'static str,
    /// How many bytes an address has.
    word: &'static str,
}

pub(crate) const LINUX: System = System {
    libraries: &[
        ("libbmnn.a", "lib/libbmnn.a"),
        ("libbmnn.so", "lib/libbmnn.so.1"),
    ],
    link: Some(("lib/libbmnn.so", "libbmnn.so.1")),
    wants: "-lgcc_s -lutil -lrt -lpthread -lm -ldl -lc",
    word: "8",
};

pub(crate) const WINDOWS: System = System {
    libraries: &[
        ("bmnn.dll", "bin/bmnn.dll"),
        ("bmnn.lib", "lib/bmnn.lib"),
        ("libbmnn.dll.a", "lib/libbmnn.dll.a"),
        ("libbmnn.a", "lib/libbmnn.a"),
    ],
    link: None,
    wants: "-lkernel32 -lntdll -luserenv -lws2_32 -ldbghelp",
    word: "8",
};

/// For programs of 32 bits, as some Office is.
pub(crate) const WINDOWS_X86: System = System {
    word: "4",
    ..WINDOWS
};

/// What is copied as it is: from the workspace, to a folder of the prefix.
const COPIES: [(&str, &str); 7] = [
    ("include/bmnn.h", "include"),
    ("include/bmnn.hpp", "include"),
    ("include/bmnn_pieces.hpp", "include"),
    ("bindings/c/README.md", "share/doc/bmnn"),
    ("CHANGELOG.md", "share/doc/bmnn"),
    ("LICENSE-APACHE", "share/doc/bmnn"),
    ("LICENSE-MIT", "share/doc/bmnn"),
];

/// What is filled in: from `bindings/c`, to a file of the prefix.
const TEMPLATES: [(&str, &str); 4] = [
    ("bmnn.pc.in", "lib/pkgconfig/bmnn.pc"),
    ("bmnn-static.pc.in", "lib/pkgconfig/bmnn-static.pc"),
    ("bmnnConfig.cmake.in", "lib/cmake/bmnn/bmnnConfig.cmake"),
    (
        "bmnnConfigVersion.cmake.in",
        "lib/cmake/bmnn/bmnnConfigVersion.cmake",
    ),
];

/// Builds the library for speed, and lays it out.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let (prefix, kind) = match args {
        [flag, prefix, kind @ ..] if flag == "--prefix" => (prefix, kind),
        _ => return Err("`install` wants `--prefix DIR`".to_owned()),
    };
    let prefix = std::path::absolute(prefix)
        .map_err(|cause| format!("`{prefix}` is no place to install to: {cause}"))?;
    let kind: Vec<&str> = kind.iter().map(String::as_str).collect();
    match kind.as_slice() {
        [] => {
            cargo(["build", "--release", "--locked", "--package", "bmnn-capi"]).checked()?;
            lay(&LINUX, &root().join("target/release"), &prefix)?;
        }
        ["--windows"] => lay(&WINDOWS, &windows::built()?, &prefix)?,
        ["--windows-x86"] => lay(&WINDOWS_X86, &windows::built_x86()?, &prefix)?,
        _ => {
            return Err(
                "behind `--prefix DIR`, `install` takes `--windows` or `--windows-x86`".to_owned(),
            );
        }
    }
    eprintln!("installed to `{}`", prefix.display());
    Ok(())
}

/// Lays out what was built in the folder `built`.
pub(crate) fn lay(system: &System, built: &Path, prefix: &Path) -> Result<(), String> {
    for (file, folder) in COPIES {
        let name = Path::new(file).file_name().unwrap_or_default();
        copy(&root().join(file), &prefix.join(folder).join(name))?;
    }
    for (library, file) in system.libraries {
        copy(&built.join(library), &prefix.join(file))?;
    }
    if let Some((file, to)) = system.link {
        link(to, &prefix.join(file))?;
    }
    for (template, file) in TEMPLATES {
        let template = root().join("bindings/c").join(template);
        let text = fs::read_to_string(&template)
            .map_err(|cause| format!("cannot read `{}`: {cause}", template.display()))?;
        let file = made(&prefix.join(file))?;
        fs::write(&file, filled(&text, system)?).map_err(|cause| unwritten(&file, &cause))?;
    }
    Ok(())
}

/// A template with its values.
fn filled(template: &str, system: &System) -> Result<String, String> {
    let header = root().join("include/bmnn.h");
    let header = fs::read_to_string(&header)
        .map_err(|cause| format!("cannot read `{}`: {cause}", header.display()))?;
    let number = |name: &str| {
        let line = header
            .lines()
            .find_map(|line| line.strip_prefix(&format!("#define {name} ")));
        line.ok_or_else(|| format!("bmnn.h does not say {name}"))
    };
    let abi = format!(
        "{}.{}",
        number("BMNN_ABI_MAJOR")?,
        number("BMNN_ABI_MINOR")?
    );
    let names = system
        .wants
        .split(' ')
        .map(|flag| flag.trim_start_matches("-l"));
    let list = names.collect::<Vec<_>>().join(";");
    let values = [
        ("@ABI@", abi.as_str()),
        // Ours is the workspace's.
        ("@VERSION@", env!("CARGO_PKG_VERSION")),
        ("@MAJOR@", env!("CARGO_PKG_VERSION_MAJOR")),
        ("@WORD@", system.word),
        ("@SYSTEM@", system.wants),
        ("@SYSTEM_LIST@", &list),
    ];
    let text = values
        .iter()
        .fold(template.to_owned(), |text, (name, value)| {
            text.replace(name, value)
        });
    match text.contains('@') {
        true => Err("a template has a value that nobody gives".to_owned()),
        false => Ok(text),
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let to = made(to)?;
    // A program that has the old one open keeps it.
    let _ = fs::remove_file(&to);
    match fs::copy(from, &to) {
        Ok(_) => Ok(()),
        Err(cause) => Err(format!(
            "cannot copy `{}` to `{}`: {cause}",
            from.display(),
            to.display()
        )),
    }
}

/// The same path, its folder being there.
fn made(file: &Path) -> Result<PathBuf, String> {
    let folder = file.parent().unwrap_or(file);
    fs::create_dir_all(folder).map_err(|cause| unwritten(folder, &cause))?;
    Ok(file.to_owned())
}

fn unwritten(file: &Path, cause: &std::io::Error) -> String {
    format!("cannot write `{}`: {cause}", file.display())
}

#[cfg(unix)]
fn link(to: &str, file: &Path) -> Result<(), String> {
    let _ = fs::remove_file(file);
    std::os::unix::fs::symlink(to, file).map_err(|cause| unwritten(file, &cause))
}

#[cfg(not(unix))]
fn link(_: &str, _: &Path) -> Result<(), String> {
    Err("this lays out the library for Linux, on Linux".to_owned())
}
