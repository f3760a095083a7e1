//! The command.
use cargo_scoped_entry::{findings, source::{Crate, list}};
fn main() {
    let all = std::env::args().any(|a| a == "--all");
    let paths: Vec<std::path::PathBuf> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).map(Into::into).collect();
    let listed = list(&paths, false).unwrap();
    let mut lines = 0;
    for (folder, files) in &listed.crates {
        let krate = Crate::read(folder, files, false, |_| ());
        lines += krate.lines;
        for f in krate.failed.iter() { eprintln!("FAILED {f:?}"); }
        for f in findings(&krate) {
            if !all && !f.class.is_default() { continue; }
            println!("{}\t{}:{}\t{}\t{}\t{}", f.class.name(), f.path.display(), f.inserted.at.line, f.krate, f.function, f.place);
            for n in f.removed.iter().chain(&f.missed) { println!("\t\t{}: {}", n.at.line, n.text); }
        }
    }
    eprintln!("{lines} lines");
}
