//! Prints which file of a crate depends on which, and the cycles.
//!
//! ```text
//! cargo run -p scoped-entry-structure [-- FOLDER…]
//! ```
//!
//! `FOLDER` is a crate's, `macros` and `runtime` if none is given. The last list has a cycle for each
//! edge that has to go, if it is the edge with the fewest paths.

#![forbid(unsafe_code)]

use scoped_entry_structure::{Sources, examine};
use std::{env, error::Error, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let mut folders: Vec<_> = env::args_os().skip(1).collect();
    if folders.is_empty() {
        folders = vec!["macros".into(), "runtime".into()];
    }
    for folder in &folders {
        let folder = Path::new(folder);
        let examined = examine(&Sources::read(folder, folder)?)?;
        println!("=== {}: edges\n", folder.display());
        examined.graph.edges().for_each(|edge| println!("{edge}"));
        println!("\n=== {}: through re-exports of the root\n", folder.display());
        examined.through_root.iter().for_each(|site| println!("{site}"));
        println!("\n=== {}: unresolved\n", folder.display());
        examined.unresolved.iter().for_each(|site| println!("{site}"));
        println!("\n=== {}: files that depend on each other, and cycles to break\n", folder.display());
        for cycle in examined.graph.cycles() {
            println!("{}: {}", cycle.files.len(), cycle.files.join(", "));
        }
        for cycle in examined.graph.cycles_to_break() {
            println!();
            cycle.steps.iter().for_each(|step| println!("{step}"));
        }
        println!();
    }
    Ok(())
}
