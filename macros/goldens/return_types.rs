#[scoped_entry(map = INFLIGHT, key = id)]
fn number(id: u64) -> (u32, &'static str) { run() }
#[scoped_entry(map = INFLIGHT, key = id)]
fn never(id: u64) -> ! { run() }
#[scoped_entry(map = INFLIGHT, key = id)]
fn closure(id: u64) -> impl Fn(&str) -> u64 { move |text| text.len() as u64 + id }
#[scoped_entry(map = INFLIGHT, key = id)]
fn checked<'a, T>(id: u64, text: &'a str) -> Option<Wrapper<'a, 'static, dyn for<'b> Fn(&'b T, &'a T)>> { run() }
