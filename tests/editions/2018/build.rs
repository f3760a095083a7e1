//! Writes the functions.

fn main() {
    scoped_entry_bodies::build();
}
