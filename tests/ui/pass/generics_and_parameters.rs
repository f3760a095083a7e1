use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

struct Pair<'a, T, const N: usize>(&'a [T; N]);

#[scoped_entry(map = INFLIGHT, key = N as u64)]
fn generic<'a, T: Clone, const N: usize>(Pair(items): Pair<'a, T, N>, extra: impl Into<T>) -> (&'a [T], T)
where
    T: PartialEq,
{
    let extra = extra.into();
    assert!(INFLIGHT.contains_key(&(N as u64)));
    (items, extra)
}

#[scoped_entry(map = INFLIGHT, key = *first)]
fn patterns([first, .., last]: &[u64; 3], (a, _): (u64, String), _: u64, #[cfg(any())] gone: u64) -> u64 {
    let sum = first + last + a;
    sum
}

fn main() {
    assert_eq!(generic(Pair(&[1_u64, 2]), 3_u32), (&[1, 2][..], 3));
    assert_eq!(patterns(&[1, 2, 3], (4, String::new()), 5), 8);
    assert!(INFLIGHT.is_empty());
}
