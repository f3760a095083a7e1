//! Empty: the tests stand under `tests/`.
