//! Compiles each case under `pass/` and runs it, and compares what the compiler says of each one under `fail/`.
//!
//! `TRYBUILD=overwrite cargo test -p scoped-entry-ui` writes the expected errors anew; read the difference before you
//! commit it.

use std::process::Command;

/// The compiler whose words the `.stderr` files hold.
const COMPILER: &str = "rustc 1.95.0 ";

fn compiler() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().expect("the compiler that built this test runs");
    String::from_utf8_lossy(&version.stdout).into_owned()
}

#[test]
fn cases() {
    let cases = trybuild::TestCases::new();
    cases.pass("pass/*.rs");
    let compiler = compiler();
    if compiler.starts_with(COMPILER) {
        cases.compile_fail("fail/*/*.rs");
    } else {
        println!(
            "the cases under `fail/` are skipped: their expected errors are those of {COMPILER}, this is {compiler}"
        );
    }
}
