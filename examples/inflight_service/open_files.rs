//! Checks that the process may open enough connections.

use std::{io, net::TcpListener};

/// Two, since both ends of each connection are in this process.
const FILES_PER_REQUEST: usize = 2;

/// For the terminal, the runtime and connections that are closing.
const OTHER_FILES: usize = 64;

/// Opens as many files as the load needs and closes them again, a check that works on every system.
///
/// # Errors
///
/// Returns a message for the user if the files cannot be opened.
pub(crate) fn check(concurrency: u16) -> Result<(), String> {
    let files = FILES_PER_REQUEST * usize::from(concurrency) + OTHER_FILES;
    let open = || -> io::Result<()> {
        let first = TcpListener::bind("127.0.0.1:0")?;
        (1..files).map(|_| first.try_clone()).collect::<io::Result<Vec<_>>>().map(drop)
    };
    open().map_err(|error| format!("it takes {files} open files, which the system does not allow ({error})"))
}
