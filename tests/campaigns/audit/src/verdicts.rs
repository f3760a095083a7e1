//! Precision: how many of the reports were found to be true.

use crate::{Done, table};
use std::collections::BTreeMap;

#[derive(Default)]
struct Counts {
    all: usize,
    yes: usize,
    unclear: usize,
}

/// Prints the shares of true reports, by set and class.
pub(crate) fn precision() -> Done {
    let mut counts: BTreeMap<(String, String), Counts> = BTreeMap::new();
    for [set, _, class, _, _, _, verdict, _] in table::read::<8>("reports.tsv")? {
        for class in [class, String::from("all classes")] {
            let counts = counts.entry((set.clone(), class)).or_default();
            counts.all += 1;
            counts.yes += usize::from(verdict == "true");
            counts.unclear += usize::from(verdict == "unclear");
        }
    }
    for ((set, class), Counts { all, yes, unclear }) in counts {
        let share = |part: usize| 100 * part / all.max(1);
        println!("{set}, {class}: n = {all}; {} % true, {} % true or unclear", share(yes), share(yes + unclear));
    }
    Ok(true)
}
