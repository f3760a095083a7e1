//! The grid: the tests of a topic in every form of function, over every map, each cell a module of its own.

/// Lays out a topic over forms and maps.
///
/// A topic is a macro that takes a cell: a map with what an attribute over it has to say about a taken key, where the
/// function answers something and where it answers nothing, and a form of function.
///
/// ```text
/// grid! { exits over [sync async_trait] and [inflight_map unique_map] }
///    ─►   mod sync { mod inflight_map { exits! { InflightMap [] [] {…} } } mod unique_map {…} } mod async_trait {…}
/// ```
macro_rules! grid {
    ($topic:ident over [$($form:ident)+] and $maps:tt) => {
        $( grid! { @$form $topic $maps } )+
    };

    // A form: what stands above the trait and its impl, before `fn`, behind a call, and what runs a call.
    (@sync $topic:ident $maps:tt) => {
        mod sync {
            use super::*;
            grid! { @maps $topic { [] [] [] returned } $maps }
        }
    };
    (@asynchronous $topic:ident $maps:tt) => {
        mod asynchronous {
            use super::*;
            grid! { @maps $topic { [] [async] [.await] block_on } $maps }
        }
    };
    (@async_trait $topic:ident $maps:tt) => {
        mod async_trait {
            use super::*;
            grid! { @maps $topic { [#[::async_trait::async_trait]] [async] [.await] block_on } $maps }
        }
    };

    (@maps $topic:ident $form:tt [$($map:ident)+]) => {
        $( grid! { @$map $topic $form } )+
    };
    (@inflight_map $topic:ident $form:tt) => {
        mod inflight_map {
            use super::*;
            $topic! { InflightMap [] [] $form }
        }
    };
    (@unique_map $topic:ident $form:tt) => {
        mod unique_map {
            use super::*;
            $topic! { UniqueMap [, occupied = return Err(Failure::Refused)] [, occupied = return] $form }
        }
    };
    (@mutex_hash_map $topic:ident $form:tt) => {
        mod mutex_hash_map {
            use super::*;
            $topic! { MutexHashMap [, occupied = return Err(Failure::Refused)] [, occupied = return] $form }
        }
    };
    (@rw_lock_btree_map $topic:ident $form:tt) => {
        mod rw_lock_btree_map {
            use super::*;
            $topic! { RwLockBTreeMap [, occupied = return Err(Failure::Refused)] [, occupied = return] $form }
        }
    };
}
