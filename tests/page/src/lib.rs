//! The page of the maps, tested over HTTP and in a browser: see `tests/`.
