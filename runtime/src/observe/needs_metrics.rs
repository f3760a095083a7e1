//! The methods that need the feature `metrics`, if it is off: a call is a compile error that names the feature.

use super::Registry;
use core::time::Duration;
use std::io;

/// Not implemented for any type, so that every call of one of these methods is a compile error.
#[diagnostic::on_unimplemented(
    message = "this method needs the feature `metrics` of scoped-entry",
    label = "the feature `metrics` is off",
    note = "run `cargo add scoped-entry --features metrics`"
)]
pub trait FeatureMetrics {}

// The lifetimes are there because rustc would evaluate a bound on `Registry` itself here, not where the method is called.
#[doc(hidden)]
impl Registry {
    pub fn publish_metrics(&self)
    where
        for<'a> &'a Self: FeatureMetrics,
    {
    }

    pub fn publish_metrics_every(&self, _: Duration) -> io::Result<()>
    where
        for<'a> &'a Self: FeatureMetrics,
    {
        Ok(())
    }
}
