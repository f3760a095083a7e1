//! The messages of the child process to its parent: lines of text.

use std::{
    fmt,
    io::{self, Write as _},
};

pub(crate) const MIB: u64 = 1 << 20;

/// Resident memory after a number of calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sample {
    pub(crate) calls: u64,
    /// In bytes.
    pub(crate) resident: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    Sample(Sample),
    /// All calls were made; this number of entries remains.
    Left(u64),
}

impl Told {
    /// Writes the message to standard output.
    ///
    /// # Errors
    ///
    /// Returns an error if the parent process is gone.
    pub(crate) fn tell(self) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        writeln!(stdout, "{self}")?;
        stdout.flush()
    }

    pub(crate) fn read(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let told = match words.next()? {
            "sample" => {
                let [calls, resident] = [words.next()?, words.next()?].map(|word| word.parse().ok());
                Self::Sample(Sample { calls: calls?, resident: resident? })
            }
            "left" => Self::Left(words.next()?.parse().ok()?),
            _ => return None,
        };
        words.next().is_none().then_some(told)
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sample(Sample { calls, resident }) => write!(f, "sample {calls} {resident}"),
            Self::Left(entries) => write!(f, "left {entries}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Sample, Told};

    #[test]
    fn messages_are_read_as_they_were_written() {
        for told in [Told::Sample(Sample { calls: 1, resident: 2 }), Told::Left(3)] {
            assert_eq!(Told::read(&told.to_string()), Some(told));
        }
    }

    #[test]
    fn other_lines_are_rejected() {
        for line in ["", "sample 1", "sample 1 2 3", "sample a 2", "left", "left 1 2", "right 1"] {
            assert_eq!(Told::read(line), None, "{line}");
        }
    }
}
