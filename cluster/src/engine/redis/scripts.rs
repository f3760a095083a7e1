//! The scripts that the server runs, and how their replies are read.
//!
//! Each reply is a flat array of strings and integers, and nil never occurs: a reply of another shape is an error of
//! this crate or of the server, never one of the network.

use crate::{
    engine::{Answer, Answers, Holder, Owned, Scope, Wanted},
    error::{Reason, Unavailable},
    token::Token,
};
use redis::{Script, ScriptInvocation, Value};
use std::{sync::LazyLock, time::Duration};

/// Begins the scripts that grant something. KEYS: epoch, used. ARGV: TTL in ms.
///
/// `epoch` is `run_id until ttl`: which run of the server this map is used in, until when it recovers (in µs), and the
/// TTL of what is granted. `used` exists as long as anything may be held: it decides whether the TTL may change.
pub(super) const EPOCH: &str = r"
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
if not run then return redis.error_reply('the server does not tell its run_id') end
local ttl = tonumber(ARGV[1])
local epoch = redis.call('GET', KEYS[1])
local known, recovers, other
if epoch then known, recovers, other = string.match(epoch, '^(%w+) (%d+) (%d+)$') end
if known ~= run then
  recovers = now + ttl * 1000
  redis.call('SET', KEYS[1], run .. ' ' .. string.format('%.0f', recovers) .. ' ' .. ARGV[1])
  return {1, ttl}
end
recovers = tonumber(recovers)
if tonumber(other) ~= ttl then
  if redis.call('EXISTS', KEYS[2]) == 1 then return {2, tonumber(other)} end
  redis.call('SET', KEYS[1], run .. ' ' .. string.format('%.0f', recovers) .. ' ' .. ARGV[1])
end
if now < recovers then return {1, math.ceil((recovers - now) / 1000)} end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ttl)
";

/// KEYS: epoch, used, fence, a claim each. ARGV: TTL in ms, node with its length before it, then a token and a location
/// for each.
///
/// A claim is `token fence since node location`. Numbers of Lua are doubles, exact up to 2⁵³: microseconds since 1970
/// fit until the year 2255.
static CLAIM: LazyLock<Script> = LazyLock::new(|| {
    let claim = r"
local fence = tonumber(redis.call('GET', KEYS[3]) or '0')
local first = fence
local reply = {0, 0}
local since = string.format('%.0f', now)
for i = 4, #KEYS do
  local token = ARGV[2 * i - 5]
  local found = redis.call('GET', KEYS[i])
  if not found then
    fence = math.max(fence + 1, now)
    local text = string.format('%.0f', fence)
    redis.call('SET', KEYS[i], token .. ' ' .. text .. ' ' .. since .. ' ' .. ARGV[2] .. ' ' .. ARGV[2 * i - 4], 'PX', ttl)
    reply[#reply + 1] = text
    reply[#reply + 1] = -1
  elseif string.sub(found, 1, 32) == token then
    redis.call('PEXPIRE', KEYS[i], ttl)
    reply[#reply + 1] = string.match(found, '^%w+ (%d+) ') or '0'
    reply[#reply + 1] = -1
  else
    reply[#reply + 1] = found
    reply[#reply + 1] = math.max(redis.call('PTTL', KEYS[i]), 0)
  end
end
if fence ~= first then redis.call('SET', KEYS[3], string.format('%.0f', fence)) end
return reply
";
    Script::new(&format!("{EPOCH}{claim}"))
});

/// KEYS: used, a claim each. ARGV: TTL in ms, a token each.
///
/// A server that is out of memory still renews: extending needs none.
static RENEW: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
if redis.call('PEXPIRE', KEYS[1], ARGV[1]) == 0 then redis.pcall('SET', KEYS[1], ARGV[1], 'PX', ARGV[1]) end
local reply = {}
for i = 2, #KEYS do
  local found = redis.call('GET', KEYS[i])
  if found and string.sub(found, 1, 32) == ARGV[i] then
    redis.call('PEXPIRE', KEYS[i], ARGV[1])
    reply[i - 1] = 1
  else
    reply[i - 1] = 0
  end
end
return reply
",
    )
});

/// KEYS: a claim each. ARGV: a token and a channel each. Who waits for a key hears of its release.
static RELEASE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local reply = {}
for i = 1, #KEYS do
  local found = redis.call('GET', KEYS[i])
  if found and string.sub(found, 1, 32) == ARGV[2 * i - 1] then
    redis.call('DEL', KEYS[i])
    redis.call('PUBLISH', ARGV[2 * i], '')
    reply[i] = 1
  else
    reply[i] = 0
  end
end
return reply
",
    )
});

/// Tries what the scripts need, and changes nothing.
static CHECK: LazyLock<Script> =
    LazyLock::new(|| Script::new("redis.call('TIME') return redis.call('INFO', 'server')"));

pub(super) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

pub(super) fn check() -> ScriptInvocation<'static> {
    CHECK.prepare_invoke()
}

pub(super) fn claim(scope: &Scope, wanted: &[Wanted]) -> ScriptInvocation<'static> {
    let mut script = CLAIM.prepare_invoke();
    script.key(scope.name(":epoch", b"")).key(scope.name(":used", b"")).key(scope.name(":fence", b""));
    script.arg(millis(scope.ttl)).arg(format!("{} {}", scope.node.len(), scope.node));
    for Wanted { key, token, location } in wanted {
        script.key(scope.name(":c:", key.as_bytes())).arg(token.to_string()).arg(location.to_string());
    }
    script
}

pub(super) fn renew(scope: &Scope, owned: &[Owned]) -> ScriptInvocation<'static> {
    let mut script = RENEW.prepare_invoke();
    script.key(scope.name(":used", b"")).arg(millis(scope.ttl));
    for (key, token) in owned {
        script.key(scope.name(":c:", key.as_bytes())).arg(token.to_string());
    }
    script
}

pub(super) fn release(scope: &Scope, owned: &[Owned]) -> ScriptInvocation<'static> {
    let mut script = RELEASE.prepare_invoke();
    for (key, token) in owned {
        script.key(scope.name(":c:", key.as_bytes())).arg(token.to_string()).arg(scope.channel(key));
    }
    script
}

pub(super) fn unexpected(reply: &Value) -> Unavailable {
    let text: String = format!("{reply:?}").chars().take(200).collect();
    Unavailable::new(Reason::Refused, format!("unexpected reply: {text}"))
}

pub(super) fn integer(value: &Value) -> Option<u64> {
    match value {
        Value::Int(integer) => u64::try_from(*integer).ok(),
        _ => None,
    }
}

/// The holder that a claim's value names. A value that this crate has not written holds the key all the same.
fn holder(value: &[u8], expires_in: Duration) -> Holder {
    let parsed = || {
        let token = Token::parse(value)?;
        let mut fields = value.get(Token::LEN + 1..)?.splitn(4, |byte| *byte == b' ');
        let mut number = || str::from_utf8(fields.next()?).ok()?.parse::<u64>().ok();
        let (_fence, since, length) = (number()?, number()?, number()?);
        let rest = fields.next()?;
        let (node, location) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        Some(Holder {
            token: Some(token),
            node: String::from_utf8_lossy(node).into_owned(),
            location: String::from_utf8_lossy(location.get(1..)?).into_owned(),
            since: Duration::from_micros(since),
            expires_in,
        })
    };
    parsed().unwrap_or_else(|| Holder {
        token: None,
        node: "unknown".to_owned(),
        location: "unknown".to_owned(),
        since: Duration::ZERO,
        expires_in,
    })
}

pub(super) fn answers(reply: &Value, count: usize) -> Result<Answers, Unavailable> {
    let parsed = || {
        let Value::Array(values) = reply else { return None };
        let (state, time) = (integer(values.first()?)?, integer(values.get(1)?)?);
        match state {
            1 => return Some(Answers::Recovering(Duration::from_millis(time))),
            2 => return Some(Answers::OtherTtl(Duration::from_millis(time))),
            0 if values.len() == 2 + 2 * count => {}
            _ => return None,
        }
        let answer = |pair: &[Value]| match pair {
            [Value::BulkString(fence), Value::Int(-1)] => {
                Some(Answer::Granted { fence: str::from_utf8(fence).ok()?.parse().ok()? })
            }
            [Value::BulkString(value), left] => {
                Some(Answer::Held(holder(value, Duration::from_millis(integer(left)?))))
            }
            _ => None,
        };
        values[2..].chunks_exact(2).map(answer).collect::<Option<_>>().map(Answers::Each)
    };
    parsed().ok_or_else(|| unexpected(reply))
}

pub(super) fn flags_of(values: &[Value], count: usize) -> Option<Vec<bool>> {
    if values.len() != count {
        return None;
    }
    values.iter().map(|value| integer(value).map(|flag| flag == 1)).collect()
}

pub(super) fn flags(reply: &Value, count: usize) -> Result<Vec<bool>, Unavailable> {
    let parsed = || match reply {
        Value::Array(values) => flags_of(values, count),
        _ => None,
    };
    parsed().ok_or_else(|| unexpected(reply))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_holder_with_spaces_in_its_name() {
        let text = format!("{} 12 34 7 my node src/a b.rs:1:2", Token::new());
        let holder = holder(text.as_bytes(), Duration::ZERO);
        assert_eq!((holder.node.as_str(), holder.location.as_str()), ("my node", "src/a b.rs:1:2"));
        assert_eq!(holder.since, Duration::from_micros(34));
    }

    #[test]
    fn a_foreign_value_is_held_by_an_unknown_node() {
        for value in [&b"locked"[..], b"", &[255; 80], format!("{} 1 2 99 x y", Token::new()).as_bytes()] {
            assert_eq!(holder(value, Duration::ZERO).node, "unknown");
        }
    }

    #[test]
    fn replies_of_another_shape_are_refused() {
        for reply in [
            Value::Nil,
            Value::Int(1),
            Value::Array(vec![]),
            Value::Array(vec![Value::Int(0), Value::Int(0)]),
            Value::Array(vec![Value::Int(0), Value::Int(0), Value::Nil, Value::Int(-1)]),
            Value::Array(vec![Value::Int(0), Value::Int(0), Value::BulkString(b"x".to_vec()), Value::Int(-1)]),
        ] {
            assert_eq!(answers(&reply, 1).unwrap_err().reason, Reason::Refused, "{reply:?}");
        }
        assert!(flags(&Value::Array(vec![Value::Nil]), 1).is_err());
    }
}
