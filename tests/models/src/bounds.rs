//! How far the models go.

/// Whether somebody has hours: `MODELS=long`.
pub(crate) fn is_long() -> bool {
    std::env::var_os("MODELS").is_some_and(|bounds| bounds == "long")
}
