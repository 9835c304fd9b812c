//! A witness in several processes, some of them killed: what it gave out is of
//! one history, whatever the ledger shows it.

use crate::common::{Place, copy};
use serde_json::{Value, json};
use std::fs::{self, File};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A checkpoint of the ledger, and the way there from the one cosigned first.
struct Shown {
    file: &'static str,
    root: String,
}

/// A witness `w` that cosigned the ledger `vt` once, and three histories that
/// leave it there: two of one size, and a longer one.
struct Scene {
    place: Place,
    key: String,
    shown: [Shown; 3],
}

impl Scene {
    fn new() -> Self {
        let place = Place::with_registry();
        let base = place
            .run(&["show", "vt", "checkpoint", "--json"])
            .ends(0)
            .json();
        let key = base["key"].as_str().unwrap().to_owned();
        let size = base["size"].to_string();
        place.write("base", base["checkpoint"].as_str().unwrap());
        copy(&place.path("vt"), &place.path("base-vt"));
        let shown = [("a", 1), ("b", 1), ("c", 2)].map(|(file, more)| {
            fs::remove_dir_all(place.path("vt")).unwrap();
            copy(&place.path("base-vt"), &place.path("vt"));
            let party = |number: u32| -> Value {
                json!({
                    "act": "party.enrol", "on": "2026-03-02", "party": format!("{file}-{number}"),
                    "kind": "agency", "name": "–",
                })
            };
            let acts: Vec<Value> = (0..more).map(party).collect();
            place.perform(&json!(acts)).ends(0);
            place
                .run(&["prove", "vt", "--since", &size, "--out", file])
                .ends(0);
            let now = place.run(&["show", "vt", "checkpoint", "--json"]).json();
            let root = now["root"].as_str().unwrap().to_owned();
            Shown { file, root }
        });
        place.run(&["keygen", "w", "witness"]).ends(0);
        let scene = Self { place, key, shown };
        let first = scene.ask("base").wait_with_output().unwrap();
        assert!(first.status.success());
        scene.place.run(&["keygen", "w", "root-1"]).ends(0);
        copy(&scene.place.path("w"), &scene.place.path("w-base"));
        scene
    }

    /// The witness as it was after the first checkpoint.
    fn again(&self) {
        fs::remove_dir_all(self.place.path("w")).unwrap();
        copy(&self.place.path("w-base"), &self.place.path("w"));
    }

    fn ask(&self, file: &str) -> Child {
        Command::new(env!("CARGO_BIN_EXE_bmnn"))
            .args(["witness", "w", file, "--name", "w.example", "--json"])
            .args(["--ledger-key", &self.key])
            .current_dir(self.place.path("."))
            .env("BMNN_PASSPHRASE", "một hai ba")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// What is in the witness's state: the note kept, and one on its way there.
    fn state(&self) -> Vec<Vec<u8>> {
        let found = fs::read_dir(self.place.path("w/witness")).unwrap();
        let mut paths: Vec<_> = found.map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| !path.ends_with("lock"));
        paths.sort();
        // One may be renamed between listing and reading.
        paths
            .iter()
            .filter_map(|path| fs::read(path).ok())
            .collect()
    }
}

/// When the processes of a round are killed.
#[derive(Clone, Copy, Debug)]
enum Kill {
    After(Duration),
    /// As soon as anything of the state has changed. Until then they stand side
    /// by side before a lock that the test holds.
    AtFirstChange,
}

#[test]
fn a_witness_that_is_killed_never_cosigns_two_histories() {
    let scene = Scene::new();
    let began = Instant::now();
    assert!(scene.ask("a").wait_with_output().unwrap().status.success());
    let whole = began.elapsed();
    let pairs = [(0, 1), (0, 2), (2, 1)];
    let rounds: u32 = 16;
    let (mut cut, mut given_first) = (0, 0);
    for round in 0..rounds {
        scene.again();
        let before = scene.state();
        let (one, other) = pairs[round as usize % pairs.len()];
        let asked = [&scene.shown[one], &scene.shown[other]];
        let kill = match round % 2 {
            0 => Kill::AtFirstChange,
            // Two at once take up to twice as long.
            _ => Kill::After(whole / 2 + whole * 3 * round / (2 * rounds)),
        };
        let lock = File::open(scene.place.path("w/witness/lock")).unwrap();
        if matches!(kill, Kill::AtFirstChange) {
            lock.lock().unwrap();
        }
        let mut children = asked.map(|shown| scene.ask(shown.file));
        let started = Instant::now();
        let over = |children: &mut [Child; 2]| {
            let mut ended = children.iter_mut().map(|child| child.try_wait().unwrap());
            ended.all(|status| status.is_some())
        };
        if matches!(kill, Kill::AtFirstChange) {
            std::thread::sleep(whole * 2);
            assert_eq!(scene.state(), before, "round {round}: nobody waited");
            lock.unlock().unwrap();
        }
        while !over(&mut children)
            && match kill {
                Kill::After(time) => started.elapsed() < time,
                Kill::AtFirstChange => scene.state() == before,
            }
        {
            std::thread::sleep(Duration::from_micros(50));
        }
        for child in &mut children {
            let _ = child.kill();
        }
        // What came out before the kill was given out.
        let said = children.map(|child| {
            let output = child.wait_with_output().unwrap();
            cut += usize::from(output.status.code().is_none());
            String::from_utf8_lossy(&output.stdout).into_owned()
        });
        let given = |said: &[String]| -> Vec<&str> {
            let roots = asked.iter().map(|shown| shown.root.as_str());
            let given = roots.filter(|root| {
                let cosigned = |text: &&String| text.contains("cosignature");
                said.iter().filter(cosigned).any(|text| text.contains(root))
            });
            given.collect()
        };
        given_first += given(&said).len();

        // Asked again, in either order, it goes on with one of the two.
        let order = if round % 4 < 2 { [0, 1] } else { [1, 0] };
        let mut all = said.to_vec();
        let mut exits = Vec::new();
        for which in order {
            let output = scene.ask(asked[which].file).wait_with_output().unwrap();
            let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
            let exit = output.status.code().unwrap();
            assert!(
                [0, 1].contains(&exit),
                "round {round}, {kill:?}: {complaint}"
            );
            exits.push(exit);
            all.push(String::from_utf8(output.stdout).unwrap());
        }
        exits.sort_unstable();
        assert_eq!(exits, [0, 1], "round {round}, {kill:?}");
        assert_eq!(given(&all).len(), 1, "round {round}, {kill:?}: {all:?}");
    }
    assert!(cut > 0, "no process was ever killed at work");
    // Told where the test is read with its output.
    println!("{cut} killed at work, {given_first} cosignatures given out before");
}
