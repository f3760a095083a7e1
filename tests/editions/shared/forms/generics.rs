//! Functions with parameters of types, constants and lifetimes, and with `impl Trait` and `dyn Trait` arguments.

use super::instruments::{assert_left, pause};
use pollster::block_on;
use scoped_entry::{EntryMap, InflightMap, MapRef, SharedKeys, UniqueKeys, UniqueMap, scoped_entry};
use std::{any, fmt::Debug, hash::Hash, marker::PhantomData, sync::Arc};

#[scoped_entry(map = map, key = key)]
fn with_type<K>(map: &InflightMap<K>, key: K) -> (usize, K)
where
    K: Clone + Eq,
{
    (map.count(&key), key)
}

#[test]
fn the_key_may_be_of_a_generic_type() {
    let numbers = InflightMap::new();
    assert_eq!(with_type(&numbers, 7_u8), (1, 7));
    assert_left(&numbers, 1);
    let texts = InflightMap::new();
    assert_eq!(with_type::<String>(&texts, "a".into()), (1, "a".into()));
    assert_left(&texts, 1);
}

#[scoped_entry(map = map, key = N, value = values)]
fn with_constants<const N: usize, const UP: bool>(
    map: &InflightMap<usize, [u8; N]>,
    values: [u8; N],
) -> Option<[u8; N]> {
    if UP { map.get(&N) } else { None }
}

#[test]
fn the_key_may_be_a_generic_constant() {
    let map = InflightMap::new();
    assert_eq!(with_constants::<2, true>(&map, [1, 2]), Some([1, 2]));
    assert_eq!(with_constants::<2, false>(&map, [1, 2]), None);
    assert_left(&map, 2);
}

#[scoped_entry(map = map, key = longest)]
fn with_lifetimes<'map, 'long: 'short, 'short>(
    map: &'map InflightMap<String>,
    longest: &'long str,
    shortest: &'short str,
) -> (&'map InflightMap<String>, &'short str) {
    assert!(map.contains_key(longest));
    (map, if longest.len() > shortest.len() { longest } else { shortest })
}

#[test]
fn what_is_returned_may_borrow_from_the_map_and_the_parameters() {
    let map = InflightMap::new();
    let long = String::from("long");
    let (same, longer) = with_lifetimes(&map, &long, "s");
    assert_eq!(longer, "long");
    assert_left(same, 1);
}

#[scoped_entry(map = INFLIGHT, key = key())]
fn with_impl_trait(key: impl Fn() -> &'static str, items: impl IntoIterator<Item = impl Debug>) -> impl Debug {
    (INFLIGHT.count(key()), items.into_iter().map(|item| format!("{item:?}")).collect::<Vec<_>>())
}

static INFLIGHT: InflightMap<&str> = InflightMap::new();

#[test]
fn impl_trait_may_stand_in_the_parameters_and_in_what_is_returned() {
    let seen = with_impl_trait(|| "impl trait", [1, 2].iter());
    assert_eq!(format!("{seen:?}"), r#"(1, ["1", "2"])"#);
    assert!(!INFLIGHT.contains_key("impl trait"));
}

#[scoped_entry(map = INFLIGHT, key = describe.key())]
fn with_dyn(describe: &dyn Describe, all: &mut dyn FnMut(&str), each: Box<dyn FnOnce() -> usize>) -> usize {
    all(describe.key());
    each() + INFLIGHT.count(describe.key())
}

trait Describe {
    fn key(&self) -> &'static str;
}

impl Describe for u8 {
    fn key(&self) -> &'static str {
        "dyn"
    }
}

#[test]
fn trait_objects_may_stand_in_the_parameters() {
    let mut heard = String::new();
    assert_eq!(with_dyn(&1_u8, &mut |text| heard.push_str(text), Box::new(|| 10)), 11);
    assert_eq!(heard, "dyn");
    assert!(!INFLIGHT.contains_key("dyn"));
}

#[scoped_entry(map = map, key = text)]
fn with_higher_ranks<F>(map: &InflightMap<String>, text: &str, f: F) -> usize
where
    F: for<'t> Fn(&'t str) -> &'t str,
    for<'t> &'t F: Copy,
{
    f(text).len() + map.count(text)
}

#[test]
fn bounds_may_be_higher_ranked() {
    let map = InflightMap::new();
    assert_eq!(with_higher_ranks(&map, "abc", |text| &text[1..]), 2 + 1);
    assert_left(&map, 1);
}

struct Pool<T, const LIMIT: usize> {
    inflight: InflightMap<(&'static str, usize)>,
    of: PhantomData<T>,
}

impl<T, const LIMIT: usize> Pool<T, LIMIT>
where
    T: Default + Into<u64>,
{
    const NAME: &'static str = "pool";

    #[scoped_entry(map = self.inflight, key = (Self::NAME, size_of::<T>() * LIMIT))]
    fn make<U: From<T>>(&self) -> (usize, U) {
        assert_eq!(any::type_name::<T>(), "u16");
        (self.inflight.count(&("pool", 2 * LIMIT)), U::from(T::default()))
    }
}

#[test]
fn arguments_may_name_what_the_impl_is_generic_over() {
    let pool = Pool::<u16, 5> { inflight: InflightMap::new(), of: PhantomData };
    assert_eq!(pool.make::<u32>(), (1, 0));
    assert_left(&pool.inflight, 1);
}

#[scoped_entry(map = map, key = 3, value = "entered")]
fn with_any_shared_map<M>(map: &M, look: impl Fn(&M) -> usize) -> usize
where
    M: SharedKeys + EntryMap<Key = u64, Value = &'static str> + ?Sized,
{
    look(map)
}

#[scoped_entry(map = owner.clone(), key = key, occupied = return false)]
fn with_any_owner<O>(owner: &O, key: &str) -> bool
where
    O: MapRef + Clone,
    O::Map: UniqueKeys<Key = String, Value = ()>,
{
    !with_any_owner(owner, key)
}

#[test]
fn the_map_and_its_owner_may_be_generic() {
    let shared = InflightMap::new();
    assert_eq!(with_any_shared_map(&shared, |shared| shared.count(&3)), 1);
    assert_eq!(with_any_shared_map(&Arc::new(shared), |shared| shared.count(&3)), 1);
    let unique = Arc::new(UniqueMap::new());
    assert!(with_any_owner(&unique, "a") && with_any_owner(&&*unique, "a"));
    assert!(unique.is_empty());
}

#[scoped_entry(map = map, key = key)]
async fn later<'map, K, const N: usize>(map: &'map InflightMap<K>, key: K, more: [&str; N]) -> (usize, &'map str, usize)
where
    K: Clone + Eq + Hash,
{
    pause().await;
    (map.count(&key), "seen", more.len())
}

#[test]
fn an_async_function_may_be_generic() {
    let map = InflightMap::new();
    assert_eq!(block_on(later(&map, 'a', ["b", "c"])), (1, "seen", 2));
    assert_left(&map, 1);
}

#[scoped_entry(map = map, key = item)]
fn identity<T: Clone + PartialEq>(map: &InflightMap<T>, item: T) -> T {
    assert_eq!(map.snapshot().len(), 1);
    item
}

#[test]
fn an_unbounded_type_may_be_returned() {
    let map = InflightMap::new();
    assert_eq!(identity(&map, Some("x")), Some("x"));
    assert_left(&map, 1);
}
