use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

use std::{future::poll_fn, pin::pin, task::{Context, Poll, Waker}};

#[scoped_entry(map = INFLIGHT, key = id)]
async fn handle(id: u64) -> Result<usize, String> {
    let mut polled = false;
    poll_fn(|_| if std::mem::replace(&mut polled, true) { Poll::Ready(()) } else { Poll::Pending }).await;
    Ok(INFLIGHT.count(&id))
}

#[scoped_entry(map = INFLIGHT, key = id)]
async unsafe fn not_safe(id: u64) -> usize {
    INFLIGHT.count(&id)
}

// What `#[async_trait]` hands on to an attribute on the method.
#[scoped_entry(map = INFLIGHT, key = id)]
fn lowered<'async_trait>(
    __arg0: (u64, u64),
) -> std::pin::Pin<Box<dyn Future<Output = usize> + Send + 'async_trait>> {
    Box::pin(async move {
        if let Some(__ret) = None::<usize> {
            #[allow(unreachable_code)]
            return __ret;
        }
        let (id, _) = __arg0;
        let __ret: usize = {
            let live = INFLIGHT.count(&id);
            live
        };
        #[allow(unreachable_code)]
        __ret
    })
}

fn main() {
    let mut context = Context::from_waker(Waker::noop());
    {
        let mut handling = pin!(handle(1));
        assert!(INFLIGHT.is_empty());
        assert!(handling.as_mut().poll(&mut context).is_pending());
        assert_eq!(INFLIGHT.len(), 1);
        assert_eq!(handling.as_mut().poll(&mut context), Poll::Ready(Ok(1)));
        assert!(INFLIGHT.is_empty());
    }
    {
        let mut cancelled = Box::pin(handle(2));
        assert!(cancelled.as_mut().poll(&mut context).is_pending());
        assert_eq!(INFLIGHT.len(), 1);
    }
    assert!(INFLIGHT.is_empty());
    assert_eq!(pin!(unsafe { not_safe(3) }).poll(&mut context), Poll::Ready(1));
    let lowered = lowered((4, 5));
    assert!(INFLIGHT.is_empty());
    assert_eq!({ lowered }.as_mut().poll(&mut context), Poll::Ready(1));
    assert!(INFLIGHT.is_empty());
}
