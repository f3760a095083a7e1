//! Wakers that do more than note whose turn it is: they drop the very task, poll it on the spot, or panic.

use scoped_entry::{FlightMap, InflightMap};
use std::{
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    task::{Context, Wake, Waker},
    thread,
    time::Duration,
};

/// A task that is kept by its own waker alone, as some executors do, and what happens when that is called.
struct Task {
    future: Mutex<Option<Pin<Box<dyn Future<Output = ()> + Send>>>>,
    on_wake: fn(&Arc<Self>),
    wakes: AtomicUsize,
}

impl Task {
    fn started(on_wake: fn(&Arc<Self>), future: impl Future<Output = ()> + Send + 'static) -> Arc<Self> {
        let task = Arc::new(Self { future: Mutex::new(Some(Box::pin(future))), on_wake, wakes: AtomicUsize::new(0) });
        task.poll();
        assert!(!task.is_gone(), "it was to wait");
        task
    }

    fn poll(self: &Arc<Self>) {
        let mut future = self.future.lock().unwrap();
        let waker = Waker::from(Arc::clone(self));
        let polled = future.as_mut().map(|future| future.as_mut().poll(&mut Context::from_waker(&waker)));
        if polled.is_some_and(|polled| polled.is_ready()) {
            *future = None;
        }
    }

    fn drop_future(self: &Arc<Self>) {
        let future = self.future.lock().unwrap().take();
        drop(future);
    }

    fn is_gone(&self) -> bool {
        self.future.lock().unwrap().is_none()
    }
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        self.wakes.fetch_add(1, SeqCst);
        (self.on_wake)(&self);
    }
}

/// A test that hangs is to fail.
fn in_a_minute(test: impl FnOnce() + Send + 'static) {
    let (ends, ended) = mpsc::channel();
    let thread = thread::spawn(move || {
        test();
        ends.send(()).unwrap();
    });
    assert_ne!(ended.recv_timeout(Duration::from_mins(1)), Err(mpsc::RecvTimeoutError::Timeout), "it hangs");
    thread.join().unwrap();
}

fn drained(map: &Arc<InflightMap<u64>>) -> impl Future<Output = ()> + Send + 'static {
    let map = Arc::clone(map);
    async move { map.drained().await }
}

fn follower(map: &Arc<FlightMap<u64, u64>>) -> impl Future<Output = ()> + Send + 'static {
    let map = Arc::clone(map);
    async move {
        map.run(1, async { unreachable!("another call leads") }).await;
    }
}

/// What a waker that is called when the last entry leaves, or the leader returns, does with several tasks.
fn all_end_with(on_wake: fn(&Arc<Task>)) {
    in_a_minute(move || {
        let map = Arc::new(InflightMap::<u64>::new());
        let entry = map.enter(1, ());
        let waiting = [(); 3].map(|()| Task::started(on_wake, drained(&map)));
        drop(entry);
        assert!(waiting.iter().all(|task| task.is_gone()));
    });
    in_a_minute(move || {
        let map = Arc::new(FlightMap::<u64, u64>::new());
        let mut waiting = None;
        map.blocking_run(1, || {
            // Polled on another thread: on the leader's own it would be the leader's, and would panic.
            thread::scope(|scope| {
                let start = || [(); 3].map(|()| Task::started(on_wake, follower(&map)));
                waiting = Some(scope.spawn(start).join().unwrap());
            });
            1
        });
        assert!(waiting.is_some_and(|waiting| waiting.iter().all(|task| task.is_gone())));
        assert!(map.is_empty());
    });
}

#[test]
fn a_waker_may_drop_what_it_was_to_wake() {
    all_end_with(Task::drop_future);
}

#[test]
fn a_waker_may_poll_what_it_was_to_wake() {
    all_end_with(Task::poll);
}

#[test]
fn a_waker_that_panics_keeps_nobody_else_from_being_woken() {
    in_a_minute(|| {
        let map = Arc::new(InflightMap::<u64>::new());
        for _ in 0..2 {
            let entry = map.enter(1, ());
            let panics = Task::started(|_| panic!("as it was told"), drained(&map));
            let others = [(); 3].map(|()| Task::started(Task::poll, drained(&map)));
            let panicked = catch_unwind(AssertUnwindSafe(|| drop(entry)));
            assert!(panicked.is_err(), "the panic is not kept from the caller");
            assert!(others.iter().all(|task| task.is_gone()));
            assert_eq!(panics.wakes.load(SeqCst), 1);
            assert!(map.is_empty());
        }
    });
}
