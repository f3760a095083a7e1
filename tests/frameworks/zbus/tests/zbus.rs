//! zbus: the attribute on the methods and properties of an `#[interface]`, above and below `#[zbus]`, between two peers
//! without a bus.

use common::{Calls, assert_ended};
use scoped_entry::{InflightMap, scoped_entry};
use std::{os::unix::net::UnixStream, sync::Arc};

use zbus::{Guid, connection::Builder, fdo, interface, proxy};

#[derive(Clone, Default)]
struct Store {
    loads: Arc<InflightMap<u64>>,
    quick: Arc<Calls>,
    above: Arc<Calls>,
    below: Arc<Calls>,
}

#[interface(name = "org.example.Store")]
impl Store {
    #[scoped_entry(map = self.loads, key = id)]
    async fn load(&self, id: u64) -> fdo::Result<u64> {
        if id == 0 {
            return Err(fdo::Error::FileNotFound("no such thing".into()));
        }
        Ok(self.loads.count(&id) as u64)
    }

    #[scoped_entry(map = self.quick, key = "quick")]
    fn quick(&mut self) -> u64 {
        self.quick.len() as u64
    }

    #[scoped_entry(map = self.above, key = "above")]
    #[zbus(property)]
    async fn above(&self) -> u64 {
        self.above.len() as u64
    }

    #[zbus(property)]
    #[scoped_entry(map = self.below, key = "below")]
    fn below(&self) -> u64 {
        self.below.len() as u64
    }
}

#[proxy(interface = "org.example.Store", default_path = "/store", default_service = "org.example")]
trait Remote {
    async fn load(&self, id: u64) -> fdo::Result<u64>;
    async fn quick(&self) -> fdo::Result<u64>;
    #[zbus(property)]
    fn above(&self) -> fdo::Result<u64>;
    #[zbus(property)]
    fn below(&self) -> fdo::Result<u64>;
}

#[tokio::test]
async fn a_method_has_its_entry_during_the_call() {
    let store = Store::default();
    let (near, far) = UnixStream::pair().unwrap();
    let server = Builder::unix_stream(far).server(Guid::generate()).p2p();
    let server = server.serve_at("/store", store.clone()).build();
    let client = Builder::unix_stream(near).p2p().build();
    let (_server, client) = tokio::try_join!(server, client).unwrap();

    let remote = RemoteProxy::new(&client).await.unwrap();
    assert_eq!(remote.load(7).await.unwrap(), 1);
    assert!(remote.load(0).await.is_err());
    assert_eq!(remote.quick().await.unwrap(), 1);
    assert_eq!((remote.above().await.unwrap(), remote.below().await.unwrap()), (1, 1));
    assert_ended(&store.loads, 2);
    assert_ended(&store.quick, 1);
    assert!(store.above.is_empty() && store.below.is_empty());
}
