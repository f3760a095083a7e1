//! Return types that the check for lazy results has to repeat in the body: lifetimes, projections, macros and all.

use super::instruments::{assert_left, pause};
use pollster::block_on;
use scoped_entry::{InflightMap, scoped_entry};
use std::{
    borrow::Borrow,
    cell::{Ref, RefCell},
    collections::HashMap,
    error::Error,
    fmt,
    future::Ready,
    marker::PhantomData,
    str::FromStr,
};

static CALLS: InflightMap<u64> = InflightMap::new();

macro_rules! shorthand {
    ($lifetime:lifetime) => { &$lifetime str };
    (maybe $type:ty) => { Option<$type> };
}

struct Wrapped<'a, T: ?Sized, const N: usize>(&'a T);

struct Buffer(Vec<u8>);

trait Lend {
    type Lent<'a>: Borrow<[u8]>
    where
        Self: 'a;

    fn lend(&mut self) -> Self::Lent<'_>;
}

impl Lend for Buffer {
    type Lent<'a> = &'a mut [u8];

    #[scoped_entry(map = CALLS, key = 1)]
    fn lend(&mut self) -> Self::Lent<'_> {
        &mut self.0
    }
}

impl<'b> IntoIterator for &'b Buffer {
    type Item = &'b u8;
    type IntoIter = std::slice::Iter<'b, u8>;

    #[scoped_entry(map = CALLS, key = 1)]
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[scoped_entry(map = CALLS, key = 1)]
fn projections<'a, T>(of: &'a T) -> Option<(<&'a T as IntoIterator>::Item, <&'a T as IntoIterator>::IntoIter)>
where
    for<'x> &'x T: IntoIterator,
{
    of.into_iter().next().map(|first| (first, of.into_iter()))
}

#[scoped_entry(map = CALLS, key = 1)]
fn owned<T: ToOwned + ?Sized>(of: &T) -> T::Owned {
    of.to_owned()
}

#[scoped_entry(map = CALLS, key = 1)]
fn parsed<T: FromStr>(text: &str) -> Result<T, <T as FromStr>::Err>
where
    T::Err: Error,
{
    text.parse()
}

#[test]
fn projections_of_generics_and_of_self() {
    let mut buffer = Buffer(vec![1, 2]);
    buffer.lend()[0] = 3;
    assert_eq!(projections(&buffer).map(|(first, all)| (*first, all.len())), Some((3, 2)));
    assert_eq!((owned("a"), parsed::<u8>("7"), parsed::<u8>("x").is_err()), (String::from("a"), Ok(7), true));
}

#[scoped_entry(map = CALLS, key = 1)]
#[expect(clippy::needless_lifetimes, reason = "the macro in the return type uses it")]
fn of_macros<'a>(text: &'a str) -> (shorthand!('a), shorthand!(maybe u64)) {
    (text.trim(), None)
}

#[scoped_entry(map = CALLS, key = 1)]
fn with_constants<T: ?Sized, const N: usize>(of: &T) -> (Wrapped<'_, T, N>, Wrapped<'_, T, { 2 * 3 }>, [u8; 2 + 1]) {
    (Wrapped(of), Wrapped(of), [0; 3])
}

#[test]
fn macros_and_constants_in_types() {
    assert_eq!(of_macros(" a "), ("a", None));
    let (named, computed, array) = with_constants::<str, 7>("a");
    assert_eq!((named.0, computed.0, array), ("a", "a", [0; 3]));
}

#[scoped_entry(map = CALLS, key = 1)]
fn lasting<'a, 'b: 'a>(map: &'a HashMap<&'b str, u64>) -> Box<dyn Iterator<Item = (&'b str, &'a u64)> + 'a> {
    Box::new(map.iter().map(|(key, value)| (*key, value)))
}

#[scoped_entry(map = CALLS, key = 1)]
fn object<'a>(list: &'a mut Vec<Box<dyn fmt::Debug + 'static>>) -> Option<&'a mut (dyn fmt::Debug + 'static)> {
    list.first_mut().map(|first| &mut **first)
}

#[scoped_entry(map = CALLS, key = 1)]
#[expect(mismatched_lifetime_syntaxes, reason = "a hidden lifetime is the point")]
fn hidden(cell: &RefCell<u64>) -> Ref<u64> {
    cell.borrow()
}

#[scoped_entry(map = CALLS, key = 1)]
#[expect(clippy::unnecessary_wraps, reason = "the type is the point")]
fn pointer() -> Option<for<'x, 'y> fn(&'x str, &'y str) -> &'x str> {
    Some(|text, _| text)
}

#[scoped_entry(map = CALLS, key = 1)]
fn phantom<F>() -> PhantomData<fn(F) -> Ready<F>> {
    PhantomData
}

#[scoped_entry(map = CALLS, key = 1)]
async fn later<'a>(text: &'a str, _: &str) -> Result<&'a str, Box<dyn Error + Send + Sync + 'a>> {
    pause().await;
    if text.is_empty() { Err("empty".into()) } else { Ok(text) }
}

#[test]
fn lifetimes_in_types() {
    let map = HashMap::from([("a", 1)]);
    assert_eq!(lasting(&map).collect::<Vec<_>>(), [("a", &1)]);
    let mut list: Vec<Box<dyn fmt::Debug>> = vec![Box::new(1)];
    assert_eq!(format!("{:?}", object(&mut list)), "Some(1)");
    assert_eq!(*hidden(&RefCell::new(1)), 1);
    assert_eq!(pointer().map(|pick| pick("a", "b")), Some("a"));
    assert_eq!(phantom::<u8>(), PhantomData);
    assert_eq!(block_on(later("a", "b")).unwrap(), "a");
}

#[test]
fn every_call_of_them_leaves() {
    static OWN: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = OWN, key = 1)]
    fn nested(text: &str) -> Result<[Box<dyn Error + '_>; 1], fmt::Error> {
        if OWN.is_empty() { Err(fmt::Error) } else { Ok([text.into()]) }
    }

    assert!(nested("a").is_ok_and(|[error]| error.to_string() == "a"));
    assert_left(&OWN, 1);
}
