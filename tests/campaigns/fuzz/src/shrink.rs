//! A smaller input that breaks the same promise.

use crate::{
    Macros,
    property::check,
    tree::{self, Tree, at_place, places},
};

/// Takes out whatever can be taken out, token by token and group by group, until nothing can.
pub(crate) fn shrink(macros: &Macros, text: &str, promise: &str) -> String {
    let breaks =
        |trees: &[Tree]| check(macros, &tree::write(trees)).is_err_and(|violation| violation.promise == promise);
    let Some(mut trees) = tree::read(text) else { return String::from(text) };
    // Read anew, it may be something else.
    if !breaks(&trees) {
        return String::from(text);
    }
    let mut place = 0;
    while place < places(&trees) {
        let mut smaller = trees.clone();
        at_place(&mut smaller, &mut { place }, &mut |list, at| {
            if at < list.len() {
                list.remove(at);
            }
        });
        if places(&smaller) < places(&trees) && breaks(&smaller) {
            trees = smaller;
            place = 0;
        } else {
            place += 1;
        }
    }
    tree::write(&trees)
}
