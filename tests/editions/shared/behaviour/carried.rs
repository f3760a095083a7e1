//! Functions that return a future: the entry begins with the call and goes with what is returned, by whichever `return`.

use super::{
    deliberate::caught,
    maps::*,
    polling::{block_on, poll_once, suspended},
    script::Script,
    service::{Answer, Failure, Service},
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;
use std::{
    future::{Future, ready},
    pin::Pin,
    sync::Arc,
    task::Poll,
};

/// What the returned futures do.
async fn run<M: Entries>(service: &Service<M>, script: &Script) -> Answer {
    let _local = service.looks_when_dropped();
    service.look();
    script.pause().await
}

/// The same, of the same type whether the call was refused or not.
async fn run_unless<M: Entries>(service: &Service<M>, script: &Script, refused: bool) -> Answer {
    if refused { Err(Failure::Refused) } else { run(service, script).await }
}

/// A `return` that the attribute does not see.
macro_rules! leave_if {
    ($condition:expr, $result:expr) => {
        if $condition {
            return $result;
        }
    };
}

type Boxed<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

/// One shape of function, over one map: every way that its future may go.
macro_rules! carried {
    (
        $shape:ident over [$($map:ident [$($argument:tt)*])+]
        |$service:ident, $script:ident, $path:ident| -> $returned:tt $body:tt
    ) => {
        mod $shape {
            use super::*;

            $( carried! { @over $map [$($argument)*] |$service, $script, $path| -> $returned $body } )+
        }
    };
    (@over InflightMap $($cell:tt)*) => { carried! { @in inflight_map InflightMap $($cell)* } };
    (@over UniqueMap $($cell:tt)*) => { carried! { @in unique_map UniqueMap $($cell)* } };
    (@over MutexHashMap $($cell:tt)*) => { carried! { @in mutex_hash_map MutexHashMap $($cell)* } };
    (
        @in $module:ident $map:ident [$($argument:tt)*]
        |$service:ident, $script:ident, $path:ident| -> [$($returned:tt)*] $body:tt
    ) => {
        mod $module {
            use super::*;

            type Subject = Service<Arc<$map<u64, ()>>>;

            /// One for each `return` that a body may have.
            const PATHS: u8 = 4;

            #[scoped_entry(map = $service.map, key = 1 $($argument)*)]
            #[allow(unused_variables, reason = "not every shape has several paths")]
            fn borrowed<'a>($service: &'a Subject, $script: &'a Script, $path: u8) -> $($returned)* $body

            #[scoped_entry(map = Arc::clone(&$service.map), key = 1 $($argument)*)]
            #[allow(unused_variables, reason = "not every shape has several paths")]
            fn owned<'a>($service: &'a Subject, $script: &'a Script, $path: u8) -> $($returned)* $body

            fn each(test: impl Fn(&Subject, &dyn for<'a> Fn(&'a Subject, &'a Script) -> Boxed<'a>) + Send + 'static) {
                within_deadline(move || {
                    for path in 0..PATHS {
                        let call: &dyn for<'a> Fn(&'a Subject, &'a Script) -> Boxed<'a> =
                            &|service, script| Box::pin(borrowed(service, script, path));
                        test(&Subject::default(), call);
                        let call: &dyn for<'a> Fn(&'a Subject, &'a Script) -> Boxed<'a> =
                            &|service, script| Box::pin(owned(service, script, path));
                        test(&Subject::default(), call);
                    }
                });
            }

            #[test]
            fn the_entry_begins_with_the_call_and_ends_with_a_future_that_is_never_polled() {
                each(|service, call| {
                    let script = Script::uneventful();
                    let future = call(service, &script);
                    assert_eq!(service.map.entries(), 1);
                    drop(future);
                    service.assert_never_entered();
                });
            }

            #[test]
            fn the_entry_lasts_until_the_future_completes() {
                each(|service, call| {
                    let script = Script::uneventful();
                    let mut future = suspended(call(service, &script), 1);
                    assert_eq!(service.map.entries(), 1);
                    assert_eq!(poll_once(future.as_mut()), Poll::Ready(Ok(1)));
                    assert_eq!((service.seen(), service.map.entries()), (vec![1, 1], 0));
                    drop(future);
                    assert_eq!(service.map.entries(), 0);
                });
            }

            #[test]
            fn the_entry_ends_with_a_failure() {
                each(|service, call| {
                    let script = Script::fails_at(1);
                    let mut future = suspended(call(service, &script), 1);
                    assert_eq!(poll_once(future.as_mut()), Poll::Ready(Err(Failure::Failed)));
                    assert_eq!((service.seen(), service.map.entries()), (vec![1, 1], 0));
                });
            }

            #[test]
            fn a_panic_in_a_poll_ends_the_entry_before_the_future_is_dropped() {
                each(|service, call| {
                    let script = Script::panics_at(1);
                    let mut future = suspended(call(service, &script), 1);
                    caught(|| poll_once(future.as_mut()));
                    assert_eq!((service.seen(), service.map.entries()), (vec![1, 1], 0));
                });
            }

            #[test]
            fn a_future_that_is_dropped_half_way_drops_its_locals_before_the_entry_ends() {
                each(|service, call| {
                    let script = Script::uneventful();
                    drop(suspended(call(service, &script), 1));
                    assert_eq!((service.seen(), service.map.entries()), (vec![1, 1], 0));
                });
            }

            #[test]
            fn the_key_is_free_again_however_the_future_before_ended() {
                each(|service, call| {
                    for script in [Script::uneventful(), Script::fails_at(1)] {
                        _ = block_on(call(service, &script));
                        drop(call(service, &script));
                        assert_eq!(service.map.entries(), 0);
                    }
                    let script = Script::panics_at(1);
                    caught(|| block_on(call(service, &script)));
                    assert_eq!(block_on(call(service, &Script::uneventful())), Ok(1));
                    assert_eq!(service.map.entries(), 0);
                });
            }
        }
    };
}

carried! {
    opaque_literal over [InflightMap [] UniqueMap [, occupied = std::process::abort()]]
    |service, script, path| -> [impl Future<Output = Answer> + Send + 'a] {
        async move { run(service, script).await }
    }
}

carried! {
    opaque over [
        InflightMap []
        UniqueMap [, occupied = return run_unless(service, script, true)]
        MutexHashMap [, occupied = |()| return run_unless(service, script, true)]
    ]
    |service, script, path| -> [impl Future<Output = Answer> + Send + 'a] {
        run_unless(service, script, false)
    }
}

carried! {
    opaque_with_returns over [
        InflightMap []
        UniqueMap [, occupied = return run_unless(service, script, true)]
        MutexHashMap [, occupied = |()| return run_unless(service, script, true)]
    ]
    |service, script, path| -> [impl Future<Output = Answer> + Send + 'a] {
        if path == 0 {
            return run_unless(service, script, false);
        }
        leave_if!(path == 1, run_unless(service, script, false));
        for turn in 0..3 {
            if turn == path {
                return run_unless(service, script, false);
            }
        }
        run_unless(service, script, false)
    }
}

carried! {
    boxed_literal over [
        InflightMap []
        UniqueMap [, occupied = return Box::pin(ready(Err(Failure::Refused)))]
        MutexHashMap [, occupied = |()| return Box::pin(ready(Err(Failure::Refused)))]
    ]
    |service, script, path| -> [Pin<Box<dyn Future<Output = Answer> + Send + 'a>>] {
        let service: &Subject = service;
        Box::pin(async move { run(service, script).await })
    }
}

carried! {
    boxed over [
        InflightMap []
        UniqueMap [, occupied = return Box::pin(ready(Err(Failure::Refused)))]
        MutexHashMap [, occupied = |()| return Box::pin(ready(Err(Failure::Refused)))]
    ]
    |service, script, path| -> [Pin<Box<dyn Future<Output = Answer> + Send + 'a>>] {
        let future = run(service, script);
        Box::pin(future)
    }
}

carried! {
    boxed_literal_with_returns over [
        InflightMap []
        UniqueMap [, occupied = return Box::pin(ready(Err(Failure::Refused)))]
        MutexHashMap [, occupied = |()| return Box::pin(ready(Err(Failure::Refused)))]
    ]
    |service, script, path| -> [Pin<Box<dyn Future<Output = Answer> + Send + 'a>>] {
        if path == 0 {
            return Box::pin(run(service, script));
        }
        leave_if!(path == 1, Box::pin(run_unless(service, script, false)));
        let mut turn = path;
        while turn < 3 {
            if turn == 2 {
                return Box::pin(async move { run(service, script).await });
            }
            turn += 1;
        }
        Box::pin(async move {
            if turn == 0 {
                return Err(Failure::Failed);
            }
            run(service, script).await
        })
    }
}

carried! {
    boxed_with_returns over [
        InflightMap []
        UniqueMap [, occupied = return Box::pin(ready(Err(Failure::Refused)))]
        MutexHashMap [, occupied = |()| return Box::pin(ready(Err(Failure::Refused)))]
    ]
    |service, script, path| -> [Pin<Box<dyn Future<Output = Answer> + Send + 'a>>] {
        leave_if!(path == 0, Box::pin(run(service, script)));
        match path {
            1 => return Box::pin(async move { run(service, script).await }),
            2 => Box::pin(run(service, script)),
            _ => Box::pin(run_unless(service, script, false)),
        }
    }
}

/// A call whose key is taken.
mod refused {
    use super::*;

    type Subject = Service<UniqueMap<u64>>;

    #[scoped_entry(map = service.map, key = 1, occupied = return run_unless(service, script, true))]
    fn opaque<'a>(service: &'a Subject, script: &'a Script) -> impl Future<Output = Answer> + 'a {
        run_unless(service, script, false)
    }

    #[scoped_entry(map = service.map, key = 1, occupied = return Box::pin(ready(Err(Failure::Refused))))]
    fn boxed_literal<'a>(service: &'a Subject, script: &'a Script) -> Pin<Box<dyn Future<Output = Answer> + 'a>> {
        Box::pin(async move { run(service, script).await })
    }

    #[scoped_entry(map = service.map, key = 1, occupied = |()| return Box::pin(ready(Err(Failure::Refused))))]
    fn boxed<'a>(service: &'a Subject, script: &'a Script) -> Pin<Box<dyn Future<Output = Answer> + 'a>> {
        leave_if!(service.map.is_empty(), Box::pin(ready(Err(Failure::Failed))));
        Box::pin(run(service, script))
    }

    #[test]
    fn its_future_says_so_and_leaves_the_other_entry_alone() {
        within_deadline(|| {
            let (service, script) = (Subject::default(), Script::uneventful());
            let held = service.map.hold(1, ());
            assert_eq!(block_on(opaque(&service, &script)), Err(Failure::Refused));
            assert_eq!(block_on(boxed_literal(&service, &script)), Err(Failure::Refused));
            assert_eq!(block_on(boxed(&service, &script)), Err(Failure::Refused));
            drop(opaque(&service, &script));
            drop(boxed(&service, &script));
            assert_eq!((service.seen(), service.map.entries()), (vec![], 1));
            drop(held);
            assert_eq!(block_on(opaque(&service, &script)), Ok(1));
            assert_eq!(block_on(boxed(&service, &script)), Ok(2));
            assert_eq!(service.map.entries(), 0);
        });
    }
}

/// A panic before there is a future.
mod in_the_call {
    use super::{super::deliberate::deliberate, *};

    type Subject = Service<InflightMap<u64>>;

    #[scoped_entry(map = service.map, key = 1)]
    fn opaque(service: &Subject) -> impl Future<Output = Answer> + '_ {
        let _local = service.looks_when_dropped();
        deliberate::<()>();
        ready(Ok(0))
    }

    #[scoped_entry(map = service.map, key = 1)]
    fn boxed(service: &Subject) -> Pin<Box<dyn Future<Output = Answer> + '_>> {
        let _local = service.looks_when_dropped();
        leave_if!(service.map.is_empty(), Box::pin(ready(Ok(0))));
        deliberate::<()>();
        Box::pin(async move { Ok(0) })
    }

    #[test]
    fn a_panic_ends_the_entry() {
        within_deadline(|| {
            let service = Subject::default();
            caught(|| opaque(&service));
            service.assert_entered_and_left();
            caught(|| boxed(&service));
            service.assert_entered_and_left();
        });
    }
}
