//! The inputs that the coverage-guided runs have kept: one file, one input a line.
//!
//! libFuzzer wants a folder with a file for each input: `guided/run` unpacks the file into one, and packs it again.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus.txt")
}

/// Returns the inputs of the corpus.
///
/// # Errors
///
/// If the file cannot be read.
pub fn read() -> io::Result<Vec<String>> {
    Ok(fs::read_to_string(file())?.lines().map(unescape).collect())
}

/// Writes each input of the corpus into a file of its own in `folder`.
///
/// # Errors
///
/// If the corpus cannot be read, or a file cannot be written.
pub fn unpack(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (index, input) in read()?.iter().enumerate() {
        fs::write(folder.join(format!("input-{index:05}")), input)?;
    }
    Ok(())
}

/// Makes the corpus of the files in `folder`, sorted, each input once. An input that is not UTF-8 is left out, since no
/// source text is.
///
/// # Errors
///
/// If a file cannot be read, or the corpus cannot be written.
pub fn pack(folder: &Path) -> io::Result<()> {
    let mut lines = Vec::new();
    for entry in fs::read_dir(folder)? {
        lines.extend(String::from_utf8(fs::read(entry?.path())?).ok().map(|input| escape(&input) + "\n"));
    }
    lines.sort_unstable();
    lines.dedup();
    fs::write(file(), lines.concat())
}

/// The input on one line.
fn escape(input: &str) -> String {
    input.replace('\\', r"\\").replace('\n', r"\n").replace('\r', r"\r")
}

fn unescape(line: &str) -> String {
    let mut characters = line.chars();
    let mut input = String::with_capacity(line.len());
    while let Some(character) = characters.next() {
        let unescaped = match (character, characters.as_str().chars().next()) {
            ('\\', Some('n')) => Some('\n'),
            ('\\', Some('r')) => Some('\r'),
            ('\\', Some('\\')) => Some('\\'),
            _ => None,
        };
        if unescaped.is_some() {
            characters.next();
        }
        input.push(unescaped.unwrap_or(character));
    }
    input
}

/// Whether each of the inputs comes back as it was: for a test.
#[must_use]
pub fn is_reversible(inputs: &[&str]) -> bool {
    inputs.iter().all(|input| !escape(input).contains(['\n', '\r']) && unescape(&escape(input)) == *input)
}
