//! What the linker is told of the shared library on Linux.
#![forbid(unsafe_code)]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        // Programs ask for the name with the ABI's major version.
        println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libbmnn.so.1");
        // Rust's thread-locals have destructors: once loaded, it stays loaded.
        println!("cargo::rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
}
