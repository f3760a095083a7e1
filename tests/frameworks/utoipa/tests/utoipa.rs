//! utoipa: the attribute above and below `#[utoipa::path]`, which describes a handler and leaves it as it is.

use common::{Calls, assert_ended};
use scoped_entry::{InflightMap, scoped_entry};
use utoipa::OpenApi;

static ABOVE: Calls = InflightMap::new();
static BELOW: Calls = InflightMap::new();

#[scoped_entry(map = ABOVE, key = "above")]
#[utoipa::path(get, path = "/above", responses((status = 200, body = String)))]
fn above() -> String {
    ABOVE.len().to_string()
}

#[utoipa::path(get, path = "/below", responses((status = 200, body = String)))]
#[scoped_entry(map = BELOW, key = "below")]
fn below() -> String {
    BELOW.len().to_string()
}

#[derive(OpenApi)]
#[openapi(paths(above, below))]
struct Api;

#[test]
fn either_order_works() {
    assert_eq!((above(), below()), ("1".into(), "1".into()));
    assert_ended(&ABOVE, 1);
    assert_ended(&BELOW, 1);
    let paths: Vec<_> = Api::openapi().paths.paths.into_keys().collect();
    assert_eq!(paths, ["/above", "/below"]);
}
