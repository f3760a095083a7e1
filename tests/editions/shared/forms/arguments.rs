//! The grammar of the arguments: which expressions parse, and the separators between them.

use super::instruments::assert_left;
use scoped_entry::{InflightMap, UniqueMap, scoped_entry};
use std::sync::LazyLock;

#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    tenant: u64,
    id: u64,
}

impl Key {
    const FIRST: Self = Self { tenant: 0, id: 1 };
}

#[test]
fn separators_and_delimiters_are_as_in_a_call() {
    static CALLS: InflightMap<u64, u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1, value = 2,)]
    fn trailing_comma() -> Option<u64> {
        CALLS.get(&1)
    }

    #[rustfmt::skip]
    #[scoped_entry {
        key = 2,
        value = 3
        ,
        map = CALLS
    }]
    fn braces_and_another_order() -> Option<u64> {
        CALLS.get(&2)
    }

    #[scoped_entry[key = 3, map = CALLS]]
    fn brackets() -> Option<u64> {
        CALLS.get(&3)
    }

    assert_eq!((trailing_comma(), braces_and_another_order(), brackets()), (Some(2), Some(3), Some(0)));
    assert_left(&CALLS, 3);
}

#[test]
fn operators_and_comparisons_are_keys() {
    static BOOLS: InflightMap<bool, bool> = InflightMap::new();
    static NUMBERS: InflightMap<i64> = InflightMap::new();

    #[scoped_entry(map = BOOLS, key = a < b, value = b > a)]
    fn compared(a: u64, b: u64) -> Option<bool> {
        BOOLS.get(&true)
    }

    #[scoped_entry(map = BOOLS, key = !(flag && other), value = flag | other)]
    fn logical(flag: bool, other: bool) -> Option<bool> {
        BOOLS.get(&true)
    }

    #[scoped_entry(map = NUMBERS, key = -(id as i64) + (1 << 3) % 5)]
    #[expect(clippy::cast_lossless, reason = "the form is the point")]
    fn arithmetic(id: u32) -> usize {
        NUMBERS.count(&(3 - i64::from(id)))
    }

    assert_eq!((compared(1, 2), logical(true, false)), (Some(true), Some(true)));
    assert_eq!(arithmetic(7), 1);
    assert_left(&BOOLS, 2);
    assert_left(&NUMBERS, 1);
}

#[test]
fn struct_literals_and_paths_are_keys() {
    static CALLS: InflightMap<Key, Option<Key>> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = Key { tenant, id: 7 }, value = Some(Key { tenant, ..Key::FIRST }))]
    fn literal(tenant: u64) -> Option<u64> {
        Some(CALLS.get(&Key { tenant, id: 7 })??.id)
    }

    #[scoped_entry(map = CALLS, key = Key::FIRST, value = <Option<Key>>::Some(<Key>::FIRST))]
    fn path() -> Option<u64> {
        Some(CALLS.get(&Key::FIRST)??.tenant)
    }

    assert_eq!((literal(2), path()), (Some(1), Some(0)));
    assert_left(&CALLS, 2);
}

#[test]
fn closures_and_calls_are_part_of_keys() {
    static CALLS: InflightMap<u64, fn(u64) -> u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = ids.iter().map(|id| id * 2).sum::<u64>(), value = |id| id + 1)]
    fn summed(ids: &[u64]) -> Option<u64> {
        CALLS.get(&6).map(|value| value(1))
    }

    #[expect(clippy::redundant_closure_call, reason = "the form is the point")]
    #[scoped_entry(map = CALLS, key = (move |id: u64| -> u64 { id + 1 })(id), value = u64::wrapping_neg)]
    fn called(id: u64) -> Option<u64> {
        CALLS.get(&8).map(|value| value(0))
    }

    assert_eq!((summed(&[1, 2]), called(7)), (Some(2), Some(0)));
    assert_left(&CALLS, 2);
}

#[test]
fn blocks_of_every_kind_are_expressions() {
    static CALLS: InflightMap<u64, u64> = InflightMap::new();
    static OTHERS: InflightMap<u64, u64> = InflightMap::new();

    #[scoped_entry(
        map = if id > 0 { &CALLS } else { &OTHERS },
        key = match id { 0 => 10, more => more },
        value = if let Some(value) = value { value + 1 } else { 0 },
    )]
    fn branches(id: u64, value: Option<u64>) -> (Option<u64>, Option<u64>) {
        (CALLS.get(&id), OTHERS.get(&10))
    }

    #[scoped_entry(
        map = CALLS,
        key = {
            let doubled = id * 2;
            doubled + 1
        },
        value = loop {
            id += 1;
            if id > 4 {
                break id;
            }
        },
    )]
    fn statements(mut id: u64) -> Option<u64> {
        CALLS.get(&3)
    }

    #[scoped_entry(map = CALLS, key = 'found: { if id > 1 { break 'found 1; } 0 }, value = const { 2 * 3 })]
    fn labelled_and_const(id: u64) -> Option<u64> {
        CALLS.get(&id.min(1))
    }

    #[scoped_entry(map = unsafe { &*map }, key = unsafe { *id.add(0) }, value = 8)]
    #[expect(unsafe_code, reason = "`unsafe` blocks are the point")]
    fn unsafe_blocks(map: *const InflightMap<u64, u64>, id: *const u64) -> Option<u64> {
        CALLS.get(&9)
    }

    struct Service {
        id: u64,
    }

    impl Service {
        #[scoped_entry(
            map = CALLS,
            key = {
                use std::{collections::hash_map::{self, HashMap}, convert::identity};
                pub(self) const NUMBER: u64 = 1;
                let ids: hash_map::IntoIter<u64, u64> = HashMap::from([(self.id, NUMBER)]).into_iter();
                identity(ids.map(|(id, number)| id + number).sum::<u64>())
            },
            value = self.id,
        )]
        #[expect(clippy::needless_pub_self, reason = "another `self` is the point")]
        fn with_modules(&self) -> Option<u64> {
            CALLS.get(&10)
        }
    }

    #[scoped_entry(map = CALLS, key = { use std::cmp::{self, Ordering}; cmp::max(id, 1) + Ordering::Equal as u64 }, value = 0)]
    fn without_receiver(id: u64) -> Option<u64> {
        CALLS.get(&id)
    }

    let nine = 9;
    assert_eq!(branches(1, Some(4)), (Some(5), None));
    assert_eq!(branches(0, None), (None, Some(0)));
    assert_eq!(statements(1), Some(5));
    assert_eq!((labelled_and_const(7), labelled_and_const(0)), (Some(6), Some(6)));
    assert_eq!(unsafe_blocks(&raw const CALLS, &raw const nine), Some(8));
    assert_eq!((Service { id: 9 }.with_modules(), without_receiver(11)), (Some(9), Some(0)));
    assert_left(&CALLS, 7);
    assert_left(&OTHERS, 1);
}

#[test]
fn macros_casts_and_literals_are_keys() {
    static CALLS: InflightMap<String, f64> = InflightMap::new();
    static BYTES: InflightMap<u8, char> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = format!("{tenant}/{}", id + 1), value = 1.5e3)]
    fn formatted(tenant: &str, id: u64) -> Option<f64> {
        CALLS.get("a/8")
    }

    #[scoped_entry(map = CALLS, key = concat!("lit", "eral"), value = f64::from(*[1_u8, 2].last().unwrap_or(&0)))]
    fn concatenated() -> Option<f64> {
        CALLS.get("literal")
    }

    #[scoped_entry(map = BYTES, key = b'a', value = '\u{61}')]
    fn bytes() -> Option<char> {
        BYTES.get(&97)
    }

    #[scoped_entry(map = BYTES, key = (300_u16 as u8), value = char::from(u8::MAX))]
    #[expect(clippy::cast_possible_truncation, reason = "the form is the point")]
    fn cast() -> Option<char> {
        BYTES.get(&44)
    }

    assert_eq!((formatted("a", 7), concatenated()), (Some(1500.0), Some(2.0)));
    assert_eq!((bytes(), cast()), (Some('a'), Some('ÿ')));
    assert_left(&CALLS, 2);
    assert_left(&BYTES, 2);
}

#[test]
fn raw_and_contextual_identifiers_are_names() {
    static CALLS: InflightMap<u64, u64> = InflightMap::new();

    #[scoped_entry(map = r#static(), key = r#type, value = union, guard = r#try)]
    fn r#match(r#type: u64, union: u64) -> Option<u64> {
        let (map, value, auto) = (r#try.map(), 1, 2);
        map.get(&r#type).map(|found| found + value + auto)
    }

    fn r#static() -> &'static InflightMap<u64, u64> {
        &CALLS
    }

    #[scoped_entry(map = CALLS, key = key, value = value, guard = guard)]
    fn named_like_arguments(key: u64, value: u64) -> Option<u64> {
        guard.map().get(&key)
    }

    assert_eq!((r#match(7, 1), named_like_arguments(7, 1)), (Some(4), Some(1)));
    assert_left(&CALLS, 2);
}

#[test]
fn every_argument_together() {
    static CALLS: LazyLock<UniqueMap<Key, u64>> = LazyLock::new(UniqueMap::new);

    #[scoped_entry(
        map = CALLS,
        key = Key { tenant, id },
        value = tenant + id,
        occupied = |existing| return Err(existing),
        guard = entry,
        crate = ::scoped_entry,
    )]
    fn handle(tenant: u64, id: u64) -> Result<Option<u64>, u64> {
        assert_eq!(handle(tenant, id), Err(tenant + id));
        Ok(entry.map().get(&Key { tenant, id }))
    }

    assert_eq!(handle(1, 2), Ok(Some(3)));
    assert!(CALLS.is_empty());
}
