//! The results, in Markdown.

use crate::{fault::Fault, racers::Result};
use comfy_table::{CellAlignment, Table, presets::ASCII_MARKDOWN};

pub(crate) fn of(results: &[Result]) -> String {
    let mut table = Table::new();
    table.load_preset(ASCII_MARKDOWN);
    table.set_header([String::new()].into_iter().chain(Fault::ALL.map(|fault| fault.to_string())));
    for Result { name, left, .. } in results {
        table.add_row([name.clone()].into_iter().chain(left.map(|left| left.to_string())));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.trim_fmt()
}
