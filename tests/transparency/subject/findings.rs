//! One finding of a lint in each function.

use crate::Service;
#[cfg(feature = "annotated")]
use scoped_entry::scoped_entry;

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
fn dead_code(id: u64) -> u64 {
    let doubled = id * 2;
    doubled + 1
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn unused_variable(id: u64, unused: u64) -> u64 {
    let also_unused = 1;
    let doubled = id * 2;
    doubled + 1
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn unused_mut(mut id: u64) -> u64 {
    let mut doubled = id * 2;
    doubled
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn unreachable_code(id: u64) -> u64 {
    return id;
    id + 1
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn unused_must_use(id: u64) {
    id.checked_add(1);
    Err::<u64, u64>(id);
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn needless_return(id: u64) -> u64 {
    let doubled = id * 2;
    return doubled + 1;
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn needless_return_on_one_line(id: u64) -> u64 { return id + 1 }

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub async fn unused_async(id: u64) -> u64 {
    let doubled = id * 2;
    doubled + 1
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::ELSEWHERE, key = id))]
pub fn must_use_candidate(id: u64) -> u64 {
    let doubled = id * 2;
    doubled + 1
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::ELSEWHERE, key = id))]
pub fn must_use_candidate_on_one_line(id: u64) -> u64 { id + 1 }

impl Service {
    #[cfg_attr(feature = "annotated", scoped_entry(map = self.calls, key = id))]
    pub fn arithmetic_side_effects(&self, id: u64) -> u64 {
        let sum = self.handled + id;
        sum * 2
    }

    #[cfg_attr(feature = "annotated", scoped_entry(map = self.calls, key = id))]
    pub fn unused_self_is_used(&self, id: u64) -> bool {
        self.calls.contains_key(&id)
    }

    #[cfg_attr(feature = "annotated", scoped_entry(map = self.calls, key = id))]
    fn never_called(&self, id: u64) -> u64 {
        self.handled + id
    }
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn let_and_return(id: u64) -> u64 {
    let doubled = id * 2;
    doubled
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn unwrap_and_panic(id: u64) -> u64 {
    if id == 0 {
        panic!("zero");
    }
    id.checked_sub(1).unwrap()
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn as_conversions(id: u64) -> u8 {
    let truncated = id as u8;
    truncated
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn shadowing(id: u64) -> u64 {
    let text = id.to_string();
    let text = text.len() as u64;
    text
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn unneeded_unit(id: u64) -> () {
    let _doubled = id * 2;
    ()
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn unused_braces(id: u64) -> u64 { { id } }

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn expect_is_kept(#[expect(unused_variables)] gone: u64, id: u64) -> u64 {
    #![allow(clippy::let_and_return)]
    let doubled = id * 2;
    doubled
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
#[must_use]
pub fn double_must_use(id: u64) -> Result<u64, u64> {
    if id == 0 { Err(id) } else { Ok(id) }
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn suspicious_else(id: u64) -> u64 {
    let mut sum = id;
    if sum > 1 {
        sum += 1;
    } if sum > 2 {
        sum += 2;
    }
    sum
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn unit_argument(id: u64) {
    fn takes(_: ()) {}
    takes(drop(id));
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn cognitive_complexity(id: u64) -> u64 {
    let mut sum = 0;
    for i in 0..id {
        if i % 2 == 0 {
            for j in 0..i {
                match j % 5 {
                    0 => sum += 1,
                    1 => sum += 2,
                    2 if sum > 1 => sum += 3,
                    3 | 4 => continue,
                    _ => break,
                }
            }
        } else if i % 3 == 0 && sum > 3 || i % 7 == 0 {
            sum += i;
        }
    }
    sum
}
