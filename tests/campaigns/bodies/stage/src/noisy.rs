//! Values that log what becomes of them.

use crate::{
    log::{self, Class},
    script::{Boom, chance, unlikely},
};
use std::{fmt, panic::panic_any, thread::panicking};

/// A value with a destructor.
pub struct N {
    id: u32,
    site: u32,
    class: Class,
    /// Whether its destructor panics, unless a panic is on its way already.
    is_explosive: bool,
}

impl N {
    fn new(site: u32, class: Class) -> Self {
        let mut value = Self::harmless(site, class);
        value.is_explosive = log::with(|log| log.script.is_next_explosive());
        value
    }

    fn harmless(site: u32, class: Class) -> Self {
        let id = log::with(|log| {
            log.last_id += 1;
            log.alive += 1;
            log.last_id
        });
        log::write("make", site, id, class);
        Self { id, site, class, is_explosive: false }
    }

    #[expect(clippy::must_use_candidate, reason = "it is called for its line in the log")]
    pub fn touch(&self) -> i64 {
        log::write("touch", self.site, self.id, self.class);
        i64::from(self.id)
    }

    pub fn change(&mut self) -> i64 {
        log::write("change", self.site, self.id, self.class);
        self.site += 1000;
        i64::from(self.site)
    }

    #[must_use]
    pub fn is(&self) -> bool {
        self.touch();
        chance(self.site)
    }

    /// Borrows from the value, which a `match` on it then keeps for its arms.
    #[must_use]
    pub fn some(&self) -> Option<&Self> {
        (!unlikely(self.site)).then_some(self)
    }

    #[must_use]
    pub fn borrowed(&self) -> &Self {
        self
    }
}

impl Default for N {
    fn default() -> Self {
        Self::harmless(0, Class::Body)
    }
}

impl fmt::Debug for N {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "N{}", self.id)
    }
}

impl Drop for N {
    fn drop(&mut self) {
        let explodes = self.is_explosive && !panicking();
        log::write(if explodes { "explode" } else { "drop" }, self.site, self.id, self.class);
        log::with(|log| log.alive -= 1);
        if explodes {
            panic_any(Boom(self.site));
        }
    }
}

/// As [`std::mem::take`], with a value in its place that is whose that one was: a parameter stays one.
pub fn take_out(place: &mut N) -> N {
    let new = N::harmless(0, place.class);
    std::mem::replace(place, new)
}

/// What a generic body knows of a value.
pub trait Touch: Sized {
    fn touched(&self) -> i64;
    /// The value as one of the body's own: a parameter that is moved into it is one no more.
    #[must_use]
    fn moved(self) -> Self;
}

impl Touch for N {
    fn touched(&self) -> i64 {
        self.touch()
    }

    fn moved(mut self) -> Self {
        self.class = Class::Body;
        log::write("move", self.site, self.id, self.class);
        self
    }
}

/// Two fields that drop in the order in which they are declared, and can be moved out one by one.
#[derive(Debug)]
pub struct Pair {
    pub left: N,
    pub right: N,
}

impl Touch for Pair {
    fn touched(&self) -> i64 {
        self.right.touch() + self.left.touch()
    }

    fn moved(self) -> Self {
        Self { left: self.left.moved(), right: self.right.moved() }
    }
}

/// An error with a destructor.
#[derive(Debug)]
pub struct Fail(pub N);

#[must_use]
pub fn noisy(site: u32) -> N {
    N::new(site, Class::Body)
}

/// What a returned future captures.
#[must_use]
pub fn outer(site: u32) -> N {
    N::new(site, Class::Outer)
}

/// What a call borrows. It drops when nobody is there who would catch a panic.
#[must_use]
pub fn lent(site: u32) -> N {
    N::harmless(site, Class::Outer)
}

#[must_use]
pub fn outer_pair(site: u32) -> Pair {
    Pair { left: outer(site), right: outer(site + 1) }
}

#[must_use]
pub fn lent_pair(site: u32) -> Pair {
    Pair { left: lent(site), right: lent(site + 1) }
}

#[must_use]
pub fn none_n(site: u32) -> Option<N> {
    (!unlikely(site)).then(|| noisy(site))
}

#[must_use]
pub fn none_i(site: u32) -> Option<i64> {
    (!unlikely(site)).then(|| i64::from(site))
}

/// # Errors
///
/// Where the script says so.
pub fn fail(site: u32) -> Result<i64, Fail> {
    if unlikely(site) { Err(Fail(noisy(site))) } else { Ok(i64::from(site)) }
}

/// # Errors
///
/// Where the script says so.
pub fn fail_n(site: u32) -> Result<N, Fail> {
    let value = noisy(site);
    if unlikely(site) { Err(Fail(value)) } else { Ok(value) }
}

#[expect(clippy::needless_pass_by_value, reason = "it drops here")]
pub fn consume<T: Touch>(value: T) -> i64 {
    value.touched()
}

pub fn touch<T: Touch>(value: &T) -> i64 {
    value.touched()
}

#[must_use]
pub fn vec_of<const COUNT: usize>(values: [N; COUNT]) -> Vec<N> {
    Vec::from(values)
}
