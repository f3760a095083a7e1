use scoped_entry::scoped_entry;

struct Permit;

#[scoped_entry(hold = Permit)]
fn handle() {}

fn main() {
    handle();
}
