//! A function for AWS Lambda, which reports its entries.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use scoped_entry::{InflightMap, scoped_entry};
use serde_json::{Value, json};

static CALLS: InflightMap<String> = InflightMap::new();

#[scoped_entry(map = CALLS, key = event.context.request_id)]
async fn handle(event: LambdaEvent<Value>) -> Result<Value, Error> {
    let stats = CALLS.stats();
    if event.payload == json!("fail") {
        return Err("the event says so".into());
    }
    let current = CALLS.contains_key(&event.context.request_id);
    Ok(json!({ "current": current, "entered": stats.entered, "exited": stats.exited }))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(handle)).await
}
