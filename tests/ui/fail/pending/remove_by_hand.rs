use scoped_entry::PendingMap;

fn late(pending: &PendingMap<u64, String>) {
    pending.remove(&7);
}

fn main() {}
