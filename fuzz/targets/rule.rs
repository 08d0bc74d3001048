#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| cloud_plan_fuzz::rule(bytes));
