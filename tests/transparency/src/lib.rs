//! That an annotated function looks to every tool as it did before.
