//! Functions that a `macro_rules!` writes: fragments in the arguments, in the signature and as the body.

use super::instruments::{assert_left, pause};
use pollster::block_on;
use scoped_entry::{InflightMap, UniqueMap, scoped_entry};
use std::sync::LazyLock;

#[derive(Default)]
struct Service {
    inflight: InflightMap<u64>,
    names: InflightMap<String, u64>,
    unique: UniqueMap<(u64, String), u64>,
    id: u64,
}

/// The receiver is the macro's, the `self` in the arguments its caller's.
macro_rules! with_own_receiver {
    ($(fn $name:ident($id:ident: $type:ty), $map:expr, $key:expr;)*) => {$(
        #[scoped_entry(map = $map, key = $key)]
        fn $name(&self, $id: $type) -> usize {
            self.inflight.count(&$id)
        }
    )*};
}

impl Service {
    with_own_receiver! {
        fn field(id: u64), self.inflight, id;
        fn reference(id: u64), &self.inflight, &id;
        fn parenthesised(id: u64), (self.inflight), (id);
        fn call(id: u64), self.inflight(), std::convert::identity(id);
        fn in_a_macro(id: u64), self.inflight, *[id, self.id].iter().max().unwrap();
        fn in_a_block(id: u64), { let service = self; &service.inflight }, { let Self { .. } = self; id };
    }

    fn inflight(&self) -> &InflightMap<u64> {
        &self.inflight
    }
}

/// The receiver is an expression for the macro, which takes it apart.
macro_rules! with_service {
    (fn $name:ident(&$receiver:ident), $service:expr) => {
        #[scoped_entry(map = $service.inflight, key = $service.id + 1)]
        fn $name(&$receiver) -> usize {
            $receiver.inflight.count(&($service.id + 1))
        }
    };
}

impl Service {
    with_service! { fn taken_apart(&self), self }
}

#[test]
fn the_callers_self_is_the_receiver() {
    let service = Service::default();
    let seen = [
        service.field(7),
        service.reference(7),
        service.parenthesised(7),
        service.call(7),
        service.in_a_macro(7),
        service.in_a_block(7),
        service.taken_apart(),
    ];
    assert_eq!(seen, [1; 7]);
    assert_left(&service.inflight, 7);
}

/// The receiver comes from the caller, the `self` in the arguments stands in the macro, in `$self`, or in both.
macro_rules! with_passed_receiver {
    ($(#[$attribute:meta])* $vis:vis fn $name:ident(&$self:ident, $id:ident: $type:ty), $body:block) => {
        #[scoped_entry(map = $self.names, key = format!("{}-{}", $self.id, $id), value = $self.id + $id)]
        $(#[$attribute])*
        $vis fn $name(&$self, $id: $type) -> Option<u64> $body
    };
    (async fn $name:ident(&mut $self:ident), $key:expr, $body:block) => {
        #[scoped_entry(map = self.unique, key = ($self.id, $key), value = $key.len() as u64, occupied = return self.id)]
        async fn $name(&mut $self) -> u64 $body
    };
}

impl Service {
    with_passed_receiver! {
        /// Documented.
        #[must_use]
        pub(crate) fn one_line(&self, id: u64), { self.names.get(&format!("{}-{id}", self.id)) }
    }

    with_passed_receiver! {
        fn statements(&self, id: u64), {
            let key = format!("{}-{id}", self.id);
            self.names.get(&key)
        }
    }

    with_passed_receiver! {
        async fn later(&mut self), "ab", {
            pause().await;
            self.id += self.unique.get(&(self.id, "ab".into())).unwrap();
            self.id
        }
    }
}

#[test]
fn a_block_fragment_is_the_body() {
    let mut service = Service { id: 1, ..Service::default() };
    assert_eq!((service.one_line(2), service.statements(3)), (Some(3), Some(4)));
    assert_left(&service.names, 2);
    assert_eq!(block_on(service.later()), 3);
    assert!(service.unique.is_empty());
}

/// Fragments of every other kind.
macro_rules! of_fragments {
    (
        $(#[$attribute:meta])*
        $vis:vis fn $name:ident<$lifetime:lifetime, $generic:ident: $bound:path>($pattern:pat, $text:ident) -> $returned:ty,
        $map:path, $key:literal, $value:expr, $guard:ident, $runtime:path, {$statement:stmt} $tail:expr
    ) => {
        #[scoped_entry(map = $map, key = $key, value = $value, guard = $guard, crate = $runtime)]
        $(#[$attribute])*
        $vis fn $name<$lifetime, $generic: $bound>($pattern: (u64, u64), $text: &$lifetime $generic) -> $returned {
            $statement
            $tail
        }
    };
}

static BY_NAME: InflightMap<&str, u64> = InflightMap::new();

of_fragments! {
    #[inline]
    #[must_use]
    pub(crate) fn of_fragments<'a, T: AsRef<str>>((a, b), text) -> (Option<u64>, &'a str),
    BY_NAME, "key", a * 10 + b, entry, ::scoped_entry,
    { assert_eq!(entry.map().len(), 1) }
    (BY_NAME.get(&"key"), text.as_ref())
}

#[test]
fn fragments_stand_in_the_signature_and_in_every_argument() {
    assert_eq!(of_fragments((1, 2), &"text"), (Some(12), "text"));
    assert_left(&BY_NAME, 1);
}

static ITEMS: InflightMap<(u8, String)> = InflightMap::new();
static METAS: InflightMap<&str> = InflightMap::new();

macro_rules! of_whole_items {
    (($($arguments:tt)*) $first:item $second:item) => {
        #[scoped_entry($($arguments)*)]
        $first

        #[scoped_entry($($arguments)*)]
        $second
    };
}

of_whole_items! {
    (map = ITEMS, key = (1, "item"),)

    /// Documented.
    #[expect(unused_variables, clippy::mixed_attributes_style, reason = "attributes travel with the item")]
    pub(crate) fn of_item(unused: u64) -> usize {
        #![expect(unused_mut, reason = "attributes travel with the item")]
        let mut seen = || ITEMS.len();
        seen()
    }

    async fn of_async_item() -> usize { pause().await; ITEMS.len() }
}

macro_rules! with_attributes {
    ([$($attribute:meta),*] $item:item) => {
        $(#[$attribute])*
        $item
    };
}

with_attributes! {
    [scoped_entry(map = ITEMS, key = (2, "meta")), scoped_entry(map = METAS, key = "meta")]
    fn of_meta() -> usize {
        ITEMS.len() + METAS.len()
    }
}

#[test]
fn whole_items_arguments_and_attributes_are_passed_on() {
    assert_eq!((of_item(7), block_on(of_async_item()), of_meta()), (1, 1, 2));
    assert_left(&ITEMS, 3);
}

macro_rules! refuses_with {
    ($name:ident, $occupied:expr) => {
        #[scoped_entry(map = FLIGHTS, key = 1, value = 5, occupied = $occupied)]
        fn $name(again: bool) -> Result<u64, u64> {
            if again { $name(false) } else { Ok(0) }
        }
    };
}

static FLIGHTS: LazyLock<UniqueMap<u64, u64>> = LazyLock::new(UniqueMap::new);

refuses_with!(diverges, return Err(1));

#[test]
fn an_expression_fragment_is_what_a_refused_call_does() {
    assert_eq!((diverges(false), diverges(true)), (Ok(0), Err(1)));
}

mod with_pattern {
    use super::{FLIGHTS, scoped_entry};

    macro_rules! refuses_with {
        ($existing:pat => $value:expr) => {
            #[scoped_entry(map = FLIGHTS, key = 2, value = 5, occupied = |$existing| return Err($value))]
            pub(super) fn parts(again: bool) -> Result<u64, u64> {
                if again { parts(false) } else { Ok(0) }
            }
        };
    }

    refuses_with!(there => there + 1);
}

#[test]
fn a_pattern_fragment_binds_the_existing_value() {
    assert_eq!((with_pattern::parts(false), with_pattern::parts(true)), (Ok(0), Err(6)));
}
