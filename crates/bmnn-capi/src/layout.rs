//! Where the members of the structs lie that C programs fill.
//!
//! Written by `cargo xtask header`; do not edit.

#[cfg(target_pointer_width = "64")]
const _: () = {
    assert!(size_of::<crate::bmnn_verify_options>() == 24);
    assert!(align_of::<crate::bmnn_verify_options>() == 8);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, struct_size) == 0);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, checking) == 4);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, threads) == 8);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, is_export) == 12);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, ledger_id) == 16);
};

#[cfg(all(target_pointer_width = "32", windows))]
const _: () = {
    assert!(size_of::<crate::bmnn_verify_options>() == 20);
    assert!(align_of::<crate::bmnn_verify_options>() == 4);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, struct_size) == 0);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, checking) == 4);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, threads) == 8);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, is_export) == 12);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, ledger_id) == 16);
};
