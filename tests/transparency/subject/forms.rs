//! Every form of argument and of function that the macro treats differently, with nothing to find beyond what the form
//! itself brings.

use crate::Service;
#[cfg(feature = "annotated")]
use scoped_entry::scoped_entry;
use std::{fmt::Display, sync::Arc};

impl Service {
    #[cfg_attr(feature = "annotated", scoped_entry(map = self.pairs, key = (tenant, id)))]
    pub fn tuple_key(&self, tenant: &str, id: u64) -> u64 {
        let length = tenant.len() as u64;
        length + id + self.handled
    }

    #[cfg_attr(feature = "annotated", scoped_entry(map = self.unique, key = name, value = 1, occupied = return Err(2)))]
    pub fn occupied(&self, name: &str) -> Result<u64, u64> {
        let length = name.len() as u64;
        Ok(length + self.handled)
    }

    #[cfg_attr(feature = "annotated", scoped_entry(map = self.unique, key = name, value = 1, occupied = |existing| return Err(existing)))]
    pub fn existing(&self, name: &str) -> Result<u64, u64> {
        let length = name.len() as u64;
        Ok(length + self.handled)
    }

    #[cfg_attr(feature = "annotated", scoped_entry(map = self.calls, key = self.handled))]
    pub fn key_of_self(&self) -> u64 {
        self.handled
    }

    #[cfg_attr(feature = "annotated", scoped_entry(map = &self.calls, key = *id))]
    pub fn dereferenced(&self, id: &u64) -> u64 {
        let sum = *id + self.handled;
        sum * 2
    }
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::NAMES, key = name))]
pub fn needless_pass_by_value(name: String) -> usize {
    let length = name.len();
    length + 1
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::NAMES, key = format!("{id}")))]
pub fn value_key(id: u64) -> u64 {
    let doubled = id * 2;
    doubled + 1
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn closure(id: u64) -> impl Fn(&str) -> u64 {
    move |text| text.len() as u64 + id
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn boxed(id: u64) -> Box<dyn Display> {
    Box::new(id)
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn named_lifetime<'a>(id: u64, text: &'a Arc<str>) -> Option<&'a Arc<str>> {
    if id == 0 { None } else { Some(text) }
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn several_lifetimes<'a, 'b>(id: u64, first: &'a str, second: &'b str) -> Result<&'a str, &'b str> {
    if id == 0 { Ok(first) } else { Err(second) }
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn generic<T: Clone, const N: usize>(id: u64, items: &[T; N]) -> Option<T> {
    let index = id as usize;
    items.get(index).cloned()
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn nothing(id: u64) {
    drop(id);
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub unsafe fn not_safe(id: u64, at: *const u64) -> u64 {
    let value = unsafe { *at };
    value + id
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub extern "C" fn foreign(id: u64) -> u64 {
    id + 1
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
#[track_caller]
pub fn tracked(id: u64) -> u32 {
    let line = std::panic::Location::caller().line();
    line + id as u32
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
#[cfg_attr(feature = "annotated", scoped_entry(map = crate::NAMES, key = name))]
pub fn several(id: u64, name: &str) -> u64 {
    let length = name.len() as u64;
    length + id
}

/// A body that brings names of its own.
#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn items_in_the_body(id: u64) -> u64 {
    use std::cmp::Ordering::{Equal, Greater, Less};
    const STEP: u64 = 2;
    match id.cmp(&STEP) {
        Less => 0,
        Equal => 1,
        Greater => 2,
    }
}

impl Service {
    #[cfg_attr(feature = "annotated", scoped_entry(map = self.unique, key = name, value = 1, occupied = return None))]
    pub fn occupied_without_an_answer(&self, name: &str) -> Option<u64> {
        let length = name.len() as u64;
        length.checked_sub(self.handled)
    }

    #[cfg_attr(feature = "annotated", scoped_entry(map = self.unique, key = name, value = 1, occupied = |_| return None))]
    pub fn existing_without_an_answer(&self, name: &str) -> Option<u64> {
        let length = name.len() as u64;
        length.checked_sub(self.handled)
    }
}

impl Service {
    #[cfg_attr(feature = "annotated", scoped_entry(map = self.calls, key = { id }, value = { () }))]
    pub fn blocks_as_arguments(&self, id: u64) -> u64 {
        let sum = self.handled + id;
        sum * 2
    }

    #[cfg_attr(feature = "annotated", scoped_entry(map = self.unique, key = name, value = 1, occupied = { return Err(2) }))]
    pub fn block_for_occupied(&self, name: &str) -> Result<u64, u64> {
        let length = name.len() as u64;
        Ok(length + self.handled)
    }
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = union))]
pub fn a_name_like_a_keyword(union: u64) -> u64 { union }

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = 1))]
pub fn a_cast_to_a_pointer() -> fn() { nothing_at_all as fn() }

fn nothing_at_all() {}
