#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| bmnn_fuzz::proof::growth_law(data));
