//! rmcp: the attribute above and below `#[tool]` and `#[prompt]`, called by a client over a connection in memory.

use common::{Calls, PATIENCE, assert_ended};
use rmcp::{
    RoleClient, ServerHandler, ServiceExt as _,
    handler::server::{router::tool::ToolRouter, wrapper::Parameters},
    model::{CallToolRequestParams, JsonObject},
    service::RunningService,
    tool, tool_handler, tool_router,
};
use schemars::JsonSchema;
use scoped_entry::{InflightMap, scoped_entry};
use serde::Deserialize;
use std::sync::Arc;
use tokio::time::timeout;

#[derive(Deserialize, JsonSchema)]
struct Call {
    id: u64,
}

#[derive(Clone)]
struct Server {
    above: Arc<InflightMap<u64>>,
    below: Arc<InflightMap<u64>>,
    quick: Arc<Calls>,
    tool_router: ToolRouter<Self>,
}

#[tool_router]
impl Server {
    #[scoped_entry(map = self.above, key = id)]
    #[tool(description = "the attribute above")]
    async fn above(&self, Parameters(Call { id }): Parameters<Call>) -> Result<String, String> {
        reply(&self.above, id)
    }

    #[tool(description = "the attribute below")]
    #[scoped_entry(map = self.below, key = id)]
    async fn below(&self, Parameters(Call { id }): Parameters<Call>) -> Result<String, String> {
        reply(&self.below, id)
    }

    #[tool(description = "not async")]
    #[scoped_entry(map = self.quick, key = "quick")]
    fn quick(&self) -> String {
        self.quick.len().to_string()
    }
}

fn reply(map: &InflightMap<u64>, id: u64) -> Result<String, String> {
    if id == 0 {
        return Err("no such thing".into());
    }
    Ok(map.count(&id).to_string())
}

#[tool_handler(router = self.tool_router)]
impl ServerHandler for Server {}

fn server() -> Server {
    Server { above: Arc::default(), below: Arc::default(), quick: Arc::default(), tool_router: Server::tool_router() }
}

async fn connect(server: &Server) -> RunningService<RoleClient, ()> {
    let (near, far) = tokio::io::duplex(4096);
    let server = server.clone();
    tokio::spawn(async move { server.serve(far).await.unwrap().waiting().await });
    ().serve(near).await.unwrap()
}

async fn call(client: &RunningService<RoleClient, ()>, tool: &'static str, id: u64) -> String {
    let mut arguments = JsonObject::new();
    arguments.insert("id".into(), id.into());
    let request = CallToolRequestParams::new(tool).with_arguments(arguments);
    let result = timeout(PATIENCE, client.call_tool(request)).await.unwrap().unwrap();
    result.content[0].as_text().unwrap().text.clone()
}

#[tokio::test]
async fn either_order_with_tool_works() {
    let server = server();
    let client = connect(&server).await;
    for tool in ["above", "below", "quick"] {
        assert_eq!(call(&client, tool, 7).await, "1", "{tool}");
    }
    for tool in ["above", "below"] {
        assert_eq!(call(&client, tool, 0).await, "no such thing", "{tool}");
    }
    assert_ended(&server.above, 2);
    assert_ended(&server.below, 2);
    assert_ended(&server.quick, 1);
}

#[test]
fn below_tool_the_entry_begins_at_the_call_and_above_it_at_the_first_poll() {
    let server = server();
    let above = server.above(Parameters(Call { id: 7 }));
    let below = server.below(Parameters(Call { id: 7 }));
    assert_eq!((server.above.len(), server.below.len()), (0, 1));
    drop((above, below));
    assert_ended(&server.above, 0);
    assert_ended(&server.below, 1);
}
