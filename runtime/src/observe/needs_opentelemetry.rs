//! The method that needs the feature `opentelemetry`, if it is off: a call is a compile error that names the feature.

use super::Registry;

/// Not implemented for any type, so that every call of the method is a compile error.
#[diagnostic::on_unimplemented(
    message = "this method needs the feature `opentelemetry` of scoped-entry",
    label = "the feature `opentelemetry` is off",
    note = "run `cargo add scoped-entry --features opentelemetry`"
)]
pub trait FeatureOpentelemetry {}

// The lifetime is there because rustc would evaluate a bound on `Registry` itself here, not where the method is called.
#[doc(hidden)]
impl Registry {
    pub fn observe_with<M: ?Sized>(&self, _: &M)
    where
        for<'a> &'a Self: FeatureOpentelemetry,
    {
    }
}
