#[scoped_entry(map = INFLIGHT, key = id)]
#[track_caller]
pub(crate) unsafe extern "C" fn handle<const N: usize>(id: u64, #[cfg(unix)] fd: i32) where [u8; N]: Sized {
    run();
}
#[scoped_entry(map = INFLIGHT, key = id)]
async unsafe fn both(id: u64) {
    run().await;
}
