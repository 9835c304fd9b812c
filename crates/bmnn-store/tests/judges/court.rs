//! The judges: how they are started, asked, and compared with ourselves.

use bmnn::id::{Bytes32, from_hex};
use bmnn::ledger::PublicKey;
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::receipt::CoseReceipt;
use bmnn::ledger::tree::{check_consistency, check_inclusion, leaf_hash, root};
use bmnn::ledger::vkey::VerifierKey;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Something to judge, and what is done to it.
pub struct Case {
    pub what: String,
    pub json: Value,
}

impl Case {
    pub fn new(what: &str, json: Value) -> Self {
        let what = what.to_owned();
        Self { what, json }
    }

    pub fn note(what: &str, checkpoint: &Checkpoint, note: &str, key: &VerifierKey) -> Self {
        let case = json!({
            "kind": "note",
            "key": key.to_string(),
            "note": note,
            "size": checkpoint.size,
            "root": checkpoint.root.to_string(),
        });
        Self::new(what, case)
    }

    fn text(&self, key: &str) -> &str {
        self.json[key].as_str().unwrap()
    }

    fn number(&self, key: &str) -> Option<u64> {
        self.json[key].as_u64()
    }

    fn hash(&self, key: &str) -> Option<Bytes32> {
        self.text(key).parse().ok()
    }

    fn bytes(&self, key: &str) -> Vec<u8> {
        from_hex(self.text(key)).unwrap()
    }

    /// What we say of it.
    fn holds(&self) -> bool {
        let path = || -> Option<Vec<Bytes32>> {
            let path = self.json["path"].as_array()?;
            path.iter()
                .map(|hash| hash.as_str()?.parse().ok())
                .collect()
        };
        let check = || match self.text("kind") {
            "note" => {
                let key: VerifierKey = self.text("key").parse().ok()?;
                let (ledger, root) = (key.ledger()?, self.hash("root")?);
                let size = self.number("size")?;
                let said = Checkpoint { ledger, size, root };
                said.check(self.text("note").as_bytes(), key.public()).ok()
            }
            "root" => {
                let entries = self.json["entries"].as_array()?.iter();
                let leaf = |entry: &Value| Some(leaf_hash(&from_hex(entry.as_str()?)?));
                let leaves = entries.map(leaf).collect::<Option<Vec<_>>>()?;
                (Some(root(&leaves)) == self.hash("root")).then_some(())
            }
            "inclusion" if self.json["receipt"].is_string() => {
                let receipt = CoseReceipt::decode(&self.bytes("receipt")).ok()?;
                let key = PublicKey::parse(&self.hash("key")?).ok()?;
                let leaf = leaf_hash(&self.bytes("entry"));
                let root = receipt.check_inclusion(&leaf, &key).ok()?;
                (Some(root) == self.hash("root")).then_some(())
            }
            "inclusion" => {
                let (index, size) = (self.number("index")?, self.number("size")?);
                let leaf = leaf_hash(&self.bytes("entry"));
                check_inclusion(&leaf, index, size, &path()?, &self.hash("root")?).ok()
            }
            "consistency" if self.json["receipt"].is_string() => {
                let receipt = CoseReceipt::decode(&self.bytes("receipt")).ok()?;
                let (old, new) = (self.number("old")?, self.number("size")?);
                let key = PublicKey::parse(&self.hash("key")?).ok()?;
                let root = receipt
                    .check_consistency(&self.hash("old-root")?, &key)
                    .ok()?;
                let proven = bmnn::ledger::receipt::Proven::Consistency { old, new };
                let same = Some(root) == self.hash("root") && receipt.proven() == proven;
                same.then_some(())
            }
            "consistency" => {
                let old_root = self.hash("old-root")?;
                let old = (self.number("old")?, &old_root);
                let root = self.hash("root")?;
                check_consistency(old, (self.number("size")?, &root), &path()?).ok()
            }
            "grown" => {
                let entries = self.json["entries"].as_array()?.iter();
                let leaf = |entry: &Value| Some(leaf_hash(&from_hex(entry.as_str()?)?));
                let leaves = entries.map(leaf).collect::<Option<Vec<_>>>()?;
                let at = |size: u64| leaves.get(..size as usize).map(root);
                let same = at(self.number("old")?)? == self.hash("old-root")?
                    && at(self.number("size")?)? == self.hash("root")?;
                same.then_some(())
            }
            other => panic!("{other}"),
        };
        check().is_some()
    }
}

/// A judge's program, with its arguments.
pub struct Judge {
    program: PathBuf,
    arguments: Vec<PathBuf>,
    install: &'static str,
}

fn outside(name: &str) -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    tests.join("outside").join(name)
}

/// Go's checksum database, from Debian's `golang-golang-x-mod-dev`.
pub fn go() -> Judge {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let program = BUILT.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        // Several test programs may build it at once.
        let program = folder.join(format!("tlog-{}", std::process::id()));
        let built = Command::new("go")
            .args(["build", "-o"])
            .args([&program, &outside("tlog.go")])
            .env("GO111MODULE", "off")
            .env("GOPATH", "/usr/share/gocode")
            .env("GOCACHE", folder.join("go-cache"))
            .env("GOFLAGS", "")
            .env("CGO_ENABLED", "0")
            .status();
        let built = built.expect("Go judges: apt-get install golang-go");
        assert!(
            built.success(),
            "Go's checksum database judges: apt-get install golang-golang-x-mod-dev"
        );
        program
    });
    Judge {
        program: program.clone(),
        arguments: Vec::new(),
        install: "",
    }
}

/// A script, under the Python that has pymerkle and scitt-cose.
pub fn python(script: &str) -> Judge {
    let usual = || {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        root.join("target/tools/judges/bin/python")
    };
    let python = std::env::var_os("BMNN_JUDGES").map(PathBuf::from);
    Judge {
        program: python.unwrap_or_else(usual),
        arguments: vec!["-B".into(), outside(script)],
        install: "the judges in Python are installed by `cargo xtask test`",
    }
}

impl Judge {
    /// What the judge says of each case.
    fn say(&self, cases: &[Case]) -> Vec<String> {
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect(self.install);
        let lines: String = cases
            .iter()
            .map(|case| format!("{}\n", case.json))
            .collect();
        let mut input = child.stdin.take().unwrap();
        let writing = std::thread::spawn(move || input.write_all(lines.as_bytes()));
        let output = child.wait_with_output().unwrap();
        writing.join().unwrap().unwrap();
        assert!(output.status.success(), "the judge broke down");
        let said = String::from_utf8(output.stdout).unwrap();
        said.lines().map(str::to_owned).collect()
    }
}

/// The judge says of every case what we say: the good ones hold, and of the
/// others at least `bends` kinds are refused.
pub fn agree(judge: &Judge, cases: &[Case], bends: usize, seed: u64) {
    let said = judge.say(cases);
    assert_eq!(said.len(), cases.len(), "seed {seed}");
    let mut refused = BTreeSet::new();
    let mut held = 0;
    for (case, said) in cases.iter().zip(&said) {
        let holds = said == "holds";
        assert!(holds || said.starts_with("refused: "), "{said}");
        let about = format!("{}, seed {seed}: {said}\n{}", case.what, case.json);
        assert_eq!(case.holds(), holds, "{about}");
        assert_eq!(case.what == "good", holds, "{about}");
        if holds {
            held += 1;
        } else {
            refused.insert(&case.what);
        }
    }
    assert!(
        held > 0 && refused.len() >= bends,
        "{held} held, {refused:?}"
    );
}

/// Whether OpenSSL takes the raw Ed25519 signature.
pub fn openssl(public: &[u8; 32], message: &[u8], signature: &[u8]) -> bool {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    // SubjectPublicKeyInfo of an Ed25519 key (RFC 8410 §4).
    let mut der = from_hex("302a300506032b6570032100").unwrap();
    der.extend(public);
    let output = Command::new("openssl")
        .args([
            "pkeyutl", "-verify", "-pubin", "-rawin", "-keyform", "DER", "-inkey",
        ])
        .arg(file("key", &der))
        .arg("-in")
        .arg(file("message", message))
        .arg("-sigfile")
        .arg(file("signature", signature))
        .output()
        .expect("OpenSSL judges: apt-get install openssl");
    let said = String::from_utf8(output.stdout).unwrap();
    match output.status.code() {
        Some(0) => true,
        Some(1) if said.contains("Signature Verification Failure") => false,
        _ => panic!("{said}{}", String::from_utf8_lossy(&output.stderr)),
    }
}

/// The bytes of canonical base64, made without our own reader.
pub fn from_base64(text: &str) -> Vec<u8> {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for digit in text.bytes().filter(|digit| *digit != b'=') {
        let value = digits.iter().position(|known| *known == digit).unwrap();
        bits = bits << 6 | value as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}
