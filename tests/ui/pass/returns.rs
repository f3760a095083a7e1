use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

use std::fmt::Display;

#[scoped_entry(map = INFLIGHT, key = id)]
fn closure(id: u64) -> impl Fn(&str) -> usize {
    move |text| text.len() + id as usize
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn coerced(id: u64) -> Box<dyn Display> {
    let text = id.to_string();
    Box::new(text)
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn array_of_objects(id: u64) -> [&'static dyn Display; 2] {
    [&1_u8, &"two"]
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn never(id: u64) -> ! {
    panic!("{id}")
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn early(id: u64) -> Result<u64, std::num::ParseIntError> {
    if id == 0 {
        return Ok(0);
    }
    let parsed: u64 = "x".parse()?;
    Ok(parsed)
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn recursive(id: u64) -> usize {
    if id == 0 { INFLIGHT.len() } else { recursive(id - 1) }
}

type Object = dyn Display;

#[scoped_entry(map = INFLIGHT, key = id)]
fn boxed_by_an_alias(id: u64) -> Result<Box<Object>, String> {
    let text = id.to_string();
    Ok(Box::new(text))
}

fn main() {
    assert_eq!(boxed_by_an_alias(1).unwrap().to_string(), "1");
    assert_eq!(closure(1)("two"), 4);
    assert_eq!(coerced(2).to_string(), "2");
    assert_eq!(array_of_objects(3)[1].to_string(), "two");
    assert!(std::panic::catch_unwind(|| never(4)).is_err());
    assert!(early(0).is_ok() && early(1).is_err());
    assert_eq!(recursive(3), 4);
    assert!(INFLIGHT.is_empty());
}
