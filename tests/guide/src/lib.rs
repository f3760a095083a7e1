//! Compiles and runs the examples of the README and of the guide's pages. They are in Markdown files, which the published
//! crate shows but does not test: what the examples need, like axum or tonic, is no dependency of that crate.
//!
//! This package is never documented itself: the links of the pages are those of the published crate.

#![forbid(unsafe_code)]
#![allow(rustdoc::broken_intra_doc_links)]

#[doc = include_str!("../../../README.md")]
pub mod readme {}

macro_rules! pages {
    ($($name:ident)*) => {
        $(
            #[doc = include_str!(concat!("../../../runtime/src/guide/", stringify!($name), ".md"))]
            pub mod $name {}
        )*

        #[cfg(test)]
        const PAGES: &[&str] = &[$(stringify!($name)),*];
    };
}

pages! {
    arguments
    axum
    compiler_errors
    costs
    guarantees
    lazy_results
    limitations
    limits_and_reports
    maps
    metrics
    migrating
    no_std
    shutdown
    single_flight
    streams_and_tasks
    threads
    tonic
    web_page
}

#[cfg(test)]
mod tests {
    use super::PAGES;
    use std::{fs, path::Path};

    const README: &str = include_str!("../../../README.md");
    const INDEX: &str = include_str!("../../../runtime/src/guide/mod.rs");

    #[test]
    fn the_front_page_stays_short() {
        let lines = README.lines().count();
        assert!(lines <= 250, "README.md has {lines} lines: move what is not for everyone to the guide");
        let words = README.split_whitespace().count();
        assert!(words <= 1_800, "README.md has {words} words: move what is not for everyone to the guide");
    }

    #[test]
    fn every_page_is_in_both_indexes_and_has_its_examples_run() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../runtime/src/guide");
        let mut files: Vec<_> = fs::read_dir(folder)
            .expect("the guide's folder")
            .map(|entry| entry.expect("a file of the guide").file_name().into_string().expect("a name in ASCII"))
            .filter_map(|name| name.strip_suffix(".md").map(str::to_owned))
            .collect();
        files.sort();
        assert_eq!(files, PAGES, "list the pages in `pages!`, in this order");
        for page in PAGES {
            assert!(INDEX.contains(&format!("//! | [`{page}`] |")), "{page} is missing in the guide's own index");
            assert!(INDEX.contains(&format!("pub mod {page} {{}}")), "{page} is no module of the guide");
            assert!(
                README.contains(&format!("https://docs.rs/scoped-entry/latest/scoped_entry/guide/{page}/\n")),
                "{page} is missing in the README's index"
            );
        }
    }

    #[test]
    fn every_example_is_compiled() {
        for page in PAGES.iter().map(|page| format!("{page}.md")).chain(["README".into()]) {
            let text = match page.as_str() {
                "README" => README.to_owned(),
                page => {
                    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../runtime/src/guide").join(page))
                        .expect("a page")
                }
            };
            for fence in text.lines().filter_map(|line| line.trim_start().strip_prefix("```")) {
                assert!(
                    ["", "rust", "rust,no_run", "toml", "sh", "json", "yaml"].contains(&fence)
                        || fence.starts_with("compile_fail"),
                    "{page} has a block `{fence}`, which is not compiled"
                );
            }
        }
    }
}
