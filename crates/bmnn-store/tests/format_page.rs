//! The worked example of the format page, made anew and compared: whoever
//! implements the page can trust its bytes.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use bmnn::id::{ActId, Bytes32, to_hex};
use bmnn::ledger::proof::Proof;
use bmnn::ledger::{
    Batch, Chain, Commit, Expect, PlainSigner, Scope, Signer, Statement, Store, Window, cbor,
    sealed, tree,
};
use bmnn::value::{Map, Value};
use bmnn_store::{FileStore, LEDGER, TIP, verify_folder};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// The page.
const PAGE: &str = include_str!("../../bmnn/src/ledger/format.md");
/// The day of the example, 2026-03-02 09:00 in Vietnam.
const RECEIVED: i64 = 1_772_416_800_000;

fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.to_vec())
}

fn act(name: &str, id: u8, fields: &[(&str, Value)]) -> Map {
    let common = [
        ("act", Value::from(name)),
        ("id", bytes(&[id; 16])),
        ("on", "2026-03-02".into()),
    ];
    Map::from_iter(common.into_iter().chain(fields.iter().cloned()))
}

/// What the page shows, by the name that stands before each block.
struct Example {
    blocks: BTreeMap<&'static str, String>,
    folder: tempfile::TempDir,
}

impl Example {
    /// Three entries in two commits: `ledger.open`, `key.enrol` | `person.enrol`.
    fn made() -> Self {
        let [root, ledger, clerk] = [1, 2, 3].map(|seed| PlainSigner::from_seed(&[seed; 32]));
        let folder = tempfile::tempdir().unwrap();
        let mut store = FileStore::create(folder.path()).unwrap();
        let mut blocks = BTreeMap::new();
        for (name, key) in [
            ("root-key", &root),
            ("ledger-key", &ledger),
            ("clerk-key", &clerk),
        ] {
            blocks.insert(name, to_hex(&key.public_key().0));
        }

        let open = act(
            "ledger.open",
            0,
            &[
                ("agency", "UBND tỉnh A".into()),
                ("roots", Value::Array(vec![bytes(&root.public_key().0)])),
                ("threshold", Value::Int(1)),
                ("ledger-key", bytes(&ledger.public_key().0)),
            ],
        );
        let mut batch = Batch::new(&Chain::default(), Window::default());
        let opening = Statement::sign(&open, Scope::Opening, &root).unwrap();
        batch.push(&opening, vec![], RECEIVED).unwrap();
        blocks.insert("act-0", to_hex(opening.payload()));
        let seen = |chain: &Chain| {
            let (seq, leaf) = chain.last().unwrap();
            Value::Array(vec![
                Value::Int(i64::try_from(seq).unwrap()),
                bytes(&leaf.0),
            ])
        };
        let enrol = act(
            "key.enrol",
            1,
            &[
                ("seen", seen(batch.chain())),
                ("key", bytes(&clerk.public_key().0)),
                ("role", "actor".into()),
                ("person", "p-1".into()),
            ],
        );
        let enrol = Statement::sign(&enrol, batch.chain().scope(), &root).unwrap();
        batch.push(&enrol, vec![], RECEIVED + 1_000).unwrap();
        let first = batch.seal(&ledger).unwrap();
        store.commit(&first).unwrap();

        let mut window = Window::default();
        for (leaf, id) in first.leaves().iter().zip([0, 1]) {
            window.push(*leaf, Some(ActId([id; 16])));
        }
        let mut batch = Batch::new(first.chain(), window);
        let (salt, name) = ([9; 32], Value::from("Trần Thị B"));
        let commitment = sealed::commitment(&salt, &ActId([2; 16]), &name).unwrap();
        let pair = cbor::encode(&Value::Array(vec![bytes(&[2; 16]), name])).unwrap();
        blocks.insert("sealed-pair", to_hex(&pair));
        blocks.insert("commitment", commitment.to_string());
        let person = act(
            "person.enrol",
            2,
            &[
                ("by", "p-1".into()),
                ("seen", seen(batch.chain())),
                ("person", "p-1".into()),
                ("party", "self".into()),
                (
                    "name",
                    Value::Map(Map::from_iter([("sealed", bytes(&commitment.0))])),
                ),
            ],
        );
        let person = Statement::sign(&person, batch.chain().scope(), &clerk).unwrap();
        batch.push(&person, vec![], RECEIVED + 2_000).unwrap();
        let second = batch.seal(&ledger).unwrap();
        store.commit(&second).unwrap();

        Self::blocks_of(&mut blocks, &first, &second);
        let file = std::fs::read(folder.path().join(LEDGER)).unwrap();
        blocks.insert("file-start", to_hex(&file[..17]));
        let note = 9 + first.note().len();
        let place = 8 + first.entries().iter().map(|e| 9 + e.len()).sum::<usize>();
        blocks.insert("checkpoint-header", to_hex(&file[place..place + 9]));
        assert_eq!(&file[place + 9..place + note], first.note().as_bytes());
        let tip = std::fs::read(folder.path().join(TIP)).unwrap();
        blocks.insert("tip", String::from_utf8(tip).unwrap().trim_end().to_owned());
        Self { blocks, folder }
    }

    fn blocks_of(blocks: &mut BTreeMap<&'static str, String>, first: &Commit, second: &Commit) {
        let [entry0, entry1] = [0, 1].map(|seq| to_hex(&first.entries()[seq]));
        blocks.insert("entry-0", entry0);
        blocks.insert("entry-1", entry1);
        blocks.insert("entry-2", to_hex(&second.entries()[0]));
        let leaves = [first.leaves(), second.leaves()].concat();
        for (name, leaf) in ["leaf-0", "leaf-1", "leaf-2"].into_iter().zip(&leaves) {
            blocks.insert(name, leaf.to_string());
        }
        blocks.insert("root-2", first.root().to_string());
        blocks.insert("root-3", second.root().to_string());
        blocks.insert("note-2", first.note().trim_end().to_owned());
        blocks.insert("note-3", second.note().trim_end().to_owned());
        let path = tree::inclusion(&tree::Leaves(&leaves), 1, 3).unwrap();
        let proof = Proof::new(1, path, second.note().to_owned()).unwrap();
        blocks.insert("proof-1", proof.to_text().trim_end().to_owned());
        let path = tree::consistency(&tree::Leaves(&leaves), 2, 3).unwrap();
        let hex: Vec<String> = path.iter().map(Bytes32::to_string).collect();
        blocks.insert("consistency-2-3", hex.join("\n"));
    }
}

/// A block of the page without its annotations: what stands behind `;` on a
/// line, and for hex all white space.
fn bare(name: &str, block: &str) -> String {
    let texts = ["note-2", "note-3", "proof-1", "tip"];
    if texts.contains(&name) {
        return block.trim_end().to_owned();
    }
    let lines = block.lines().map(|line| line.split(';').next().unwrap());
    lines.flat_map(str::split_whitespace).collect()
}

/// The blocks of the page that are marked `<!-- example: NAME -->`.
fn blocks(page: &str) -> BTreeMap<&str, &str> {
    let parts = page.split("<!-- example: ").skip(1);
    parts
        .map(|part| {
            let (name, rest) = part.split_once(" -->\n").unwrap();
            let rest = rest.trim_start().strip_prefix("```text\n").unwrap();
            (name, rest.split_once("\n```").unwrap().0)
        })
        .collect()
}

#[test]
fn the_pages_example_is_what_the_code_writes() {
    let example = Example::made();
    if std::env::var_os("BMNN_SHOW_EXAMPLE").is_some() {
        for (name, block) in &example.blocks {
            println!("## {name}\n{block}\n");
        }
    }
    let shown = blocks(PAGE);
    for (name, made) in &example.blocks {
        let shown = shown
            .get(name)
            .unwrap_or_else(|| panic!("the page does not show {name}"));
        assert_eq!(bare(name, shown), bare(name, made), "{name}");
    }
    assert_eq!(shown.len(), example.blocks.len());
}

#[test]
fn the_pages_example_holds() {
    let example = Example::made();
    let report = verify_folder(example.folder.path(), Expect::default(), |_| {
        ControlFlow::Continue(())
    });
    let report = report.unwrap().unwrap();
    assert!(report.holds(), "{:?}", report.findings);
    assert_eq!(report.size, 3);
}
