//! Whether the process may open as many connections as it is asked to.

use std::{io, net::TcpListener};

/// Both ends of each connection are in this process.
const FILES_PER_REQUEST: usize = 2;

/// For the terminal, the runtime and connections that are being closed.
const OTHER_FILES: usize = 64;

/// Opens that many files and closes them again, which asks in a way that works on every system.
///
/// # Errors
///
/// Why they cannot be opened, for the user to read.
pub(crate) fn check(concurrency: u16) -> Result<(), String> {
    let files = FILES_PER_REQUEST * usize::from(concurrency) + OTHER_FILES;
    let open = || -> io::Result<()> {
        let first = TcpListener::bind("127.0.0.1:0")?;
        (1..files).map(|_| first.try_clone()).collect::<io::Result<Vec<_>>>().map(drop)
    };
    open().map_err(|error| format!("it takes {files} open files, which the system does not allow ({error})"))
}
