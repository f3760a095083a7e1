//! Functions whose result carries the entry, and guards from elsewhere.

use crate::Service;
#[cfg(feature = "annotated")]
use scoped_entry::scoped_entry;
use std::{
    future::{ready, Future},
    pin::Pin,
};

impl Service {
    #[cfg_attr(feature = "annotated", scoped_entry(map = self.calls, key = *id))]
    pub fn literal<'a>(&'a self, id: &'a u64) -> impl Future<Output = u64> + 'a {
        let handled = self.handled;
        async move { handled + ready(*id).await }
    }

    #[cfg_attr(feature = "annotated", scoped_entry(map = self.calls, key = id))]
    pub fn boxed(&self, id: u64) -> Pin<Box<dyn Future<Output = Result<u64, String>> + '_>> {
        Box::pin(async move {
            if ready(id).await == self.handled {
                return Err(id.to_string());
            }
            Ok(id)
        })
    }

    #[cfg_attr(feature = "annotated", scoped_entry(map = self.calls, key = id))]
    pub fn boxed_early(&self, id: u64) -> Pin<Box<dyn Future<Output = u64> + '_>> {
        if id == self.handled {
            return Box::pin(ready(id));
        }
        Box::pin(async move { ready(id).await + self.handled })
    }

    #[cfg_attr(feature = "annotated", scoped_entry(map = self.unique, key = name, value = 1, occupied = return Box::pin(ready(0))))]
    pub fn boxed_occupied<'a>(&'a self, name: &'a str) -> Pin<Box<dyn Future<Output = usize> + Send + 'a>> {
        let length = name.len();
        Box::pin(ready(length))
    }

    #[cfg_attr(feature = "annotated", scoped_entry(hold = crate::turn()))]
    pub fn held(&self, id: u64) -> u64 {
        let sum = self.handled + id;
        sum * 2
    }
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn called(id: u64) -> impl Future<Output = u64> {
    let doubled = id * 2;
    crate::asynchronous::on_one_line(doubled)
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn called_on_one_line(id: u64) -> impl Future<Output = u64> { crate::asynchronous::on_one_line(id) }

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn called_early(id: u64) -> impl Future<Output = u64> + Send {
    let mut doubled = id * 2;
    if doubled == 2 {
        return ready(doubled);
    }
    doubled += 1;
    ready(doubled)
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn boxed_on_one_line(id: u64) -> Pin<Box<dyn Future<Output = u64>>> { Box::pin(async move { ready(id).await }) }

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
fn never_called(id: u64) -> impl Future<Output = u64> {
    ready(id)
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn something_unused(id: u64) -> impl Future<Output = u64> {
    let unused = id;
    async move {
        let mut also_unused = ready(id).await;
        id
    }
}
