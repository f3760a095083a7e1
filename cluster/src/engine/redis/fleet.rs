//! The scripts of the fleet view: records in a hash, and the time of each in a sorted set.

use super::scripts::{integer, millis, unexpected};
use crate::error::Unavailable;
use redis::{Script, ScriptInvocation, Value};
use std::{sync::LazyLock, time::Duration};

/// KEYS: times, records. ARGV: TTL in ms, id, record. Forgets nodes that have not published for one TTL.
static PUBLISH: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local ended = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - tonumber(ARGV[1])))
for _, id in ipairs(ended) do
  redis.call('ZREM', KEYS[1], id)
  redis.call('HDEL', KEYS[2], id)
end
redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[2])
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[1])
return 1
",
    )
});

/// KEYS: times, records. ARGV: TTL in ms. Replies with an age in ms and a record for each node.
static READ: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local nodes = redis.call('ZRANGEBYSCORE', KEYS[1], string.format('(%.0f', now - tonumber(ARGV[1])), '+inf', 'WITHSCORES')
local reply = {}
for i = 1, #nodes, 2 do
  local record = redis.call('HGET', KEYS[2], nodes[i])
  if record then
    reply[#reply + 1] = math.max(now - tonumber(nodes[i + 1]), 0)
    reply[#reply + 1] = record
  end
end
return reply
",
    )
});

fn prepared(script: &'static Script, prefix: &str, ttl: Duration) -> ScriptInvocation<'static> {
    let mut script = script.prepare_invoke();
    script.key(format!("{prefix}:nodes")).key(format!("{prefix}:records")).arg(millis(ttl));
    script
}

pub(super) fn publish(prefix: &str, ttl: Duration, id: u64, record: Vec<u8>) -> ScriptInvocation<'static> {
    let mut script = prepared(&PUBLISH, prefix, ttl);
    script.arg(id).arg(record);
    script
}

pub(super) fn read(prefix: &str, ttl: Duration) -> ScriptInvocation<'static> {
    prepared(&READ, prefix, ttl)
}

pub(super) fn records(reply: &Value) -> Result<Vec<(Duration, Vec<u8>)>, Unavailable> {
    let pair = |pair: &[Value]| match pair {
        [age, Value::BulkString(record)] => Some((Duration::from_millis(integer(age)?), record.clone())),
        _ => None,
    };
    let parsed = match reply {
        Value::Array(values) => values.chunks(2).map(pair).collect(),
        _ => None,
    };
    parsed.ok_or_else(|| unexpected(reply))
}
