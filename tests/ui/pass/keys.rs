//! Keys that are converted, and names that are not bound in the body.

use scoped_entry::{InflightMap, scoped_entry};
use std::sync::Arc;

#[allow(non_upper_case_globals)]
const id: u64 = 7;

#[scoped_entry(map = calls, key = id)]
fn constant(calls: &InflightMap<u64>) -> usize {
    calls.len()
}

/// The `number` of the body is not that of the attribute's arguments.
macro_rules! counted {
    ($key:expr, $calls:ident) => {
        #[scoped_entry(map = $calls, key = $key)]
        fn counted($calls: &InflightMap<u64>, number: u64) -> u64 {
            let number = number + 1;
            number
        }
    };
}

counted!(7, calls);

#[scoped_entry(map = names, key = name)]
fn named(names: &InflightMap<Arc<str>>, name: String) -> bool {
    names.contains_key(&*name)
}

#[scoped_entry(map = names, key = name)]
fn named_by_reference(names: &InflightMap<Box<str>>, name: &String) -> bool {
    names.contains_key(name.as_str())
}

#[scoped_entry(map = names, key = format!("{first}-{second}"))]
fn named_by_value(names: &InflightMap<Arc<str>>, first: &str, second: &str) -> usize {
    names.len()
}

#[scoped_entry(map = paths, key = (path, 7))]
fn path(paths: &InflightMap<(Arc<[u8]>, u64)>, path: Vec<u8>) -> usize {
    assert!(!path.is_empty());
    paths.len()
}

fn main() {
    let calls = InflightMap::new();
    assert_eq!((constant(&calls), counted(&calls, 7)), (1, 8));
    assert!(named(&InflightMap::new(), "a".to_owned()) && named_by_reference(&InflightMap::new(), &"a".to_owned()));
    assert_eq!((named_by_value(&InflightMap::new(), "a", "b"), path(&InflightMap::new(), vec![7])), (1, 1));
}
