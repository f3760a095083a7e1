//! A process for each burst.

use crate::burst::{Bytes, measure};
use scoped_entry_peers::{
    key::Key,
    peer::Family,
    roster::{self, Visit},
};
use std::{env, io, process::Command};

/// One burst: of a map, with keys of a type, whose entries end in the order in which they were made or in another.
pub(crate) struct Burst {
    pub(crate) map: &'static str,
    pub(crate) key: &'static str,
    pub(crate) in_order: bool,
}

impl Burst {
    fn name(&self) -> String {
        format!("{}/{}/{}", self.map, self.key, self.in_order)
    }

    /// Makes it in another process.
    ///
    /// # Errors
    ///
    /// Why it cannot be made, for people to read.
    pub(crate) fn run(&self, live: u32) -> io::Result<[Bytes; 3]> {
        let output = Command::new(env::current_exe()?)
            .args(["--bench", "--burst", &self.name(), "--live", &live.to_string()])
            .output()
            .map_err(|error| io::Error::new(error.kind(), format!("this program cannot be run: {error}")))?;
        let said = String::from_utf8_lossy(&output.stdout);
        let figures = said.lines().map_while(|line| {
            let (allocated, resident) = line.split_once(' ')?;
            Some(Bytes { allocated: allocated.parse().ok()?, resident: resident.parse().ok()? })
        });
        figures.collect::<Vec<_>>().try_into().map_err(|_| {
            let said = String::from_utf8_lossy(&output.stderr);
            io::Error::other(format!("the burst of {} told nothing:\n{said}", self.name()))
        })
    }
}

/// Makes the burst of this name, and tells what it took.
pub(crate) fn burst(name: &str, live: u32) {
    roster::each(&mut Named { name, live });
}

struct Named<'a> {
    name: &'a str,
    live: u32,
}

impl Visit for Named<'_> {
    fn family<F: Family>(&mut self) {
        self.key::<F, u64>();
        self.key::<F, String>();
    }
}

impl Named<'_> {
    fn key<F: Family, K: Key>(&self) {
        for in_order in [true, false] {
            if (Burst { map: F::NAME, key: K::NAME, in_order }).name() == self.name {
                for Bytes { allocated, resident } in measure::<F, K>(self.live, in_order) {
                    println!("{allocated} {resident}");
                }
            }
        }
    }
}
