//! The repository's files: their sizes, copies and links.

use scoped_entry_structure::repository::{Complaints, copies, front_page, guide, long_files, root, symlinks};
use std::fs;

#[track_caller]
fn no_complaints(complaints: Complaints) {
    let complaints = complaints.unwrap_or_else(|error| panic!("{error}"));
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn the_front_page_is_short() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a README.md");
    no_complaints(Ok(front_page(&readme)));
}

#[test]
fn copies_are_equal() {
    no_complaints(copies(root()));
}

#[test]
fn published_files_are_no_symlinks() {
    no_complaints(symlinks(root()));
}

#[test]
fn the_front_page_links_each_page_of_the_guide() {
    no_complaints(guide(root()));
}

#[test]
fn source_files_are_short() {
    no_complaints(long_files(root()));
}

mod failures {
    //! Each check complains where it should.

    use super::{Complaints, copies, front_page, guide, long_files, symlinks};
    use std::{fs, path::PathBuf};

    /// A repository in a folder that nothing else uses.
    fn repository(name: &str, files: &[(&str, &str)]) -> PathBuf {
        let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        _ = fs::remove_dir_all(&root);
        let all = ["README.md", "LICENSE-MIT", "LICENSE-APACHE"].into_iter().flat_map(|file| {
            ["", "cluster/", "macros/", "runtime/"].map(|folder| (format!("{folder}{file}"), "[guide](guide/a/)"))
        });
        for (file, text) in all.chain(files.iter().map(|(file, text)| ((*file).to_owned(), *text))) {
            let path = root.join(file);
            fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the folder can be made");
            fs::write(path, text).expect("the file can be written");
        }
        root
    }

    fn complaints(complaints: Complaints) -> Vec<String> {
        complaints.unwrap_or_else(|error| vec![format!("error: {error}")])
    }

    #[test]
    fn a_long_front_page() {
        assert!(front_page(&"a b c\n".repeat(250)).is_empty());
        assert!(front_page(&"a b c\n".repeat(251))[0].starts_with("README.md has 251 lines"));
        assert!(front_page(&"a ".repeat(1_801))[0].starts_with("README.md has 1801 words"));
    }

    #[test]
    fn a_copy_that_differs() {
        let root = repository("copies", &[]);
        assert!(complaints(copies(&root)).is_empty());
        fs::write(root.join("runtime/README.md"), "../README.md").expect("the file can be written");
        fs::remove_file(root.join("macros/LICENSE-MIT")).expect("the file can be removed");
        assert_eq!(
            complaints(copies(&root)),
            [
                "runtime/README.md differs from README.md: run `cp README.md runtime/README.md`",
                "macros/LICENSE-MIT differs from LICENSE-MIT: run `cp LICENSE-MIT macros/LICENSE-MIT`",
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_symlink() {
        let root = repository("symlinks", &[]);
        assert!(complaints(symlinks(&root)).is_empty());
        fs::remove_file(root.join("runtime/README.md")).expect("the file can be removed");
        std::os::unix::fs::symlink("../README.md", root.join("runtime/README.md")).expect("a symlink can be made");
        assert!(complaints(copies(&root)).is_empty());
        assert!(complaints(symlinks(&root))[0].starts_with("runtime/README.md is a symlink"));
    }

    #[test]
    fn a_page_that_is_not_listed() {
        assert!(complaints(guide(&repository("guide-none", &[])))[0].starts_with("error: there is no folder"));
        let guided = |name, readme| {
            let pages = [("runtime/src/guide/a.md", ""), ("runtime/src/guide/b.md", "")];
            let root = repository(name, &pages);
            fs::write(root.join("README.md"), readme).expect("the file can be written");
            fs::write(root.join("runtime/src/guide/mod.rs"), "pub mod a {} mod b;").expect("the file can be written");
            complaints(guide(&root))
        };
        assert!(guided("guide-paths", "[a](https://x/guide/a/) and [b][]\n\n[b]: y/guide/b/index.html#z\n").is_empty());
        assert!(guided("guide-items", "[a](crate::guide::a)\n[b]: guide::b\n").is_empty());
        assert_eq!(guided("guide-near", "[a](guide/a/), guide/b/, [b](guide::bc) [b](guide/b.html)").len(), 1);
        let root =
            repository("guide-module", &[("runtime/src/guide/a.md", ""), ("runtime/src/guide/mod.rs", "mod b;")]);
        assert!(complaints(guide(&root))[0].starts_with("runtime/src/guide/mod.rs has no module `a`"));
    }

    #[test]
    fn a_long_source_file() {
        let most = "\n".repeat(300);
        let root = repository("sizes", &[("macros/src/a.rs", &most), ("runtime/target/a.rs", "\n\n")]);
        assert!(complaints(long_files(&root)).is_empty());
        fs::write(root.join("macros/src/a.rs"), "\n".repeat(301)).expect("the file can be written");
        assert!(complaints(long_files(&root))[0].starts_with("macros/src/a.rs has 301 lines"));
    }
}
