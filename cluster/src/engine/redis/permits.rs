//! The scripts of permits: a set of tokens, each with the server's time at which it expires.

use super::scripts::{EPOCH, flags_of, integer, millis, unexpected};
use crate::{
    engine::{Answer, Answers, Owned, Scope, Wanted},
    error::Unavailable,
};
use redis::{Script, ScriptInvocation, Value};
use std::{sync::LazyLock, time::Duration};

/// KEYS: epoch, used, limit, permits. ARGV: TTL in ms, limit, a token each.
///
/// `limit` exists as long as any permit may, as `used` does.
static ACQUIRE: LazyLock<Script> = LazyLock::new(|| {
    let acquire = r"
local limit = tonumber(ARGV[2])
local theirs = redis.call('GET', KEYS[3])
if theirs and theirs ~= ARGV[2] then return {3, tonumber(theirs)} end
redis.call('SET', KEYS[3], ARGV[2], 'PX', ttl)
redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', string.format('%.0f', now))
local expires = string.format('%.0f', now + ttl * 1000)
local count = redis.call('ZCARD', KEYS[4])
local reply = {0, 0}
for i = 3, #ARGV do
  if redis.call('ZSCORE', KEYS[4], ARGV[i]) then
    redis.call('ZADD', KEYS[4], expires, ARGV[i])
    reply[#reply + 1] = 1
  elseif count < limit then
    redis.call('ZADD', KEYS[4], expires, ARGV[i])
    count = count + 1
    reply[#reply + 1] = 1
  else
    reply[#reply + 1] = 0
  end
end
reply[2] = count
if count > 0 then redis.call('PEXPIRE', KEYS[4], ttl) end
return reply
";
    Script::new(&format!("{EPOCH}{acquire}"))
});

/// KEYS: used, limit, permits. ARGV: TTL in ms, limit, a token each.
static RENEW: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local expires = string.format('%.0f', now + tonumber(ARGV[1]) * 1000)
for i = 1, 2 do
  if redis.call('PEXPIRE', KEYS[i], ARGV[1]) == 0 then redis.pcall('SET', KEYS[i], ARGV[i], 'PX', ARGV[1]) end
end
local reply = {}
for i = 3, #ARGV do
  local score = redis.call('ZSCORE', KEYS[3], ARGV[i])
  if score and tonumber(score) > now then
    redis.call('ZADD', KEYS[3], expires, ARGV[i])
    reply[i - 2] = 1
  else
    reply[i - 2] = 0
  end
end
redis.call('PEXPIRE', KEYS[3], ARGV[1])
return reply
",
    )
});

/// KEYS: permits. ARGV: the channel, a token each.
static RELEASE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local reply = {}
local any = false
for i = 2, #ARGV do
  reply[i - 1] = redis.call('ZREM', KEYS[1], ARGV[i])
  any = any or reply[i - 1] == 1
end
if any then redis.call('PUBLISH', ARGV[1], '') end
return reply
",
    )
});

pub(super) fn acquire(scope: &Scope, limit: u32, wanted: &[Wanted]) -> ScriptInvocation<'static> {
    let mut script = ACQUIRE.prepare_invoke();
    for kind in [":epoch", ":used", ":limit", ":p"] {
        script.key(scope.name(kind, b""));
    }
    script.arg(millis(scope.ttl)).arg(limit);
    for wanted in wanted {
        script.arg(wanted.token.to_string());
    }
    script
}

pub(super) fn renew(scope: &Scope, limit: u32, owned: &[Owned]) -> ScriptInvocation<'static> {
    let mut script = RENEW.prepare_invoke();
    for kind in [":used", ":limit", ":p"] {
        script.key(scope.name(kind, b""));
    }
    script.arg(millis(scope.ttl)).arg(limit);
    for (_, token) in owned {
        script.arg(token.to_string());
    }
    script
}

pub(super) fn release(scope: &Scope, owned: &[Owned]) -> ScriptInvocation<'static> {
    let mut script = RELEASE.prepare_invoke();
    script.key(scope.name(":p", b""));
    script.arg(owned.first().map(|(key, _)| scope.channel(key)).unwrap_or_default());
    for (_, token) in owned {
        script.arg(token.to_string());
    }
    script
}

pub(super) fn answers(reply: &Value, count: usize) -> Result<Answers, Unavailable> {
    let parsed = || {
        let Value::Array(values) = reply else { return None };
        let (state, number) = (integer(values.first()?)?, integer(values.get(1)?)?);
        match state {
            1 => Some(Answers::Recovering(Duration::from_millis(number))),
            2 => Some(Answers::OtherTtl(Duration::from_millis(number))),
            3 => Some(Answers::OtherLimit(u32::try_from(number).ok()?)),
            0 => {
                let holders = u32::try_from(number).ok()?;
                let granted = flags_of(&values[2..], count)?;
                let answer = |granted| if granted { Answer::Granted { fence: 0 } } else { Answer::Full { holders } };
                Some(Answers::Each(granted.into_iter().map(answer).collect()))
            }
            _ => None,
        }
    };
    parsed().ok_or_else(|| unexpected(reply))
}
