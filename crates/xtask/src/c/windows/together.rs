//! What is made here and there together: a project that is built here and runs
//! there, and one registry that both systems write to.

use super::wine::{Windows, seen};
use crate::c::programs::Test;
use crate::consumers;
use crate::dotnet::windows::Programs;
use crate::run::{Program, program, root};
use std::path::Path;

/// How many determinations each side adds to the shared registry at a time.
const ACTS: u64 = 20;
/// The entries with which it begins.
const BEGUN: u64 = 8;
/// What `office.c` calls it.
const REGISTRY: &str = "Sổ đăng ký bí mật nhà nước";
/// The entries that the C# example leaves.
const CLERK: u64 = 14;

impl Windows<'_> {
    /// A project outside finds what was installed for Windows.
    pub(super) fn consumers(&self) -> Result<(), String> {
        eprintln!("wine: consumers");
        let flags = "-static-libgcc -static-libstdc++";
        let settings = [
            "-DCMAKE_SYSTEM_NAME=Windows".to_owned(),
            format!("-DCMAKE_C_COMPILER={}-gcc", self.target.gnu),
            format!("-DCMAKE_CXX_COMPILER={}-g++", self.target.gnu),
            format!("-DCMAKE_EXE_LINKER_FLAGS={flags}"),
            "-DCMAKE_CROSSCOMPILING_EMULATOR=wine".to_owned(),
        ];
        let system = consumers::Outsider {
            system: self.target.system,
            built: self.made,
            cmake: &settings,
            compilers: [
                format!("{}-gcc {flags}", self.target.gnu),
                format!("{}-g++ {flags}", self.target.gnu),
            ],
            beside: &[self.folder.join("bmnn.dll")],
            end: ".exe",
            run: &|program: &Path| self.wine(program),
            surroundings: &|program: Program| self.with_wine(program),
        };
        system.tried(self.place)
    }

    /// One folder that both systems write to, in turn and at once, from C and from
    /// C#.
    pub(super) fn shared_registry(&self, programs: &Programs) -> Result<(), String> {
        let office = Test::of(root().join("bindings/c/tests/shared/office.c"));
        let there = self.linked(&office)?;
        let place = self.place;
        let here = place.folder.join("office");
        place.quietly(
            office
                .compiled("gcc", &here)
                .args([place.lookup().as_str(), "-lbmnn"]),
        )?;
        let linux = || place.with_library(program(&here).within(&self.folder));
        let windows = || self.wine(&there);
        let csharp = |what| {
            let program = self.dotnet(programs, &programs.together);
            program.args([what, REGISTRY])
        };
        let count = ACTS.to_string();
        eprintln!("one registry: made on Linux, worked on under wine, and back");
        linux().args(["make"]).output().map(drop)?;
        windows().args(["add", &count, "a"]).output().map(drop)?;
        let mut wanted = BEGUN + ACTS;
        holds("Windows", windows().args(["verify"]), wanted)?;
        holds("Linux", linux().args(["verify"]), wanted)?;
        linux().args(["add", &count, "b"]).output().map(drop)?;
        wanted += ACTS;
        holds("Windows", windows().args(["verify"]), wanted)?;
        holds("C# on Windows", csharp("verify"), wanted)?;
        eprintln!("the lock: two programs of Windows, and one in C#, add at once");
        let added =
            |program: Program, who: &str| program.args([count.as_str(), who]).output().map(drop);
        let three = [
            (windows().args(["add"]), "c"),
            (windows().args(["add"]), "d"),
            (csharp("add"), "e"),
        ];
        std::thread::scope(|all| {
            let three = three.map(|(program, who)| all.spawn(|| added(program, who)));
            three.into_iter().try_for_each(|one| {
                one.join()
                    .map_err(|_| "a thread of this chore ended badly")?
            })
        })?;
        wanted += 3 * ACTS;
        holds("Windows", windows().args(["verify"]), wanted)?;
        holds("C# on Windows", csharp("verify"), wanted)?;
        holds("Linux", linux().args(["verify"]), wanted)
    }

    /// What the C# example leaves on record, worked on by Linux.
    pub(super) fn clerk(&self, programs: &Programs) -> Result<(), String> {
        eprintln!("wine: the C# example, and Linux where it ended");
        let folder = Path::new("của thư ký");
        std::fs::create_dir_all(self.folder.join(folder))
            .map_err(|cause| format!("cannot make `{}`: {cause}", folder.display()))?;
        let registry = seen(&self.folder.join(folder).join(REGISTRY));
        let clerk = self.dotnet(programs, &programs.clerk);
        self.place.quietly(clerk.args([&registry]))?;
        let linux = || {
            let office = program(self.place.folder.join("office"));
            let office = office.within(&self.folder.join(folder));
            self.place.with_library(office)
        };
        holds("Linux", linux().args(["verify"]), CLERK)?;
        let added = linux().args(["add", &ACTS.to_string(), "a"]);
        added.output().map(drop)?;
        let csharp = self.dotnet(programs, &programs.together);
        holds("C#", csharp.args(["verify", &registry]), CLERK + ACTS)
    }
}

/// Fails unless `side` finds that a registry holds, with so many entries.
fn holds(side: &str, verifies: Program, wanted: u64) -> Result<(), String> {
    let told = verifies.output()?;
    match told.trim().parse::<u64>() {
        Ok(entries) if entries == wanted => Ok(()),
        _ => Err(format!(
            "{side} finds `{}` entries where {wanted} were written",
            told.trim()
        )),
    }
}
