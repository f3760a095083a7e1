//! What maps and refusals print: names, lengths and the key that was refused, and nothing of what is in a map.

use scoped_entry::{InflightMap, UniqueMap};

#[test]
fn a_map_prints_its_name_and_its_length_and_no_key() {
    let inflight = InflightMap::<&str>::builder().name("uploads").build();
    let _one = inflight.enter("secret", ());
    assert_eq!(format!("{inflight:?}"), r#"InflightMap { name: Some("uploads"), len: 1, .. }"#);
    let unique = UniqueMap::<&str>::builder().name("payments").build();
    let _other = unique.try_enter("secret", ());
    assert_eq!(format!("{unique:?}"), r#"UniqueMap { name: Some("payments"), len: 1, .. }"#);
    assert_eq!(format!("{:?}", UniqueMap::<u64>::new()), "UniqueMap { name: None, len: 0, .. }");
}

#[test]
fn a_builder_prints_what_it_was_told() {
    let builder = InflightMap::<u64>::builder().name("uploads").limit(17).on_excess(|_| {});
    let printed = format!("{builder:?}");
    for told in ["Builder {", r#"name: Some("uploads")"#, "17", "on_excess: true"] {
        assert!(printed.contains(told), "{printed} has no {told}");
    }
}

#[test]
fn a_refusal_prints_its_key_and_no_value() {
    let map = UniqueMap::<u64, &str>::new();
    let _held = map.try_enter(7, "held");
    let refused = map.try_enter(7, "brought").unwrap_err();
    assert_eq!(format!("{refused:?}"), "Occupied { key: 7, .. }");
    assert_eq!(refused.to_string(), "the key is occupied by another entry");
}
