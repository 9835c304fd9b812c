//! Public keys and signatures.

use crate::sheet::Sheet;
use serde_json::json;

/// Made once from the seed of 32 bytes 0x21, with Python's integers: the key,
/// a signature over "bmnn", and what can be bent about it by who has the key.
const KEY: &str = "884b8857f4eaa1613c61504db34d4beaf346517a0e31de3cddd4d9b4201d9d0b";
const R: &str = "b8c0a01b5edf26ecf8643104e45131752130385d1d39f6d2302d8e2483aa5b1c";
const S: &str = "31d32f5866142e2efa89ddf8e6fc64963d0402b94873f0d75a24421db2b3490b";
const S_PLUS_L: &str = "1ea725b580774086d026d59bc5f643ab3d0402b94873f0d75a24421db2b3491b";
const MIXED: &str = "b7e1ee688e9228457502f623bbc0cee6aaf084ac9b1ad73becd7c8fb662d2cd7";

pub(crate) fn keys() -> Sheet {
    let mut sheet = Sheet::new(
        "keys",
        "Public keys that may be enrolled, and signatures valid as RFC 8032 §5.1.7 says without the cofactor, S < L, R canonical (design §4).",
    );
    let zeros = "0".repeat(64);
    let y2 = format!("02{}", "0".repeat(62));
    let keys = [
        ("key", KEY, None, "a point of the prime-order group"),
        (
            "identity",
            "0100000000000000000000000000000000000000000000000000000000000000",
            Some("SmallOrder"),
            "the neutral element: anyone can sign for it",
        ),
        (
            "order-2",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            Some("SmallOrder"),
            "a point of order 2",
        ),
        ("order-4", &zeros, Some("SmallOrder"), "a point of order 4"),
        (
            "order-4-negative",
            "0000000000000000000000000000000000000000000000000000000000000080",
            Some("SmallOrder"),
            "the other point of order 4",
        ),
        (
            "order-8-a",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            Some("SmallOrder"),
            "a point of order 8",
        ),
        (
            "order-8-b",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
            Some("SmallOrder"),
            "a point of order 8",
        ),
        (
            "order-8-c",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            Some("SmallOrder"),
            "a point of order 8",
        ),
        (
            "order-8-d",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
            Some("SmallOrder"),
            "a point of order 8",
        ),
        (
            "mixed-order",
            MIXED,
            Some("MixedOrder"),
            "a good key and a point of order 8: verifiers disagree about it",
        ),
        (
            "y-is-p",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            Some("NotCanonical"),
            "y = p is a second spelling of 0",
        ),
        (
            "y-is-p-plus-1",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            Some("NotCanonical"),
            "y = p + 1 is a second spelling of 1",
        ),
        (
            "minus-zero",
            "0100000000000000000000000000000000000000000000000000000000000080",
            Some("NotCanonical"),
            "x = 0 has no sign",
        ),
        (
            "off-curve",
            &y2,
            Some("NoPoint"),
            "y = 2 is on no point of the curve",
        ),
    ];
    for (id, key, fault, why) in keys {
        let want = fault.map_or_else(|| json!({}), |fault| json!({"failure": fault}));
        sheet.case("key.read", id, why, json!({"key": key}), want);
    }
    let bad = Some("BadSignature");
    let good = format!("{R}{S}");
    let message = "626d6e6e";
    let mut flipped = good.clone();
    flipped.replace_range(0..1, "a");
    let signatures = [
        ("signature", KEY, message, good.clone(), None, "R canonical, S < L"),
        ("neutral-r", KEY, message, format!("{}56fc43f139a77780bac3ef1a379a05aafb8ef65b14ceedadb9e2123bb0729404", "0100000000000000000000000000000000000000000000000000000000000000"), None, "R is the neutral element in its canonical form: only the key's owner can make it, and the equation holds"),
        ("other-message", KEY, "626d6e6f", good.clone(), bad, "another message"),
        ("no-message", KEY, "", good.clone(), bad, "no message"),
        ("flipped-r", KEY, message, flipped, bad, "a bit of R"),
        ("s-plus-l", KEY, message, format!("{R}{S_PLUS_L}"), bad, "S + L: the same equation, a second signature (RFC 8032 §5.1.7, S < L)"),
        ("non-canonical-r", KEY, message, "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7fbb76e725d75755635c393ab3ddcf436e4eeec70c6c835d9a5c6d7f45c7b62405".to_owned(), bad, "R = p + 1: R, made anew, gives other bytes"),
        ("cofactor-only", KEY, message, "847e70499bb2b95b2e1b7ecd4a0e7871e9511d50713f3c4bbc4416b3d910091628086f28d8674990fff57612c0187d65449c4852f694c0d5728e3f1cca009809".to_owned(), bad, "holds only when multiplied by the cofactor: a batch may take it, a single check does not"),
        ("all-zero", KEY, message, "0".repeat(128), bad, "no signature at all"),
        ("swapped", KEY, message, format!("{S}{R}"), bad, "S and R swapped"),
        ("small-order-key", "0100000000000000000000000000000000000000000000000000000000000000", message, "0100000000000000000000000000000000000000000000000000000000000000".to_owned() + &"0".repeat(64), Some("SmallOrder"), "the equation holds, and proves nothing: the key is refused first"),
    ];
    for (id, key, message, signature, fault, why) in signatures {
        let want = fault.map_or_else(|| json!({}), |fault| json!({"failure": fault}));
        let input = json!({"key": key, "message": message, "signature": signature});
        sheet.case("signature.check", &format!("check-{id}"), why, input, want);
    }
    sheet
}
