//! The methods that need the feature `drained`, if it is off: a call is a compile error that names the feature.
//!
//! `drained` is not `async` here: its error would also be reported for the future that it returns. The impls are written out,
//! because rustc prints them.

use super::{InflightMap, UniqueMap};
use core::{
    convert::Infallible,
    future::{Ready, ready},
    time::Duration,
};

/// Not implemented for any type, so that every call of one of these methods is a compile error.
#[diagnostic::on_unimplemented(
    message = "this method needs the feature `drained` of scoped-entry",
    label = "the feature `drained` is off",
    note = "run `cargo add scoped-entry --features drained`"
)]
pub trait FeatureDrained {}

#[doc(hidden)]
impl<K, V> InflightMap<K, V> {
    pub fn drained(&self) -> Ready<()>
    where
        Self: FeatureDrained,
    {
        ready(())
    }

    pub fn blocking_drained(&self, _: Duration) -> Result<(), Infallible>
    where
        Self: FeatureDrained,
    {
        Ok(())
    }
}

#[doc(hidden)]
impl<K, V, S> UniqueMap<K, V, S> {
    pub fn drained(&self) -> Ready<()>
    where
        Self: FeatureDrained,
    {
        ready(())
    }

    pub fn blocking_drained(&self, _: Duration) -> Result<(), Infallible>
    where
        Self: FeatureDrained,
    {
        Ok(())
    }
}
