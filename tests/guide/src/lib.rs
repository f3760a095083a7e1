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
        const PAGES: &[(&str, &str)] = &[
            $((
                stringify!($name),
                include_str!(concat!("../../../runtime/src/guide/", stringify!($name), ".md")),
            )),*
        ];
    };
}

pages! {
    arguments
    axum
    cluster
    compiler_errors
    costs
    frameworks
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
    fn every_page_is_tested_and_in_the_index() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../runtime/src/guide");
        let mut files: Vec<_> = fs::read_dir(folder)
            .expect("the guide's folder")
            .map(|entry| entry.expect("a file of the guide").file_name().into_string().expect("a name in ASCII"))
            .filter_map(|name| name.strip_suffix(".md").map(str::to_owned))
            .collect();
        files.sort();
        let pages: Vec<_> = PAGES.iter().map(|(page, _)| *page).collect();
        assert_eq!(files, pages, "list the pages in `pages!`, in this order");
        for page in pages {
            assert!(INDEX.contains(&format!("//! | [`{page}`] |")), "{page} is missing in the guide's own index");
        }
    }

    #[test]
    fn every_example_is_compiled() {
        for (page, text) in PAGES.iter().chain(&[("README", README)]) {
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
