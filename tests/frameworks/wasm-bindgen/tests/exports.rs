//! `#[wasm_bindgen]`: the attribute above and below, on functions and methods, called from Rust on the host. The functions that
//! JavaScript would call are compiled here, too: `#[wasm_bindgen]` copies to them the attributes below it.

use common::{Calls, assert_ended};
use scoped_entry::{InflightMap, scoped_entry};
use wasm_bindgen::prelude::wasm_bindgen;

static ABOVE: InflightMap<u32> = InflightMap::new();
static BELOW: InflightMap<u32> = InflightMap::new();
static METHODS: InflightMap<u32> = InflightMap::new();
static GETTERS: Calls = InflightMap::new();

#[scoped_entry(map = ABOVE, key = id)]
#[wasm_bindgen]
#[must_use]
pub fn above(id: u32) -> usize {
    ABOVE.count(&id)
}

#[wasm_bindgen]
#[scoped_entry(map = BELOW, key = id)]
#[must_use]
pub fn below(id: u32) -> usize {
    BELOW.count(&id)
}

#[wasm_bindgen]
#[derive(Debug)]
pub struct Store;

#[wasm_bindgen]
impl Store {
    #[scoped_entry(map = METHODS, key = id)]
    pub fn load(&self, id: u32) -> usize {
        METHODS.count(&id)
    }

    #[scoped_entry(map = GETTERS, key = "getter")]
    #[wasm_bindgen(getter)]
    pub fn entries(&self) -> usize {
        GETTERS.len()
    }
}

#[test]
fn either_order_works_for_functions_and_for_methods() {
    assert_eq!((above(7), below(7), Store.load(7), Store.entries()), (1, 1, 1, 1));
    assert_ended(&ABOVE, 1);
    assert_ended(&BELOW, 1);
    assert_ended(&METHODS, 1);
    assert_ended(&GETTERS, 1);
}
