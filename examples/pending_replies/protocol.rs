//! JSON-RPC 2.0, a message a line.

use serde_json::{Value, json};

pub(crate) fn request(id: u64) -> Vec<u8> {
    line(&json!({"jsonrpc": "2.0", "id": id, "method": "triple", "params": [id]}))
}

pub(crate) fn reply(id: u64) -> Vec<u8> {
    line(&json!({"jsonrpc": "2.0", "id": id, "result": tripled(id)}))
}

pub(crate) const fn tripled(id: u64) -> u64 {
    3 * id
}

/// Returns the id of a request, or `None` if the line is none.
pub(crate) fn read_request(line: &str) -> Option<u64> {
    let message: Value = serde_json::from_str(line).ok()?;
    message.get("method")?;
    message.get("id")?.as_u64()
}

/// Returns the id and the result of a reply, or `None` if the line is none.
pub(crate) fn read_reply(line: &str) -> Option<(u64, u64)> {
    let message: Value = serde_json::from_str(line).ok()?;
    Some((message.get("id")?.as_u64()?, message.get("result")?.as_u64()?))
}

fn line(message: &Value) -> Vec<u8> {
    let mut line = message.to_string().into_bytes();
    line.push(b'\n');
    line
}
