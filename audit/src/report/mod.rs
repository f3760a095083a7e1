//! The formats of a report.

mod github;
mod human;
mod json;
mod sarif;

pub(crate) use github::github;
pub(crate) use human::human;
pub(crate) use json::json;
pub(crate) use sarif::sarif;

use crate::finding::{Class, Finding};

/// A finding in a sentence.
pub(crate) fn title(finding: &Finding) -> String {
    let place = &finding.place;
    match finding.class {
        Class::Await => format!("the entry of `{place}` stays if the future is dropped"),
        Class::Lazy => format!("the entry of `{place}` is removed by a future that may never finish"),
        Class::Branch => format!("the entry of `{place}` is removed on some paths only"),
        Class::Count => format!("`{place}` is not counted down on every path"),
        Class::Try => format!("the entry of `{place}` stays upon an early return"),
        Class::Rollback => format!("the entry of `{place}` is taken back upon some errors only"),
        Class::Reply => format!("the entry of `{place}` stays if no answer comes"),
        Class::Grows => format!("`{place}` only grows"),
    }
}
