//! Compares what one nightly compiler says of the cases under `fail/lazy` and `fail/hold`, whose errors depend on how the
//! compiler explains the look-up of a method.
//!
//! `TRYBUILD=overwrite cargo +nightly test -p scoped-entry-ui --test nightly` writes the expected errors anew; for another
//! nightly, change [`COMPILER`] and rename the folder.

use std::{env, fs, path::Path, process::Command};

/// The compiler whose words the `.stderr` files under `nightly/` hold, with the date that is the folder's name.
const COMPILER: &str = "rustc 1.97.0-nightly (e50aa6fba 2026-05-19)";

fn compiler() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().expect("the compiler that built this test runs");
    String::from_utf8_lossy(&version.stdout).trim().to_owned()
}

/// Copies the cases to the expected errors, since trybuild expects both in one folder. The copies are not committed.
fn copy_cases(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap_or_else(|error| panic!("{}: {error}", to.display()));
    for case in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let case = case.expect("the folder can be listed").path();
        if case.extension().is_some_and(|extension| extension == "rs") {
            let copy = to.join(case.file_name().expect("a case has a name"));
            fs::copy(&case, &copy).unwrap_or_else(|error| panic!("{}: {error}", copy.display()));
        }
    }
}

#[test]
fn cases() {
    let compiler = compiler();
    if compiler != COMPILER {
        println!("skipped: the expected errors are those of {COMPILER}, this is {compiler}");
        return;
    }
    let date = COMPILER.trim_end_matches(')').rsplit(' ').next().expect("the version ends with a date");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    for group in ["lazy", "hold"] {
        copy_cases(&folder.join("fail").join(group), &folder.join("nightly").join(date).join(group));
    }
    let cases = trybuild::TestCases::new();
    // With a case that has to run, trybuild builds all of them: some errors come after the type check.
    cases.pass("pass/hold.rs");
    cases.compile_fail(format!("nightly/{date}/*/*.rs"));
}
