//! State secrets of Vietnam (bí mật nhà nước): levels, marks, copies, terms,
//! custody, and the ledger that proves them.
//!
//! Document-management software embeds this crate, mostly through
//! `bmnn-registry` or the C library, to determine and mark state secrets, number
//! their copies, follow every copy from hand to hand, lower and lift the secrecy
//! as the law says, and prove years later, offline, that the record was never
//! altered.
//!
//! # How it fits together
//!
//! Data flows one way: **act → decide → statement → entry → checkpoint →
//! index**. The core has two halves that do not know each other; they meet in
//! the crate `bmnn-registry`.
//!
//! ```text
//! value · id                                   what both halves are made of
//!
//! level · date · until · cite · pack · mark    small values, and the law as dated data
//!   └► copy · act                              what a person did
//!        └► custody                            what is known of copies, people, books
//!             └► term · decide · status        whether it is lawful, and what follows
//!
//! ledger: cbor · key · statement · entry       how it is written down and signed
//!           └► tree · checkpoint · proof       how an outsider checks it
//!                └► chain · verify
//! ```
//!
//! The model knows no hash, the ledger knows no law. Neither has I/O, a clock or
//! randomness of its own: time, storage and salts are arguments, so that every
//! decision can be replayed and every entry checked by a stranger in thirty
//! years.
//!
//! # What is absent, on purpose
//!
//! No network. No entry is ever changed or removed. No level is ever lowered by
//! software alone: a term expires by law, everything else is an act of a person.
//! No English word decides a level. No secret text stands in an error.
//!
//! # Words
//!
//! One word for one thing, in code, vectors and messages.
//!
//! | word | meaning | Vietnamese |
//! | --- | --- | --- |
//! | [level] | `Mat` < `ToiMat` < `TuyetMat`; envelope letters C, B, A | độ mật |
//! | [mark] | what is stamped or printed on a carrier | dấu |
//! | [term] | how long a secret is protected; extensions chain | thời hạn bảo vệ, gia hạn |
//! | carrier | document, object, place, speech, activity, other; in names and ids `document` stands for any of them | tài liệu, vật chứa… |
//! | [copy] | one numbered original of an issue (`Bản số 01`) or one duplicate (`Bản sao số`) | bản, bản sao |
//! | party | an agency, unit or outsider that can send, receive or hold; `self` is the ledger's own agency | cơ quan, đơn vị |
//! | [pack] | the rules in force in a period, as dated data with an article for every value | bộ quy tắc |
//! | provision | one value or rule of a pack: value, citation, confidence | quy định |
//! | [act] | something a person did: `copy.transfer`, `level.adjust` | – |
//! | statement | an act, signed by the person who records it | – |
//! | entry | a statement given its place in the ledger | – |
//! | [ledger] | the append-only, hash-chained sequence of entries | sổ cái |
//! | checkpoint | the ledger's signed size and root | – |
//! | receipt | proof that an entry is in the ledger, checkable without it | – |
//! | registry | an agency's secret registry at work: ledger, index, vault, packs, signers | văn thư |
//! | book | a statutory register, projected from the ledger | sổ đăng ký |
//! | duty | something the law wants done by a day | – |
//! | finding | one thing a verification has to say, with its kind and place | – |
//!
//! # Example
//!
//! The rules answer with their article, and say how sure they are:
//!
//! ```
//! use bmnn::pack::Packs;
//!
//! let packs = Packs::built_in()?;
//! let pack = packs.on("2021-05-04".parse()?).ok_or("no pack")?;
//! let rule = pack.provision("extend.decide-before").ok_or("no provision")?;
//! assert_eq!(rule.value.days(), Some(60));
//! assert!(rule.citation.vi().starts_with("khoản 2 Điều 20"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

pub mod act;
pub mod cite;
pub mod copy;
pub mod custody;
pub mod date;
pub mod decide;
pub mod id;
pub mod ledger;
pub mod level;
pub mod mark;
pub mod pack;
pub mod status;
pub mod term;
pub mod until;
pub mod value;
