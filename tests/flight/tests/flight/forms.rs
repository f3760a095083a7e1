//! Functions of every form.

use crate::{
    gate::Gate,
    polling::{Call, block_on},
};
use scoped_entry::{FlightMap, InflightMap, scoped_entry, single_flight};
use std::{
    borrow::Cow,
    fmt::Display,
    sync::{Arc, LazyLock},
};

static STATIC: LazyLock<FlightMap<(u64, String), usize>> = LazyLock::new(FlightMap::new);

struct Service {
    shared: Arc<FlightMap<String, Result<Arc<str>, String>>>,
    units: FlightMap<u64, ()>,
}

impl Service {
    fn new() -> Self {
        Self { shared: Arc::default(), units: FlightMap::new() }
    }

    #[single_flight(map = self.shared, key = name)]
    async fn by_field(&self, name: &str) -> Result<Arc<str>, String> {
        let number: u32 = name.parse().map_err(|_| "no number")?;
        if number == 0 {
            return Err("nothing".into());
        }
        Ok(name.into())
    }

    #[single_flight(map = Arc::clone(&self.shared), key = name.clone())]
    async fn by_owner(self: Arc<Self>, name: String) -> Result<Arc<str>, String> {
        drop(self);
        Ok(name.into())
    }

    /// Without a result.
    #[single_flight(map = self.units, key = id)]
    async fn unit(&self, id: u64) {
        if id == 1 {
            return;
        }
        assert_eq!(self.units.len(), 1);
    }

    #[single_flight(map = self.units, key = id)]
    fn blocking_unit(&self, id: u64) {
        assert!(self.units.contains_key(&id));
    }
}

#[single_flight(map = STATIC, key = (tenant, name))]
fn by_static<T: Display + ?Sized>(tenant: u64, name: &str, shown: &T) -> usize {
    assert!(STATIC.contains_key(&(tenant, name.to_owned())));
    format!("{tenant}{name}{shown}").len()
}

#[single_flight(map = map, key = id)]
fn boxed(map: &FlightMap<u64, Arc<dyn Display + Send + Sync>>, id: u64) -> Arc<dyn Display + Send + Sync> {
    if id == 0 {
        return Arc::new("none");
    }
    Arc::new(id)
}

#[single_flight(map = map, key = id)]
async fn boxed_async(map: &FlightMap<u64, Arc<dyn Display + Send + Sync>>, id: u64) -> Arc<dyn Display + Send + Sync> {
    if id == 0 {
        return Arc::new("none");
    }
    Arc::new(id)
}

#[single_flight(map = map, key = id)]
fn lent<'a>(map: &FlightMap<u64, Cow<'a, str>>, id: u64, text: &'a str) -> Cow<'a, str> {
    if id == 0 { Cow::Borrowed(text) } else { Cow::Owned(id.to_string()) }
}

#[single_flight(map = map, key = id)]
async fn moves_its_key(map: &FlightMap<String, Vec<u8>>, id: String) -> Vec<u8> {
    id.into_bytes()
}

#[single_flight(map = map, key = id)]
fn moves_its_key_blocking(map: &FlightMap<String, Vec<u8>>, id: String) -> Vec<u8> {
    id.into_bytes()
}

#[async_trait::async_trait]
trait Lookup {
    async fn lookup(&self, name: String) -> Result<Arc<str>, String>;
}

#[async_trait::async_trait]
impl Lookup for Service {
    #[single_flight(map = self.shared, key = name)]
    async fn lookup(&self, name: String) -> Result<Arc<str>, String> {
        let shown = if self.shared.contains_key(&name) { name } else { return Err("no flight".into()) };
        Ok(shown.into())
    }
}

trait Named {
    fn flights(&self) -> &FlightMap<u8, String>;

    #[single_flight(map = self.flights(), key = id)]
    fn named(&self, id: u8) -> String {
        assert!(self.flights().contains_key(&id));
        format!("{id}")
    }
}

impl Named for FlightMap<u8, String> {
    fn flights(&self) -> &Self {
        self
    }
}

struct State<T>(T);

#[single_flight(map = app.units, key = id)]
async fn destructured(State(app): State<Arc<Service>>, State(mut id): State<u64>) {
    assert!(app.units.contains_key(&id));
    id += 1;
    assert!(!app.units.contains_key(&id));
}

#[test]
fn trait_defaults_and_patterns_are_as_good_as_any() {
    assert_eq!(FlightMap::new().named(3), "3");
    let service = Arc::new(Service::new());
    block_on(destructured(State(Arc::clone(&service)), State(1)));
    assert!(service.units.is_empty());
}

/// Each call has its entry, with the attribute below; with the one above, leaders have.
#[single_flight(map = flights, key = 1)]
#[scoped_entry(map = all, key = id)]
async fn entered_by_all(flights: &FlightMap<u64, ()>, all: &InflightMap<u64>, id: u64, gate: &Gate) {
    gate.passed().await;
}

#[scoped_entry(map = leaders, key = id)]
#[single_flight(map = flights, key = 1)]
async fn entered_by_leaders(flights: &FlightMap<u64, ()>, leaders: &InflightMap<u64>, id: u64, gate: &Gate) {
    gate.passed().await;
}

#[test]
fn of_two_attributes_the_upper_one_is_inside_the_lower_one() {
    let (flights, entries, gate) = (FlightMap::new(), InflightMap::new(), Gate::default());
    let mut calls = [1, 2].map(|id| Call::new(entered_by_all(&flights, &entries, id, &gate)));
    calls.iter_mut().for_each(Call::waits);
    assert_eq!(entries.len(), 2);
    drop(calls);
    let mut calls = [1, 2].map(|id| Call::new(entered_by_leaders(&flights, &entries, id, &gate)));
    calls.iter_mut().for_each(Call::waits);
    assert_eq!(entries.len(), 1);
    gate.open();
    for call in &mut calls {
        call.runs();
    }
    assert!(entries.is_empty());
}

#[test]
fn every_form_compiles_and_returns_what_its_body_does() {
    let service = Arc::new(Service::new());
    assert_eq!(block_on(service.by_field("7")).as_deref(), Ok("7"));
    assert_eq!(block_on(service.by_field("0")), Err("nothing".into()));
    assert_eq!(block_on(service.by_field("x")), Err("no number".into()));
    assert_eq!(block_on(Arc::clone(&service).by_owner("8".into())).as_deref(), Ok("8"));
    assert_eq!(block_on(service.lookup("9".into())).as_deref(), Ok("9"));
    block_on(service.unit(1));
    block_on(service.unit(2));
    service.blocking_unit(3);
    assert_eq!(by_static(1, "ab", "cd"), 5);
    let shown = FlightMap::new();
    assert_eq!(format!("{}{}", boxed(&shown, 0), boxed(&shown, 1)), "none1");
    assert_eq!(format!("{}{}", block_on(boxed_async(&shown, 0)), block_on(boxed_async(&shown, 1))), "none1");
    assert_eq!(lent(&FlightMap::new(), 0, "a"), "a");
    assert_eq!(block_on(moves_its_key(&FlightMap::new(), "a".into())), b"a");
    assert_eq!(moves_its_key_blocking(&FlightMap::new(), "a".into()), b"a");
}

#[test]
fn what_is_sent_between_threads_stays_so() {
    fn is_send<T: Send>(_: &T) {}

    let service = Arc::new(Service::new());
    is_send(&service.by_field("7"));
    is_send(&Arc::clone(&service).by_owner("8".into()));
    is_send(&service.lookup("9".into()));
}
