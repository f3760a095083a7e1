//! That an annotated function keeps its lints and gets none.
