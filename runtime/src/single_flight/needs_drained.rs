//! The methods that need the feature `drained`, if it is off: see [`FeatureDrained`].

use super::map::FlightMap;
use crate::maps::needs_drained::FeatureDrained;
use core::{
    convert::Infallible,
    future::{Ready, ready},
    time::Duration,
};

#[doc(hidden)]
impl<K, T, S> FlightMap<K, T, S> {
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
