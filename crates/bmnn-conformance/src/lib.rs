//! Conformance: how anyone tells that an implementation of bmnn is one.
//!
//! ```text
//! vectors/v1/*.json   one question each, with its answer: for a library
//!   └► vector         their form
//!        └► subject   what is asked: the Rust library, or any other build
//!             └► runner   asks, compares, tells
//!
//! scenarios/*.toml    a clerk's days in words, and what is there at the end: for a product
//!   └► scenario       their form, and the check of the folder that a product left
//! ```
//!
//! The vectors need nothing of this crate: they are JSON with a schema of their
//! own (`schema/vectors.schema.json`), for any language. The guide for vendors
//! is `README.md`, in Vietnamese `README.vi.md`.
//!
//! # What is absent, on purpose
//!
//! No clock and no randomness: the same vectors come out of every run of
//! `cargo xtask vectors`. No words of a real agency: names and people are
//! invented.
#![forbid(unsafe_code)]

pub mod runner;
pub mod scenario;
pub mod subject;
pub mod vector;
