//! Types that have a lazy type, or something that looks like one, among their arguments, but no value of it.

use scoped_entry::{InflightMap, scoped_entry};
use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    hash::{BuildHasher, RandomState},
    marker::PhantomData,
    pin::Pin,
    rc::{Rc, Weak},
    sync::mpsc::{Receiver, Sender, channel},
};

static INFLIGHT: InflightMap<u64> = InflightMap::new();
const CAPACITY: usize = 2;

type BoxFuture = Pin<Box<dyn Future<Output = u64>>>;

struct Array<T, const N: usize>([T; N]);
struct Numbers<const N: usize>;
struct Named<S>(PhantomData<S>);

#[scoped_entry(map = INFLIGHT, key = 1)]
fn array<const N: usize>() -> (Array<u64, N>, Array<String, CAPACITY>, Numbers<3>, Numbers<{ 1 + 1 }>) {
    (Array([1; N]), Array([const { String::new() }; CAPACITY]), Numbers, Numbers)
}

impl<const N: usize> Numbers<N> {
    #[scoped_entry(map = INFLIGHT, key = 2)]
    fn of_the_impl(&self) -> Option<Numbers<N>> {
        Some(Numbers)
    }
}

#[scoped_entry(map = INFLIGHT, key = 3)]
fn channels() -> (Sender<BoxFuture>, Receiver<BoxFuture>) {
    channel()
}

#[scoped_entry(map = INFLIGHT, key = 4)]
fn weak(parent: &Rc<RefCell<BoxFuture>>) -> Weak<RefCell<BoxFuture>> {
    Rc::downgrade(parent)
}

#[scoped_entry(map = INFLIGHT, key = 5)]
fn marker<F: Future>() -> (PhantomData<F>, Result<u64, BoxFuture>, Result<(), dyn_error::Failed<F>>) {
    (PhantomData, Ok(1), Ok(()))
}

mod dyn_error {
    pub struct Failed<F>(std::marker::PhantomData<F>);
}

#[scoped_entry(map = INFLIGHT, key = 6)]
fn hashed<S: BuildHasher + Default>() -> HashMap<u64, BTreeMap<u8, String>, S> {
    HashMap::default()
}

#[scoped_entry(map = INFLIGHT, key = 7)]
fn borrowed<'a>(all: &'a [BoxFuture], one: &'a BoxFuture) -> (&'a [BoxFuture], Option<&'a BoxFuture>) {
    (all, Some(one))
}

#[scoped_entry(map = INFLIGHT, key = 8)]
fn callbacks() -> (fn() -> BoxFuture, Box<dyn Fn(u64) -> BoxFuture>, *const BoxFuture) {
    (|| Box::pin(async { 1 }), Box::new(|id| Box::pin(async move { id })), std::ptr::null())
}

#[scoped_entry(map = INFLIGHT, key = 9, until = return)]
fn meant() -> Named<BoxFuture> {
    Named(PhantomData)
}

fn main() {
    let (array, constant, ..) = array::<2>();
    assert_eq!((array.0.len(), constant.0.len()), (2, 2));
    assert!(Numbers::<1>.of_the_impl().is_some());
    drop(channels());
    let parent: Rc<RefCell<BoxFuture>> = Rc::new(RefCell::new(Box::pin(async { 1 })));
    assert!(weak(&parent).upgrade().is_some());
    assert!(marker::<std::future::Ready<u8>>().1.is_ok());
    assert!(hashed::<RandomState>().is_empty());
    let all: [BoxFuture; 1] = [Box::pin(async { 1 })];
    assert_eq!(borrowed(&all, &all[0]).0.len(), 1);
    assert!(callbacks().2.is_null());
    drop(meant());
    assert_eq!((INFLIGHT.stats().entered, INFLIGHT.len()), (9, 0));
}
