//! Returned callbacks whose signatures name lifetimes of the function.

use super::instruments::assert_left;
use scoped_entry::{InflightMap, scoped_entry};

#[test]
fn a_callback_may_name_the_functions_lifetimes() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1)]
    fn lends<'a>(text: &'a str) -> Box<dyn Fn() -> &'a str + 'a> {
        Box::new(move || text)
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn pointers<'a, T>(_: &'a T, each: fn() -> &'a T) -> Vec<fn() -> &'a T> {
        vec![each; CALLS.len()]
    }

    #[scoped_entry(map = CALLS, key = 1)]
    #[expect(clippy::type_complexity, reason = "the type is what is tested")]
    fn both<'a, T>(with: &'a T) -> Box<dyn for<'x> Fn(&'x T, &'a T) -> (&'x T, &'a T) + 'a> {
        Box::new(move |one, other| if std::ptr::eq(other, with) { (one, with) } else { (one, other) })
    }

    assert_eq!(lends("a")(), "a");
    assert_eq!(pointers(&1, || &2).len(), 1);
    assert_eq!(both(&1)(&2, &3), (&2, &3));
    assert_left(&CALLS, 3);
}
