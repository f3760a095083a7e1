//! Tables of tab-separated values, whose first line names the columns.

use std::{error::Error, fs, path::Path};

/// The lines of a table, without its first.
pub(crate) fn read<const COLUMNS: usize>(file: &str) -> Result<Vec<[String; COLUMNS]>, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines = text.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty());
    lines
        .map(|(index, line)| {
            let cells: Vec<String> = line.split('\t').map(ToOwned::to_owned).collect();
            cells.try_into().map_err(|cells: Vec<_>| {
                format!("{file}, line {}: {} columns instead of {COLUMNS}", index + 1, cells.len()).into()
            })
        })
        .collect()
}
