//! A guard attached to a future that a function of any form hands out, over any map.

use super::{
    maps::*,
    polling::{block_on, returned, suspended},
    script::Script,
    service::{Answer, Failure, Service},
    watchdog::within_deadline,
};
use scoped_entry::{Attached, EntryGuard, scoped_entry};
use std::{future::Future, pin::Pin, sync::Arc};

async fn work(script: Script) -> Answer {
    script.pause().await?;
    script.pause().await
}

macro_rules! handed_out {
    (
        $map:ident [$($refused:tt)*] $ignored:tt
        { [$($lowering:tt)*] [$($asynchrony:tt)*] $wait:tt $run:ident }
    ) => {
        type Subject = Service<Arc<$map<u64, ()>>>;
        type Work = Pin<Box<dyn Future<Output = Answer> + Send>>;
        type Handed = Attached<EntryGuard<Arc<$map<u64, ()>>>, Work>;

        $($lowering)*
        trait Handler {
            $($asynchrony)* fn accept(&self, id: u64, script: Script) -> Result<Handed, Failure>;
        }

        $($lowering)*
        impl Handler for Subject {
            #[scoped_entry(map = Arc::clone(&self.map), key = id, guard = entry $($refused)*)]
            $($asynchrony)* fn accept(&self, id: u64, script: Script) -> Result<Handed, Failure> {
                self.look();
                Ok(entry.attach(Box::pin(work(script))))
            }
        }

        #[test]
        fn it_keeps_the_entry_until_it_completes_or_is_dropped() {
            within_deadline(|| {
                let service = Subject::default();
                let accepted = $run(service.accept(1, Script::uneventful())).expect("the key is free");
                assert_eq!((service.map.entries(), service.seen()), (1, vec![1]));
                assert_eq!(block_on(accepted), Ok(2));
                assert_eq!(service.map.entries(), 0);
                let accepted = $run(service.accept(1, Script::uneventful())).expect("the key is free");
                drop(suspended(accepted, 1));
                assert_eq!(service.map.entries(), 0);
            });
        }
    };
}

grid! {
    handed_out over [sync asynchronous async_trait] and [inflight_map unique_map mutex_hash_map rw_lock_btree_map]
}
