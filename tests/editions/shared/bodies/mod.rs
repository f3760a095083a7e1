//! The functions that the build script wrote, and the tests of them.
//!
//! `BODIES_ROUNDS` is how often each is called; `BODIES_SEED`, `BODIES_FIRST` and `BODIES_FUNCTIONS` choose others than
//! those that everybody plays. `BODIES_REPORT` is a file for the counts.

use scoped_entry_bodies_stage::{Report, play_all};
use std::{env, fs, sync::LazyLock};

/// The functions, as if they stood in this crate: they have its edition.
mod bodies {
    #![allow(unused_imports)]

    use futures_core::Stream;
    use scoped_entry::{InflightMap, UniqueMap, enter, scoped_entry};
    use scoped_entry_bodies_stage::*;
    use std::{
        collections::{BTreeMap, BTreeSet, HashMap, HashSet},
        future::Future,
        pin::Pin,
        sync::{Arc, LazyLock, Mutex, RwLock},
    };

    include!(concat!(env!("OUT_DIR"), "/bodies.rs"));
}

fn number(name: &str, otherwise: u64) -> u64 {
    env::var(name).map_or(otherwise, |number| number.parse().expect("the variable is a number"))
}

static REPORT: LazyLock<Report> = LazyLock::new(|| {
    let report = play_all(bodies::CASES, number("BODIES_SEED", 1), number("BODIES_ROUNDS", 60));
    println!("{report}");
    println!("constructs: {:?}", bodies::CONSTRUCTS);
    if let Ok(file) = env::var("BODIES_REPORT") {
        fs::write(file, report.written(bodies::CONSTRUCTS)).expect("the report can be written");
    }
    report
});

#[test]
fn every_function_does_what_its_twin_does_and_its_entry_is_there_exactly_meanwhile() {
    assert!(REPORT.differences.is_empty(), "{}", REPORT.differences[0]);
}

/// Of the functions that everybody plays; those of another seed may be few.
#[test]
fn every_construct_was_written_every_map_entered_and_every_way_to_end_taken() {
    if env::var("BODIES_SEED").is_ok() {
        println!("not asked of chosen functions");
        return;
    }
    assert!(bodies::MISSING.is_empty(), "never written: {:?}", bodies::MISSING);
    let missing: Vec<_> = bodies::MAPS.iter().filter(|map| !REPORT.maps.contains_key(**map)).collect();
    assert_eq!(missing, Vec::<&&str>::new(), "these were never entered");
    assert!(REPORT.missing_exits().is_empty(), "never taken: {:?}", REPORT.missing_exits());
    assert!(REPORT.missing_calls().is_empty(), "never called itself so: {:?}", REPORT.missing_calls());
}
