use scoped_entry::{UniqueMap, scoped_entry};
use std::{collections::HashMap, sync::{Arc, LazyLock, Mutex}};

static BARE: LazyLock<Mutex<HashMap<String, u32>>> = LazyLock::new(Default::default);

#[scoped_entry(map = BARE, key = name, value = amount, occupied = return Err("busy"))]
fn pay(name: &str, amount: u32) -> Result<u32, &'static str> {
    if amount > 1 {
        return pay(name, amount - 1);
    }
    Ok(amount)
}

#[scoped_entry(map = flights, key = id, value = Arc::new(id), occupied = |flight| return Some(*flight))]
fn join(flights: &UniqueMap<u64, Arc<u64>>, id: u64, again: bool) -> Option<u64> {
    if again { join(flights, id, false) } else { None }
}

fn main() {
    assert_eq!(pay("a", 1), Ok(1));
    assert_eq!(pay("a", 2), Err("busy"));
    assert!(BARE.lock().unwrap().is_empty());
    let flights = UniqueMap::new();
    assert_eq!(join(&flights, 3, false), None);
    assert_eq!(join(&flights, 3, true), Some(3));
    assert!(flights.is_empty());
}
