//! Where the members of the structs lie that C programs fill.
//!
//! Written by `cargo xtask header`; do not edit.

#[cfg(target_pointer_width = "64")]
const _: () = {
    assert!(size_of::<crate::bmnn_verify_options>() == 60);
    assert!(align_of::<crate::bmnn_verify_options>() == 4);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, struct_size) == 0);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, reserved) == 4);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, checking) == 8);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, threads) == 12);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, is_export) == 16);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, keeps_bookmark) == 20);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, has_ledger_id) == 24);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, ledger_id) == 28);
    assert!(size_of::<crate::bmnn_clock_functions>() == 32);
    assert!(align_of::<crate::bmnn_clock_functions>() == 8);
    assert!(std::mem::offset_of!(crate::bmnn_clock_functions, struct_size) == 0);
    assert!(std::mem::offset_of!(crate::bmnn_clock_functions, reserved) == 4);
    assert!(std::mem::offset_of!(crate::bmnn_clock_functions, user) == 8);
    assert!(std::mem::offset_of!(crate::bmnn_clock_functions, destroy) == 16);
    assert!(std::mem::offset_of!(crate::bmnn_clock_functions, now) == 24);
    assert!(size_of::<crate::bmnn_randomness_functions>() == 32);
    assert!(align_of::<crate::bmnn_randomness_functions>() == 8);
    assert!(std::mem::offset_of!(crate::bmnn_randomness_functions, struct_size) == 0);
    assert!(std::mem::offset_of!(crate::bmnn_randomness_functions, reserved) == 4);
    assert!(std::mem::offset_of!(crate::bmnn_randomness_functions, user) == 8);
    assert!(std::mem::offset_of!(crate::bmnn_randomness_functions, destroy) == 16);
    assert!(std::mem::offset_of!(crate::bmnn_randomness_functions, fill) == 24);
    assert!(size_of::<crate::bmnn_log_functions>() == 32);
    assert!(align_of::<crate::bmnn_log_functions>() == 8);
    assert!(std::mem::offset_of!(crate::bmnn_log_functions, struct_size) == 0);
    assert!(std::mem::offset_of!(crate::bmnn_log_functions, reserved) == 4);
    assert!(std::mem::offset_of!(crate::bmnn_log_functions, user) == 8);
    assert!(std::mem::offset_of!(crate::bmnn_log_functions, destroy) == 16);
    assert!(std::mem::offset_of!(crate::bmnn_log_functions, line) == 24);
    assert!(size_of::<crate::bmnn_signer_functions>() == 64);
    assert!(align_of::<crate::bmnn_signer_functions>() == 8);
    assert!(std::mem::offset_of!(crate::bmnn_signer_functions, struct_size) == 0);
    assert!(std::mem::offset_of!(crate::bmnn_signer_functions, reserved) == 4);
    assert!(std::mem::offset_of!(crate::bmnn_signer_functions, user) == 8);
    assert!(std::mem::offset_of!(crate::bmnn_signer_functions, destroy) == 16);
    assert!(std::mem::offset_of!(crate::bmnn_signer_functions, sign) == 24);
    assert!(std::mem::offset_of!(crate::bmnn_signer_functions, public_key) == 32);
};

#[cfg(all(target_pointer_width = "32", windows))]
const _: () = {
    assert!(size_of::<crate::bmnn_verify_options>() == 60);
    assert!(align_of::<crate::bmnn_verify_options>() == 4);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, struct_size) == 0);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, reserved) == 4);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, checking) == 8);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, threads) == 12);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, is_export) == 16);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, keeps_bookmark) == 20);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, has_ledger_id) == 24);
    assert!(std::mem::offset_of!(crate::bmnn_verify_options, ledger_id) == 28);
    assert!(size_of::<crate::bmnn_clock_functions>() == 20);
    assert!(align_of::<crate::bmnn_clock_functions>() == 4);
    assert!(std::mem::offset_of!(crate::bmnn_clock_functions, struct_size) == 0);
    assert!(std::mem::offset_of!(crate::bmnn_clock_functions, reserved) == 4);
    assert!(std::mem::offset_of!(crate::bmnn_clock_functions, user) == 8);
    assert!(std::mem::offset_of!(crate::bmnn_clock_functions, destroy) == 12);
    assert!(std::mem::offset_of!(crate::bmnn_clock_functions, now) == 16);
    assert!(size_of::<crate::bmnn_randomness_functions>() == 20);
    assert!(align_of::<crate::bmnn_randomness_functions>() == 4);
    assert!(std::mem::offset_of!(crate::bmnn_randomness_functions, struct_size) == 0);
    assert!(std::mem::offset_of!(crate::bmnn_randomness_functions, reserved) == 4);
    assert!(std::mem::offset_of!(crate::bmnn_randomness_functions, user) == 8);
    assert!(std::mem::offset_of!(crate::bmnn_randomness_functions, destroy) == 12);
    assert!(std::mem::offset_of!(crate::bmnn_randomness_functions, fill) == 16);
    assert!(size_of::<crate::bmnn_log_functions>() == 20);
    assert!(align_of::<crate::bmnn_log_functions>() == 4);
    assert!(std::mem::offset_of!(crate::bmnn_log_functions, struct_size) == 0);
    assert!(std::mem::offset_of!(crate::bmnn_log_functions, reserved) == 4);
    assert!(std::mem::offset_of!(crate::bmnn_log_functions, user) == 8);
    assert!(std::mem::offset_of!(crate::bmnn_log_functions, destroy) == 12);
    assert!(std::mem::offset_of!(crate::bmnn_log_functions, line) == 16);
    assert!(size_of::<crate::bmnn_signer_functions>() == 52);
    assert!(align_of::<crate::bmnn_signer_functions>() == 4);
    assert!(std::mem::offset_of!(crate::bmnn_signer_functions, struct_size) == 0);
    assert!(std::mem::offset_of!(crate::bmnn_signer_functions, reserved) == 4);
    assert!(std::mem::offset_of!(crate::bmnn_signer_functions, user) == 8);
    assert!(std::mem::offset_of!(crate::bmnn_signer_functions, destroy) == 12);
    assert!(std::mem::offset_of!(crate::bmnn_signer_functions, sign) == 16);
    assert!(std::mem::offset_of!(crate::bmnn_signer_functions, public_key) == 20);
};
