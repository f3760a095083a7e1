//! Methods: every kind of receiver.

use super::instruments::{assert_left, pause};
use pollster::block_on;
use scoped_entry::{InflightMap, scoped_entry};
use std::{pin::Pin, rc::Rc, sync::Arc};

#[derive(Clone, Default)]
struct Service {
    inflight: Arc<InflightMap<u64>>,
    handled: u64,
}

impl Service {
    #[scoped_entry(map = self.inflight, key = id)]
    fn by_reference(&self, id: u64) -> usize {
        self.inflight.count(&id)
    }

    #[scoped_entry(map = self.inflight, key = id)]
    fn by_mutable_reference(&mut self, id: u64) -> usize {
        self.handled += 1;
        self.inflight.count(&id)
    }

    #[scoped_entry(map = Arc::clone(&self.inflight), key = id)]
    fn by_mutable_reference_as_a_whole(&mut self, id: u64) -> usize {
        fn touch(service: &mut Service) -> &mut Service {
            service.handled += 1;
            service
        }
        touch(self).inflight.count(&id)
    }

    #[scoped_entry(map = self.inflight, key = id)]
    fn by_value(self, id: u64) -> usize {
        self.inflight.count(&id)
    }

    #[scoped_entry(map = Arc::clone(&self.inflight), key = id)]
    fn by_mutable_value_that_the_body_moves(mut self, id: u64) -> (usize, Self) {
        self.handled += 1;
        (self.inflight.count(&id), self)
    }

    #[scoped_entry(map = self.inflight, key = id)]
    fn by_arc(self: Arc<Self>, id: u64) -> usize {
        self.inflight.count(&id)
    }

    #[scoped_entry(map = self.inflight, key = id)]
    fn by_reference_to_arc(self: &Arc<Self>, id: u64) -> (usize, Arc<Self>) {
        (self.inflight.count(&id), Arc::clone(self))
    }

    #[scoped_entry(map = self.inflight, key = id)]
    fn by_rc(self: Rc<Self>, id: u64) -> usize {
        self.inflight.count(&id)
    }

    #[scoped_entry(map = Arc::clone(&self.inflight), key = id)]
    fn by_box(mut self: Box<Self>, id: u64) -> (usize, Box<Self>) {
        self.handled += 1;
        (self.inflight.count(&id), self)
    }

    #[scoped_entry(map = Arc::clone(&self.inflight), key = id)]
    fn by_pinned_mutable_reference(mut self: Pin<&mut Self>, id: u64) -> usize {
        self.as_mut().get_mut().handled += 1;
        self.inflight.count(&id)
    }

    #[scoped_entry(map = self.inflight, key = id)]
    fn by_pinned_reference(self: Pin<&Self>, id: u64) -> usize {
        self.inflight.count(&id)
    }

    #[scoped_entry(map = self.inflight, key = id)]
    fn by_pinned_box(self: Pin<Box<Self>>, id: u64) -> usize {
        self.inflight.count(&id)
    }

    #[scoped_entry(map = self.inflight, key = id)]
    #[expect(clippy::needless_arbitrary_self_type, reason = "the form is the point")]
    fn by_spelled_out_reference(self: &Self, id: u64) -> usize {
        self.inflight.count(&id)
    }

    #[scoped_entry(map = self.inflight, key = id)]
    fn by_named_lifetime<'service, 'id>(&'service self, id: &'id u64) -> (usize, &'service u64, &'id u64) {
        (self.inflight.count(id), &self.handled, id)
    }
}

impl Service {
    #[scoped_entry(map = self.inflight, key = { self.handled += 1; self.handled })]
    fn key_from_a_field(&mut self) -> usize {
        self.handled += 1;
        self.inflight.count(&(self.handled - 1))
    }

    #[scoped_entry(map = Arc::clone(&self.inflight), key = self.next())]
    fn key_from_a_method(&mut self) -> usize {
        self.inflight.count(&self.handled)
    }

    fn next(&mut self) -> u64 {
        self.handled += 1;
        self.handled
    }
}

#[test]
fn the_arguments_may_change_the_receiver() {
    let mut service = Service::default();
    assert_eq!((service.key_from_a_field(), service.key_from_a_method()), (1, 1));
    assert_eq!(service.handled, 3);
    assert_left(&service.inflight, 2);
}

/// Is its own key.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Id(u64);

static IDS: InflightMap<Id> = InflightMap::new();

impl Id {
    #[scoped_entry(map = IDS, key = self)]
    fn by_value(self) -> usize {
        IDS.count(&self)
    }

    #[scoped_entry(map = IDS, key = *self)]
    fn by_mutable_reference(&mut self) -> usize {
        self.0 += 1;
        IDS.count(&Self(self.0 - 1))
    }

    #[scoped_entry(map = IDS, key = *self)]
    fn by_rc(self: Rc<Self>) -> usize {
        IDS.count(&*self)
    }
}

#[test]
fn the_receiver_may_be_the_key() {
    assert_eq!((Id(1).by_value(), Id(2).by_mutable_reference(), Rc::new(Id(4)).by_rc()), (1, 1, 1));
    assert_left(&IDS, 3);
}

/// That one call has entered and left, and that it saw its own entry.
#[track_caller]
fn assert_counted(service: &Service, seen: usize) {
    assert_eq!(seen, 1);
    assert_left(&service.inflight, 1);
}

#[test]
fn a_borrowed_receiver_holds_an_entry() {
    let service = Service::default();
    assert_counted(&service, service.by_reference(7));
    let service = Service::default();
    assert_counted(&service, service.by_spelled_out_reference(7));
    let service = Service { handled: 3, ..Service::default() };
    let (seen, handled, id) = service.by_named_lifetime(&7);
    assert_counted(&service, seen);
    assert_eq!((handled, id), (&3, &7));
}

#[test]
fn a_mutably_borrowed_receiver_is_usable_beside_the_borrowed_map() {
    let mut service = Service::default();
    let seen = service.by_mutable_reference(7);
    assert_counted(&service, seen);
    assert_eq!(service.handled, 1);
}

#[test]
fn a_mutably_borrowed_receiver_is_usable_as_a_whole_beside_an_owned_map() {
    let mut service = Service::default();
    let seen = service.by_mutable_reference_as_a_whole(7);
    assert_counted(&service, seen);
    assert_eq!(service.handled, 1);
}

#[test]
fn a_receiver_by_value_holds_an_entry_and_may_be_moved() {
    let service = Service::default();
    assert_counted(&service, service.clone().by_value(7));
    let service = Service::default();
    let (seen, moved) = service.clone().by_mutable_value_that_the_body_moves(7);
    assert_counted(&service, seen);
    assert_eq!(moved.handled, 1);
}

#[test]
fn a_receiver_behind_a_pointer_holds_an_entry() {
    let service = Arc::new(Service::default());
    assert_counted(&service, Arc::clone(&service).by_arc(7));
    let service = Arc::new(Service::default());
    let (seen, same) = service.by_reference_to_arc(7);
    assert_counted(&same, seen);
    let service = Rc::new(Service::default());
    assert_counted(&service, Rc::clone(&service).by_rc(7));
    let (seen, service) = Box::new(Service::default()).by_box(7);
    assert_counted(&service, seen);
    assert_eq!(service.handled, 1);
}

#[test]
fn a_pinned_receiver_holds_an_entry() {
    let mut service = Service::default();
    let seen = Pin::new(&mut service).by_pinned_mutable_reference(7);
    assert_counted(&service, seen);
    assert_eq!(service.handled, 1);
    let service = Service::default();
    assert_counted(&service, Pin::new(&service).by_pinned_reference(7));
    let service = Service::default();
    assert_counted(&service, Box::pin(service.clone()).by_pinned_box(7));
}

impl Service {
    #[scoped_entry(map = self.inflight, key = id)]
    async fn by_reference_later(&self, id: u64) -> usize {
        pause().await;
        self.inflight.count(&id)
    }

    #[scoped_entry(map = self.inflight, key = id)]
    async fn by_mutable_reference_later(&mut self, id: u64) -> usize {
        self.handled += 1;
        pause().await;
        self.inflight.count(&id)
    }

    #[scoped_entry(map = Arc::clone(&self.inflight), key = id)]
    async fn by_value_later(mut self, id: u64) -> (usize, Self) {
        self.handled += 1;
        pause().await;
        (self.inflight.count(&id), self)
    }

    #[scoped_entry(map = self.inflight, key = id)]
    async fn by_arc_later(self: Arc<Self>, id: u64) -> usize {
        pause().await;
        self.inflight.count(&id)
    }

    #[scoped_entry(map = Arc::clone(&self.inflight), key = id)]
    async fn by_pinned_mutable_reference_later(mut self: Pin<&mut Self>, id: u64) -> usize {
        pause().await;
        self.as_mut().get_mut().handled += 1;
        self.inflight.count(&id)
    }
}

#[test]
fn an_async_method_holds_an_entry_whatever_its_receiver() {
    let service = Service::default();
    assert_counted(&service, block_on(service.by_reference_later(7)));
    let mut service = Service::default();
    let seen = block_on(service.by_mutable_reference_later(7));
    assert_counted(&service, seen);
    let (seen, service) = block_on(Service::default().by_value_later(7));
    assert_counted(&service, seen);
    let service = Arc::new(Service::default());
    assert_counted(&service, block_on(Arc::clone(&service).by_arc_later(7)));
    let mut service = Service::default();
    let seen = block_on(Pin::new(&mut service).by_pinned_mutable_reference_later(7));
    assert_counted(&service, seen);
    assert_eq!(service.handled, 1);
}

#[test]
fn an_async_method_enters_at_the_first_poll() {
    let service = Service::default();
    let never_polled = service.by_reference_later(7);
    assert!(service.inflight.is_empty());
    drop(never_polled);
    assert_left(&service.inflight, 0);
}
