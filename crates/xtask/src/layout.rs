//! The layout of every struct that C programs fill: out of the header, for
//! 64-bit and 32-bit programs.
//!
//! ```text
//! include/bmnn.h ─► abi/layout.json             for other languages' tests
//!                ─► bmnn-capi/src/layout.rs     const asserts: Rust agrees
//!                └► layout.c (`cargo xtask c`)  static asserts: every C compiler agrees
//! ```
//!
//! All members have a fixed width or are pointers, each at a multiple of its own
//! size: so do the System V ABI of x86-64 and both of Windows. (The System V ABI
//! of i386 does not; the library is not made for it.)

use serde_json::{Value, json};
use std::fmt::Write;

/// A struct that is more than a name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Struct {
    name: String,
    /// Name and type of each member.
    members: Vec<(String, Member)>,
}

/// What a member is to the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Member {
    /// So many bytes.
    Fixed(usize),
    /// As wide as an address.
    Word,
    /// So many single bytes.
    Bytes(usize),
}

impl Member {
    fn size(self, word: usize) -> usize {
        match self {
            Self::Fixed(size) | Self::Bytes(size) => size,
            Self::Word => word,
        }
    }

    fn align(self, word: usize) -> usize {
        match self {
            Self::Bytes(_) => 1,
            other => other.size(word),
        }
    }
}

/// Where a struct's members lie.
struct Laid<'a> {
    size: usize,
    align: usize,
    /// Name, offset, size.
    members: Vec<(&'a str, usize, usize)>,
}

impl Struct {
    fn laid(&self, word: usize) -> Laid<'_> {
        let (mut end, mut align) = (0_usize, 1);
        let mut members = Vec::new();
        for (name, member) in &self.members {
            let offset = end.next_multiple_of(member.align(word));
            members.push((name.as_str(), offset, member.size(word)));
            end = offset + member.size(word);
            align = align.max(member.align(word));
        }
        Laid {
            size: end.next_multiple_of(align),
            align,
            members,
        }
    }
}

/// Every struct of the header that has members.
pub(crate) fn structs(header: &str) -> Result<Vec<Struct>, String> {
    let header = without_comments(header);
    let mut all = Vec::new();
    for rest in header.split("typedef struct ").skip(1) {
        let Some((name, rest)) = rest.split_once('{') else {
            continue;
        };
        if name.contains(';') {
            continue; // A name alone; the brace is a later one's.
        }
        let name = name.trim();
        let members = rest.split_once('}').map_or("", |(members, _)| members);
        let members = members.split(';').map(str::trim);
        let members = members
            .filter(|member| !member.is_empty())
            .map(|text| {
                member(text).ok_or_else(|| format!("`{name}`: what is the layout of `{text}`?"))
            })
            .collect::<Result<_, _>>()?;
        all.push(Struct {
            name: name.to_owned(),
            members,
        });
    }
    Ok(all)
}

/// A header's declarations alone.
pub(crate) fn without_comments(header: &str) -> String {
    let mut parts = header.split("/*");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once("*/").map_or("", |(_, code)| code));
    }
    text
}

fn member(text: &str) -> Option<(String, Member)> {
    // A function: `int32_t (*now)(void *user)`.
    if let Some((_, rest)) = text.split_once("(*") {
        let (name, _) = rest.split_once(')')?;
        return Some((name.trim().to_owned(), Member::Word));
    }
    let at = text.rfind([' ', '*'])? + 1;
    let (kind, name) = text.split_at_checked(at)?;
    if kind.contains('*') {
        return Some((name.to_owned(), Member::Word));
    }
    if let Some((name, count)) = name.split_once('[') {
        let count = count.strip_suffix(']')?.parse().ok()?;
        return (kind.trim() == "uint8_t").then(|| (name.to_owned(), Member::Bytes(count)));
    }
    let member = match kind.trim() {
        "uint8_t" | "int8_t" => Member::Fixed(1),
        "uint16_t" | "int16_t" => Member::Fixed(2),
        "uint32_t" | "int32_t" | "bmnn_status" => Member::Fixed(4),
        "uint64_t" | "int64_t" => Member::Fixed(8),
        "size_t" => Member::Word,
        _ => return None,
    };
    Some((name.to_owned(), member))
}

/// `layout.json`: `{"64": {"bmnn_…": {"size", "align", "members": [{"name",
/// "offset", "size"}]}}, "32": …}`.
pub(crate) fn as_json(all: &[Struct]) -> String {
    let for_word = |word| {
        let laid = |one: &Struct| {
            let laid = one.laid(word);
            let members: Vec<Value> = laid
                .members
                .iter()
                .map(|(name, offset, size)| json!({"name": name, "offset": offset, "size": size}))
                .collect();
            let value = json!({"size": laid.size, "align": laid.align, "members": members});
            (one.name.clone(), value)
        };
        Value::Object(all.iter().map(laid).collect())
    };
    format!("{:#}\n", json!({"64": for_word(8), "32": for_word(4)}))
}

/// The same as Rust asserts it while it compiles.
pub(crate) fn as_rust(all: &[Struct]) -> String {
    let mut text = String::from(
        "//! Where the members of the structs lie that C programs fill.\n//!\n\
         //! Written by `cargo xtask header`; do not edit.\n",
    );
    for (word, target) in [
        (8, "target_pointer_width = \"64\""),
        (4, "all(target_pointer_width = \"32\", windows)"),
    ] {
        let mut facts = String::new();
        for one in all {
            let (name, laid) = (&one.name, one.laid(word));
            let (size, align) = (laid.size, laid.align);
            let fact = |facts: &mut String, what: String, is: usize| {
                // Writing to a String cannot fail.
                let _ = writeln!(facts, "    assert!({what} == {is});");
            };
            fact(&mut facts, format!("size_of::<crate::{name}>()"), size);
            fact(&mut facts, format!("align_of::<crate::{name}>()"), align);
            for (member, offset, _) in laid.members {
                let what = format!("std::mem::offset_of!(crate::{name}, {member})");
                fact(&mut facts, what, offset);
            }
        }
        let _ = write!(text, "\n#[cfg({target})]\nconst _: () = {{\n{facts}}};\n");
    }
    text
}

/// The same as a C11 compiler asserts it.
pub(crate) fn as_c(all: &[Struct]) -> String {
    let mut text = String::from(
        "#include \"bmnn.h\"\n\n#define IS(what, in64, in32) \\\n    _Static_assert((what) == (sizeof(void *) == 8 ? (in64) : (in32)), #what)\n\n",
    );
    for one in all {
        let (name, wide, narrow) = (&one.name, one.laid(8), one.laid(4));
        let _ = writeln!(text, "IS(sizeof({name}), {}, {});", wide.size, narrow.size);
        for ((member, in64, size64), (_, in32, size32)) in wide.members.iter().zip(&narrow.members)
        {
            let _ = writeln!(text, "IS(offsetof({name}, {member}), {in64}, {in32});");
            let sized = format!("sizeof((({name} *)0)->{member})");
            let _ = writeln!(text, "IS({sized}, {size64}, {size32});");
        }
    }
    text.push_str("int main(void) { return 0; }\n");
    text
}

#[cfg(test)]
mod tests {
    use super::{as_c, as_json, as_rust, structs};

    const HEADER: &str = "
typedef struct bmnn_buf bmnn_buf;
/** A struct { of; none } in a comment. */
typedef struct bmnn_all {
    /** sizeof(bmnn_all). */
    uint32_t struct_size;
    const uint8_t *id;
    uint8_t kind;
    int64_t (*now)(void *user, uint8_t *at);
    uint8_t hash[3];
    uint64_t count;
} bmnn_all;
typedef struct bmnn_report bmnn_report;
";

    #[test]
    fn members_lie_at_multiples_of_their_size() {
        let all = structs(HEADER).unwrap();
        let [one] = all.as_slice() else {
            panic!("{all:?}")
        };
        let offsets = |word| one.laid(word).members.into_iter().map(|(_, at, _)| at);
        assert_eq!(offsets(8).collect::<Vec<_>>(), [0, 8, 16, 24, 32, 40]);
        assert_eq!(offsets(4).collect::<Vec<_>>(), [0, 4, 8, 12, 16, 24]);
        assert_eq!((one.laid(8).size, one.laid(4).size), (48, 32));
    }

    #[test]
    fn all_three_say_the_same() {
        let all = structs(HEADER).unwrap();
        assert!(as_json(&all).contains("\"offset\": 40"));
        assert!(as_rust(&all).contains("offset_of!(crate::bmnn_all, count) == 40);"));
        assert!(as_c(&all).contains("IS(offsetof(bmnn_all, count), 40, 24);"));
    }

    #[test]
    fn a_member_of_no_fixed_width_is_refused() {
        for kind in ["long", "struct bmnn_date", "wchar_t", "uint32_t[2]"] {
            let header = HEADER.replace("uint64_t count", &format!("{kind} count"));
            assert!(structs(&header).is_err(), "{kind}");
        }
        assert!(structs(&HEADER.replace("uint8_t hash[3]", "uint32_t hash[3]")).is_err());
    }
}
