//! The attribute in company of other crates' attributes.
