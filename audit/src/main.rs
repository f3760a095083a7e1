//! `cargo scoped-entry`.

use std::{env, process::ExitCode};

fn main() -> ExitCode {
    cargo_scoped_entry::run(env::args_os())
}
