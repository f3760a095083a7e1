//! What may stand after `map =`: where a map may be found, and who may own it.

use super::instruments::assert_left;
use scoped_entry::{InflightMap, UniqueMap, scoped_entry};
use std::{collections::HashMap, rc::Rc, sync::Arc, sync::LazyLock};

static PLAIN: InflightMap<u64> = InflightMap::new();
static LAZY: LazyLock<InflightMap<u64>> = LazyLock::new(|| InflightMap::builder().name("lazy").build());
static LAZY_ARC: LazyLock<Arc<InflightMap<u64>>> = LazyLock::new(Arc::default);
static LIST: [InflightMap<u64>; 2] = [InflightMap::new(), InflightMap::new()];

#[test]
fn a_static_is_a_map() {
    #[scoped_entry(map = PLAIN, key = id)]
    fn plain(id: u64) -> usize {
        PLAIN.count(&id)
    }

    #[scoped_entry(map = LAZY, key = id)]
    fn lazy(id: u64) -> usize {
        LAZY.count(&id)
    }

    #[scoped_entry(map = *LAZY, key = id)]
    fn lazy_dereferenced(id: u64) -> usize {
        LAZY.count(&id)
    }

    #[scoped_entry(map = LAZY_ARC, key = id)]
    fn lazy_arc(id: u64) -> usize {
        LAZY_ARC.count(&id)
    }

    #[scoped_entry(map = LIST[at], key = id)]
    fn indexed(at: usize, id: u64) -> usize {
        LIST[at].count(&id)
    }

    #[scoped_entry(map = LIST.iter().next_back().unwrap(), key = id)]
    fn looked_up(id: u64) -> usize {
        LIST[1].count(&id)
    }

    assert_eq!((plain(7), lazy(7), lazy_dereferenced(7), lazy_arc(7)), (1, 1, 1, 1));
    assert_eq!((indexed(1, 7), looked_up(7)), (1, 1));
    assert_left(&PLAIN, 1);
    assert_left(&LAZY, 2);
    assert_left(&LAZY_ARC, 1);
    assert_left(&LIST[1], 2);
}

#[derive(Default)]
struct Service {
    own: InflightMap<u64>,
    shared: Arc<InflightMap<u64>>,
    local: Rc<InflightMap<u64>>,
    boxed: Box<InflightMap<u64>>,
    lazy: Option<LazyLock<UniqueMap<u64>>>,
    #[expect(clippy::redundant_allocation, reason = "two pointers deep is the point")]
    nested: (u8, Option<Rc<Arc<InflightMap<u64>>>>),
    by_tenant: HashMap<&'static str, InflightMap<u64>>,
}

impl Service {
    #[scoped_entry(map = self.own, key = 1)]
    #[scoped_entry(map = self.shared, key = 1)]
    #[scoped_entry(map = self.local, key = 1)]
    #[scoped_entry(map = self.boxed, key = 1)]
    #[scoped_entry(map = self.nested.1.as_ref().unwrap(), key = 1)]
    #[scoped_entry(map = self.by_tenant[tenant], key = 1)]
    fn fields(&self, tenant: &str) -> [usize; 6] {
        self.counts(tenant)
    }

    #[scoped_entry(map = &self.own, key = 1)]
    #[scoped_entry(map = *self.shared, key = 1)]
    #[scoped_entry(map = &*self.local, key = 1)]
    #[scoped_entry(map = (self.boxed), key = 1)]
    #[scoped_entry(map = ***self.nested.1.as_ref().unwrap(), key = 1)]
    #[scoped_entry(map = self.by_tenant.get(tenant).unwrap(), key = 1)]
    fn written_otherwise(&self, tenant: &str) -> [usize; 6] {
        self.counts(tenant)
    }

    #[scoped_entry(map = Arc::clone(&self.shared), key = 1)]
    #[scoped_entry(map = self.local.clone(), key = 1)]
    #[scoped_entry(map = Box::new(Arc::clone(&self.shared)), key = 1)]
    #[scoped_entry(map = Rc::new(Rc::clone(&self.local)), key = 1)]
    #[scoped_entry(map = self.nested.1.clone().unwrap(), key = 1)]
    fn owners(&mut self) -> [usize; 3] {
        let Self { shared, local, nested, .. } = std::mem::take(self);
        [shared.len(), local.len(), nested.1.map_or(0, |map| map.len())]
    }

    fn counts(&self, tenant: &str) -> [usize; 6] {
        let nested = self.nested.1.as_ref().map_or(0, |map| map.len());
        let by_tenant = self.by_tenant[tenant].len();
        [self.own.len(), self.shared.len(), self.local.len(), self.boxed.len(), nested, by_tenant]
    }

    #[scoped_entry(map = self.lazy.as_ref().unwrap(), key = id, occupied = return false)]
    fn lazy_and_unique(&self, id: u64) -> bool {
        !self.lazy_and_unique(id)
    }
}

fn service() -> Service {
    Service {
        lazy: Some(LazyLock::new(UniqueMap::new)),
        nested: (0, Some(Rc::default())),
        by_tenant: HashMap::from([("a", InflightMap::new())]),
        ..Service::default()
    }
}

#[test]
fn a_field_is_a_map_also_behind_pointers() {
    let service = service();
    assert_eq!(service.fields("a"), [1; 6]);
    assert_eq!(service.written_otherwise("a"), [1; 6]);
    assert_eq!(service.counts("a"), [0; 6]);
    assert!(service.lazy_and_unique(7));
    assert!(service.lazy.unwrap().is_empty());
}

#[test]
fn an_owner_of_the_map_leaves_all_of_self_to_the_body() {
    let mut service = service();
    let (shared, local) = (Arc::clone(&service.shared), Rc::clone(&service.local));
    assert_eq!(service.owners(), [2, 2, 1]);
    assert_left(&shared, 2);
    assert_left(&local, 2);
}

#[test]
fn parameters_and_what_calls_return_are_maps() {
    #[scoped_entry(map = map, key = id)]
    fn by_reference(map: &InflightMap<u64>, id: u64) -> usize {
        map.count(&id)
    }

    #[scoped_entry(map = *map, key = id)]
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the form is the point")]
    fn by_reference_dereferenced(map: &&InflightMap<u64>, id: u64) -> usize {
        map.count(&id)
    }

    #[scoped_entry(map = map, key = id)]
    #[expect(clippy::needless_pass_by_value, reason = "the form is the point")]
    fn by_value(map: InflightMap<u64>, id: u64) -> usize {
        map.count(&id)
    }

    #[scoped_entry(map = map.as_inflight(), key = id)]
    fn method(map: &dyn AsInflight, id: u64) -> usize {
        map.as_inflight().count(&id)
    }

    trait AsInflight {
        fn as_inflight(&self) -> &InflightMap<u64>;
    }

    impl AsInflight for InflightMap<u64> {
        fn as_inflight(&self) -> &InflightMap<u64> {
            self
        }
    }

    let map = InflightMap::new();
    assert_eq!((by_reference(&map, 7), by_reference_dereferenced(&&map, 7)), (1, 1));
    assert_eq!((by_value(InflightMap::new(), 7), method(&map, 7)), (1, 1));
    assert_left(&map, 3);
}
