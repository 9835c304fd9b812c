//! Good cases, bent: each in one way that nobody may accept.

use super::common::signer;
use super::court::Case;
use super::record::Record;
use bmnn::id::{Bytes32, to_hex};
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::vkey::VerifierKey;
use bmnn::ledger::{PublicKey, Signer};
use serde_json::{Value, json};

/// Another hash in hex, in one bit of one of its digits.
fn flipped(hash: &str, digit: usize) -> String {
    let old = &hash[digit..=digit];
    let new = u8::from_str_radix(old, 16).unwrap() ^ 1;
    format!("{}{new:x}{}", &hash[..digit], &hash[digit + 1..])
}

fn flip(value: &mut Value, record: &mut Record) {
    let text = value.as_str().unwrap();
    let digit = record.below(text.len() as u64) as usize;
    *value = flipped(text, digit).into();
}

pub fn notes(record: &mut Record, place: usize) -> Vec<Case> {
    let (checkpoint, note, key) = record.checkpoint(place);
    let (text, line) = note.split_once("\n\n").unwrap();
    let (start, base64) = line.trim_end().rsplit_once(' ').unwrap();
    let signature_at = |at: usize| {
        let digit = if &base64[at..=at] == "A" { "B" } else { "A" };
        let bent = format!("{}{digit}{}", &base64[..at], &base64[at + 1..]);
        format!("{text}\n\n{start} {bent}\n")
    };
    let at = 6 + record.below(84) as usize;
    let root = text.lines().nth(2).unwrap();
    let (size, ledger) = (checkpoint.size, checkpoint.ledger);
    let other_ledger = flipped(&ledger.to_string(), record.below(64) as usize);
    let other_root = note.replacen(root, &format!("B{}", &root[1..]), 1);
    let other_root = if other_root == note {
        note.replacen(root, &format!("C{}", &root[1..]), 1)
    } else {
        other_root
    };
    let bent = [
        ("a bit of the signature", signature_at(at)),
        ("the key's hash", signature_at(1)),
        (
            "another size in the text",
            note.replacen(&format!("\n{size}\n"), &format!("\n{}\n", size + 1), 1),
        ),
        (
            "a size with a zero before it",
            note.replacen(&format!("\n{size}\n"), &format!("\n0{size}\n"), 1),
        ),
        ("another root in the text", other_root),
        (
            "another ledger in the text",
            note.replacen(&ledger.to_string(), &other_ledger, 1),
        ),
        ("no line feed at the end", note.trim_end().to_owned()),
        ("a line behind the signature", format!("{note}x\n")),
        ("carriage returns", note.replace('\n', "\r\n")),
        ("a hyphen for the dash", note.replace('\u{2014}', "-")),
        (
            "another name before the signature",
            note.replace("\u{2014} bmnn/", "\u{2014} bmnm/"),
        ),
        (
            "a signature cut short",
            format!("{text}\n\n{start} {}\n", &base64[..88]),
        ),
        (
            "a signature without padding",
            format!("{text}\n\n{start} {}\n", base64.trim_end_matches('=')),
        ),
        ("no empty line", note.replacen("\n\n", "\n", 1)),
        ("a control character", note.replacen('\n', "\u{1}\n", 1)),
        ("an extension line", note.replacen("\n\n", "\nx\n\n", 1)),
        ("no signature", format!("{text}\n\n")),
        ("nothing", String::new()),
    ];
    let mut cases: Vec<Case> = bent
        .iter()
        .map(|(what, bent)| Case::note(what, &checkpoint, bent, &key))
        .collect();
    let stranger = PublicKey::parse(&signer(99).public_key()).unwrap();
    let other_key = VerifierKey::of_ledger(&ledger, stranger);
    cases.push(Case::note("another key", &checkpoint, &note, &other_key));
    let elsewhere = VerifierKey::of_ledger(&other_ledger.parse().unwrap(), key.public().clone());
    cases.push(Case::note("another ledger", &checkpoint, &note, &elsewhere));
    let size = size + 1;
    let expected = Checkpoint { size, ..checkpoint };
    cases.push(Case::note("another size", &expected, &note, &key));
    let root = Bytes32([7; 32]);
    let expected = Checkpoint { root, ..checkpoint };
    cases.push(Case::note("another root", &expected, &note, &key));
    cases
}

pub fn roots(record: &mut Record, place: usize) -> Vec<Case> {
    let size = record.sizes[place] as usize;
    let at = record.below(size as u64 - 1) as usize;
    let mut cases = Vec::new();
    let mut bend = |what: &str, bend: &dyn Fn(&mut Vec<Value>)| {
        let case = record.root_case(what, place, |case| {
            bend(case["entries"].as_array_mut().unwrap());
        });
        cases.push(case);
    };
    bend("an entry changed", &|all| {
        all[at] = flipped(all[at].as_str().unwrap(), 9).into();
    });
    bend("an entry dropped", &|all| drop(all.remove(at)));
    bend("the first entry dropped", &|all| drop(all.remove(0)));
    bend("the last entry dropped", &|all| drop(all.pop()));
    bend("an entry twice", &|all| all.insert(at, all[at].clone()));
    bend("the last entry twice", &|all| {
        all.push(all[size - 1].clone())
    });
    bend("two entries swapped", &|all| all.swap(at, at + 1));
    bend("the order reversed", &|all| all.reverse());
    bend("an entry made longer", &|all| {
        all[at] = format!("{}00", all[at].as_str().unwrap()).into();
    });
    bend("an entry made shorter", &|all| {
        let text = all[at].as_str().unwrap().to_owned();
        all[at] = text[..text.len() - 2].into();
    });
    bend("an empty entry", &|all| all.insert(at, "".into()));
    bend("two entries made one", &|all| {
        let second = all.remove(at + 1);
        all[at] = format!("{}{}", all[at].as_str().unwrap(), second.as_str().unwrap()).into();
    });
    bend("nothing", &Vec::clear);
    let mut digits = || record.below(64) as usize;
    let digit = digits();
    let bent = record.root_case("another root", place, |case| {
        case["root"] = flipped(case["root"].as_str().unwrap(), digit).into();
    });
    cases.push(bent);
    cases
}

/// `good` bent in its path, which is not empty.
fn paths(good: &Value, record: &mut Record, cases: &mut Vec<Case>) {
    let length = good["path"].as_array().unwrap().len();
    let at = record.below(length as u64) as usize;
    let digit = record.below(64) as usize;
    let extra = json!(Bytes32([5; 32]).to_string());
    let mut bend = |what: &str, bend: &dyn Fn(&mut Vec<Value>)| {
        let mut case = good.clone();
        bend(case["path"].as_array_mut().unwrap());
        cases.push(Case::new(what, case));
    };
    bend("a hash changed", &|path| {
        path[at] = flipped(path[at].as_str().unwrap(), digit).into();
    });
    bend("the first hash dropped", &|path| drop(path.remove(0)));
    bend("the last hash dropped", &|path| drop(path.pop()));
    bend("a hash put in front", &|path| path.insert(0, extra.clone()));
    bend("a hash put behind", &|path| path.push(extra.clone()));
    bend("a hash twice", &|path| path.insert(at, path[at].clone()));
    bend("a hash cut short", &|path| {
        path[at] = path[at].as_str().unwrap()[..62].into();
    });
    bend("no path", &Vec::clear);
    if length > 1 {
        bend("the path reversed", &|path| path.reverse());
    }
}

pub fn inclusions(record: &mut Record, index: u64, place: usize) -> Vec<Case> {
    let good = record.inclusion_json(index, place);
    let size = record.sizes[place];
    let mut cases = Vec::new();
    paths(&good, record, &mut cases);
    let mut bend = |what: &str, key: &str, value: Value| {
        let mut case = good.clone();
        case[key] = value;
        cases.push(Case::new(what, case));
    };
    bend("another position", "index", ((index + 1) % size).into());
    bend("a position beyond", "index", size.into());
    bend("a position far beyond", "index", (1_u64 << 62).into());
    bend("a smaller tree", "size", index.into());
    bend("a tree of twice the size", "size", (2 * size).into());
    let other = (index + 1 + record.below(size - 1)) % size;
    bend(
        "another entry",
        "entry",
        to_hex(&record.entries[other as usize]).into(),
    );
    bend("no entry", "entry", "".into());
    bend(
        "the leaf's hash for the entry",
        "entry",
        record.leaves[index as usize].to_string().into(),
    );
    for key in ["entry", "root"] {
        let mut value = good[key].clone();
        flip(&mut value, record);
        bend(&format!("a bit of the {key}"), key, value);
    }
    cases
}

pub fn consistencies(record: &mut Record, old: u64, place: usize) -> Vec<Case> {
    let good = record.consistency_json(old, place);
    let size = record.sizes[place];
    let mut cases = Vec::new();
    if !good["path"].as_array().unwrap().is_empty() {
        paths(&good, record, &mut cases);
    }
    let mut bend = |what: &str, bend: &dyn Fn(&mut Value)| {
        let mut case = good.clone();
        bend(&mut case);
        cases.push(Case::new(what, case));
    };
    bend("an earlier tree of nothing", &|case| case["old"] = 0.into());
    bend("an earlier tree that is larger", &|case| {
        case["old"] = (size + 1).into()
    });
    if old != size {
        bend("the roots swapped", &|case| {
            let root = case["root"].take();
            case["root"] = case["old-root"].take();
            case["old-root"] = root;
        });
        let other = record.tree(old + 1).root();
        bend("the root of another tree", &|case| {
            case["old-root"] = other.to_string().into()
        });
    }
    for key in ["old-root", "root"] {
        let mut value = good[key].clone();
        flip(&mut value, record);
        bend(&format!("a bit of the {key}"), &|case| {
            case[key] = value.clone()
        });
    }
    cases
}

/// For a judge that makes its own proof between the two trees.
pub fn grown(record: &mut Record, old: u64, place: usize) -> Vec<Case> {
    let size = record.sizes[place];
    let mut good = record.consistency_json(old, place);
    good["kind"] = "grown".into();
    let entries = &record.entries[..size as usize];
    good["entries"] = entries.iter().map(|entry| to_hex(entry)).collect();
    let mut cases = vec![Case::new("good", good.clone())];
    let mut bend = |what: &str, bend: &dyn Fn(&mut Value)| {
        let mut case = good.clone();
        bend(&mut case);
        cases.push(Case::new(what, case));
    };
    let at = record.below(old) as usize;
    bend("an early entry changed", &|case| {
        let entry = case["entries"][at].as_str().unwrap().to_owned();
        case["entries"][at] = flipped(&entry, 9).into();
    });
    bend("two entries swapped", &|case| {
        let last = size as usize - 1;
        case["entries"].as_array_mut().unwrap().swap(last - 1, last);
    });
    bend("one entry more", &|case| {
        case["entries"]
            .as_array_mut()
            .unwrap()
            .insert(0, "00".into());
    });
    if old > 1 {
        bend("an earlier tree that is smaller", &|case| {
            case["old"] = (old - 1).into()
        });
    }
    if old < size {
        bend("an earlier tree that is larger", &|case| {
            case["old"] = (old + 1).into()
        });
        bend("a later tree that is smaller", &|case| {
            case["size"] = (size - 1).into()
        });
    }
    for key in ["old-root", "root"] {
        let mut value = good[key].clone();
        flip(&mut value, record);
        bend(&format!("a bit of the {key}"), &|case| {
            case[key] = value.clone()
        });
    }
    cases
}

/// A receipt's bytes, bent.
fn bent_bytes(good: &[u8], record: &mut Record) -> Vec<(&'static str, Vec<u8>)> {
    let flip = |place: usize, mask: u8| {
        let mut bent = good.to_vec();
        bent[place] ^= mask;
        bent
    };
    let end = good.len();
    let signature = end - 64 + record.below(64) as usize;
    let bit = 1 << record.below(8);
    let nil = end - 67;
    assert_eq!((good[nil], good[24]), (0xF6, 0xA1));
    let attached = [&good[..nil], &[0x58, 0x20], &[7; 32], &good[nil + 1..]].concat();
    vec![
        ("a bit of the signature", flip(signature, bit)),
        ("another algorithm", flip(5, 1)),
        ("another kid", flip(8 + record.below(8) as usize, bit)),
        ("another data structure", flip(19, 3)),
        ("another header for proofs", flip(23, 1)),
        ("another kind of proof", flip(25, 1)),
        ("the payload attached", attached),
        ("an empty payload attached", flip(nil, 0xF6 ^ 0x40)),
        ("no tag", good[1..].to_vec()),
        ("another tag", flip(0, 1)),
        ("a tag in two bytes", [&[0xD8, 0x12], &good[1..]].concat()),
        ("a byte behind", [good, &[0]].concat()),
        ("cut short", good[..end - 1].to_vec()),
        ("cut in half", good[..end / 2].to_vec()),
        ("nothing", Vec::new()),
    ]
}

pub fn receipts(record: &mut Record, index: u64, place: usize) -> Vec<Case> {
    let good = record.receipt(index, place).encode();
    let bent = bent_bytes(&good, record);
    let mut cases: Vec<Case> = bent
        .iter()
        .map(|(what, bent)| record.receipt_case(what, bent, index, place))
        .collect();
    // The path's last byte stands before nil.
    let mut path = good.clone();
    path[good.len() - 68] ^= 1;
    cases.push(record.receipt_case("a hash changed", &path, index, place));
    let mut bend = |what: &str, key: &str, value: Value| {
        let mut case = record.receipt_case(what, &good, index, place);
        case.json[key] = value;
        cases.push(case);
    };
    let other = (index + 1) % record.sizes[place];
    bend(
        "another entry",
        "entry",
        to_hex(&record.entries[other as usize]).into(),
    );
    bend(
        "another key",
        "key",
        signer(99).public_key().to_string().into(),
    );
    bend("another root", "root", Bytes32([7; 32]).to_string().into());
    cases
}

pub fn grown_receipts(record: &mut Record, old: u64, place: usize) -> Vec<Case> {
    let good = record.grown_receipt(old, place).encode();
    let bent = bent_bytes(&good, record);
    let mut cases: Vec<Case> = bent
        .iter()
        .map(|(what, bent)| record.grown_receipt_case(what, bent, old, place))
        .collect();
    let mut bend = |what: &str, key: &str, value: Value| {
        let mut case = record.grown_receipt_case(what, &good, old, place);
        case.json[key] = value;
        cases.push(case);
    };
    bend(
        "another earlier root",
        "old-root",
        Bytes32([7; 32]).to_string().into(),
    );
    bend("another earlier size", "old", (old + 1).into());
    bend(
        "another key",
        "key",
        signer(99).public_key().to_string().into(),
    );
    bend("another root", "root", Bytes32([7; 32]).to_string().into());
    cases
}
