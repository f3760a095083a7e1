//! `#[wasm_bindgen]` copies the attributes below it to the function that JavaScript calls, which then calls the annotated one:
//! one entry.

use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u32> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = id)]
fn handle(id: u32) -> usize {
    INFLIGHT.count(&id)
}

#[scoped_entry(map = INFLIGHT, key = id)]
extern "C" fn __wasm_bindgen_generated_handle(argument: u32) -> usize {
    handle(argument)
}

fn main() {
    assert_eq!(__wasm_bindgen_generated_handle(7), 1);
    assert_eq!(INFLIGHT.stats().entered, 1);
}
