//! The names by which operations, locks and tasks are recognised.

use crate::ir::Action;

/// Methods through which the same thing is reached: they take a lock.
pub(crate) fn takes_lock(method: &str) -> bool {
    matches!(
        method,
        "lock"
            | "write"
            | "read"
            | "borrow_mut"
            | "try_lock"
            | "try_write"
            | "lock_arc"
            | "lock_owned"
            | "write_owned"
            | "blocking_lock"
            | "blocking_write"
            | "write_arc"
            | "upgradable_read"
            | "pin"
            | "pin_owned"
            | "lock_blocking"
            | "lock_recover"
    )
}

/// Methods through which the same thing is reached, without a lock.
pub(crate) fn passes_through(method: &str) -> bool {
    matches!(
        method,
        "unwrap"
            | "expect"
            | "clone"
            | "as_ref"
            | "as_mut"
            | "deref"
            | "deref_mut"
            | "borrow"
            | "to_owned"
            | "into_inner"
            | "inner"
            | "inner_mut"
            | "ok"
            | "upgrade"
            | "unwrap_or_else"
            | "map_err"
            | "by_ref"
            | "as_deref"
            | "as_deref_mut"
            | "ok_or"
            | "ok_or_else"
            | "cloned"
            | "get_mut_ref"
            | "as_ptr"
            | "context"
            | "with_context"
    )
}

/// Methods that give a key in another type.
pub(crate) fn keeps_key(method: &str) -> bool {
    matches!(
        method,
        "clone"
            | "to_owned"
            | "to_string"
            | "to_vec"
            | "into"
            | "as_str"
            | "as_ref"
            | "borrow"
            | "as_slice"
            | "as_bytes"
            | "as_path"
            | "to_path_buf"
            | "as_deref"
            | "copied"
            | "cloned"
            | "deref"
            | "into_owned"
            | "into_boxed_str"
            | "as_mut"
            | "unwrap"
            | "expect"
    )
}

/// Functions that give a key in another type: `String::from(key)`.
pub(crate) fn keeps_key_function(name: &str) -> bool {
    matches!(name, "clone" | "from" | "to_owned" | "to_string" | "Borrowed" | "Owned" | "into" | "new")
}

/// What a method with this many arguments does to a map.
pub(crate) fn map_action(method: &str, arguments: usize) -> Option<Action> {
    match (method, arguments) {
        (
            "insert" | "insert_async" | "insert_sync" | "try_insert" | "upsert" | "upsert_async" | "insert_full",
            1 | 2,
        ) => Some(Action::Insert),
        (
            "remove" | "remove_entry" | "swap_remove" | "shift_remove" | "remove_async" | "remove_sync" | "take"
            | "remove_entry_async" | "swap_remove_entry" | "pop",
            1,
        )
        | ("remove_if" | "remove_if_async" | "remove_if_mut", 2) => Some(Action::Remove),
        _ => None,
    }
}

/// Methods that empty a map, or may.
pub(crate) fn empties(method: &str) -> bool {
    matches!(method, "clear" | "drain" | "retain" | "retain_async" | "retain_mut" | "extract_if" | "into_iter")
}

/// The last method of `map.entry(key).…` that inserts.
pub(crate) fn entry_inserts(method: &str) -> bool {
    matches!(
        method,
        "or_insert" | "or_insert_with" | "or_default" | "or_insert_with_key" | "insert" | "insert_entry" | "or_put"
    )
}

/// What a method does to a counter.
pub(crate) fn count_action(method: &str) -> Option<Action> {
    match method {
        "fetch_add" | "inc" | "increment" | "incr" => Some(Action::Increment),
        "fetch_sub" | "dec" | "decrement" | "decr" => Some(Action::Decrement),
        _ => None,
    }
}

/// Functions and methods that run their argument as a task or a thread.
pub(crate) fn spawns(name: &str) -> bool {
    name.starts_with("spawn")
        || name.ends_with("_spawn")
        || name.ends_with("spawn_local")
        || matches!(
            name,
            "block_on"
                | "run_until_stalled"
                | "detach"
                | "execute_in_background"
                | "push_task"
                | "launch"
                | "fire_and_forget"
                | "in_background"
                | "start_task"
                | "add_task"
                | "spawn_named"
                | "schedule"
                | "defer_async"
                | "spawner"
        )
        || name.contains("spawn")
}

/// Functions whose value cleans up when it is dropped.
pub(crate) fn defers(name: &str) -> bool {
    matches!(
        name,
        "guard"
            | "guard_on_unwind"
            | "guard_on_success"
            | "defer"
            | "on_drop"
            | "call_on_drop"
            | "finally"
            | "scopeguard"
            | "OnDrop"
            | "CallOnDrop"
            | "defer_on_unwind"
            | "DropGuard"
            | "Defer"
            | "with_drop"
            | "defer_on_success"
            | "drop_guard"
            | "cleanup_guard"
    )
}
