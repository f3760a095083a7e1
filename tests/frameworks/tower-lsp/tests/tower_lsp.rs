//! tower-lsp: the attribute on the methods of a language server, below `#[tower_lsp::async_trait]`. The client's messages go
//! to the service itself.

use common::{Calls, PATIENCE, assert_ended};
use scoped_entry::{InflightMap, scoped_entry};
use serde_json::{Value, json};
use std::{future::pending, sync::Arc};
use tokio::{sync::Notify, time::timeout};
use tower::{Service as _, ServiceExt as _};
use tower_lsp::{
    LanguageServer, LspService,
    jsonrpc::{ErrorCode, Request, Result},
    lsp_types::{
        Hover, HoverContents, HoverParams, InitializeParams, InitializeResult, MarkedString, SymbolInformation,
        WorkspaceSymbolParams,
    },
};

#[derive(Clone, Default)]
struct Inflight {
    initialised: Arc<Calls>,
    hovered: Arc<InflightMap<String>>,
    symbols: Arc<InflightMap<String>>,
    searching: Arc<Notify>,
}

#[tower_lsp::async_trait]
impl LanguageServer for Inflight {
    #[scoped_entry(map = self.initialised, key = "initialize")]
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        assert_eq!(self.initialised.len(), 1);
        Ok(InitializeResult::default())
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    #[scoped_entry(map = self.hovered, key = params.text_document_position_params.text_document.uri.as_str())]
    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let uri = params.text_document_position_params.text_document.uri;
        let entries = self.hovered.count(uri.as_str()).to_string();
        Ok(Some(Hover { contents: HoverContents::Scalar(MarkedString::String(entries)), range: None }))
    }

    #[scoped_entry(map = self.symbols, key = params.query)]
    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<Vec<SymbolInformation>>> {
        self.searching.notify_one();
        pending().await
    }
}

async fn initialised(inflight: &Inflight) -> LspService<Inflight> {
    let (mut service, _) = LspService::new(|_| inflight.clone());
    request(&mut service, 1, "initialize", json!({ "capabilities": {} })).await;
    service
}

async fn request(service: &mut LspService<Inflight>, id: i64, method: &'static str, params: Value) -> Value {
    let request = Request::build(method).id(id).params(params).finish();
    let response = service.ready().await.unwrap().call(request).await.unwrap();
    response.expect("a request has a response").result().expect("the method succeeds").clone()
}

#[tokio::test]
async fn a_method_has_its_entry_during_the_call() {
    let inflight = Inflight::default();
    let mut service = initialised(&inflight).await;
    assert_ended(&inflight.initialised, 1);
    let position = json!({ "textDocument": { "uri": "file:///main.rs" }, "position": { "line": 0, "character": 0 } });
    let hover = request(&mut service, 2, "textDocument/hover", position).await;
    assert_eq!(hover, json!({ "contents": "1" }));
    assert_ended(&inflight.hovered, 1);
}

#[tokio::test]
async fn the_entry_ends_when_the_client_cancels_the_request() {
    let inflight = Inflight::default();
    let mut service = initialised(&inflight).await;
    let search = Request::build("workspace/symbol").id(2).params(json!({ "query": "main" })).finish();
    let search = tokio::spawn(service.ready().await.unwrap().call(search));
    timeout(PATIENCE, inflight.searching.notified()).await.unwrap();
    assert_eq!(inflight.symbols.count("main"), 1);

    let cancel = Request::build("$/cancelRequest").params(json!({ "id": 2 })).finish();
    service.ready().await.unwrap().call(cancel).await.unwrap();
    let response = timeout(PATIENCE, search).await.unwrap().unwrap().unwrap().unwrap();
    assert_eq!(response.error().unwrap().code, ErrorCode::RequestCancelled);
    assert_ended(&inflight.symbols, 1);
}
