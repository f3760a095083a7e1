//! Instructions of a call, counted by callgrind.

use std::{env, io, process::Command};

/// What starting the process costs is in both counts, and drops out of their difference.
const CALLS: [u64; 2] = [2_000, 12_000];

pub(crate) fn per_call(candidate: usize) -> io::Result<f64> {
    let [few, many] = CALLS;
    let difference = instructions(candidate, many)? - instructions(candidate, few)?;
    #[expect(clippy::cast_precision_loss, reason = "both numbers are far below 2^52")]
    Ok(difference as f64 / (many - few) as f64)
}

fn instructions(candidate: usize, calls: u64) -> io::Result<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe()?)
        .args(["--only", &candidate.to_string(), &calls.to_string()])
        .output()
        .map_err(|error| io::Error::new(error.kind(), format!("valgrind cannot be run: {error}")))?;
    let said = String::from_utf8_lossy(&output.stderr);
    said.lines()
        .find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
        .filter(|_| output.status.success())
        .ok_or_else(|| io::Error::other(format!("callgrind counted nothing:\n{said}")))
}
