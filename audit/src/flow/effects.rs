//! What a function does to maps and counters, as its callers see it.

use super::tasks::of_tasks;
use crate::{
    ir::{Action, Call, Function, Key, Node, Parameter, Place, Receiver, Root, Runs, Sharing, Which},
    source::Crate,
};
use std::{cell::RefCell, collections::HashMap, fmt::Write as _, rc::Rc};

/// How many calls deep effects are looked for.
const DEPTH: usize = 3;

/// Something that a call does.
#[derive(Clone, Debug)]
pub(crate) struct Effect {
    pub(crate) action: Action,
    pub(crate) place: Place,
    pub(crate) which: Which,
    /// Whether the function awaits something before.
    pub(crate) after_await: bool,
    /// Whether it does so upon an error only.
    pub(crate) error: bool,
    /// The names that the map and the key have where it is done.
    pub(crate) texts: (String, String),
}

/// The effects of a crate's functions.
pub(crate) struct Summaries<'a> {
    krate: &'a Crate,
    by_name: HashMap<&'a str, Vec<usize>>,
    known: RefCell<HashMap<usize, Rc<Vec<Effect>>>>,
    tasks: Vec<bool>,
}

/// A function by its number, and its effects for one call.
pub(crate) struct Called {
    pub(crate) function: usize,
    pub(crate) effects: Vec<Effect>,
}

impl Called {
    /// Whether it does so much that none of it is what it is called for.
    pub(crate) fn is_vague(&self) -> bool {
        self.effects.len() > 4
    }
}

impl<'a> Summaries<'a> {
    pub(crate) fn new(krate: &'a Crate) -> Self {
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, function) in krate.functions.iter().enumerate() {
            by_name.entry(&function.name).or_default().push(index);
        }
        let mut this = Self { krate, by_name, known: RefCell::default(), tasks: Vec::new() };
        this.tasks = of_tasks(krate, &this);
        this
    }

    /// Whether a function runs as a task, or as a part of one, and in no other way.
    pub(crate) fn is_task(&self, function: usize) -> bool {
        self.tasks.get(function).copied().unwrap_or(false)
    }

    /// The function that a call calls, if there is no doubt.
    pub(crate) fn resolve(&self, call: &Call, caller: &Function) -> Option<usize> {
        let all = self.by_name.get(call.name.as_str())?;
        let of = |of_type: &Option<String>| {
            let matching = || all.iter().copied().filter(|index| self.krate.functions[*index].of_type == *of_type);
            only(matching())
                .or_else(|| only(matching().filter(|index| self.krate.functions[*index].file == caller.file)))
        };
        match (&call.receiver, &call.of_type) {
            (Some(receiver), _) if receiver.root == Root::This && receiver.path.is_empty() => of(&caller.of_type),
            (Some(_), _) => {
                let methods: Vec<_> =
                    all.iter().filter(|index| self.krate.functions[**index].receiver != Receiver::None).collect();
                let [only] = methods[..] else { return None };
                (!is_everyday(&call.name)).then_some(*only)
            }
            (None, Some(name)) if name == "Self" => of(&caller.of_type),
            (None, Some(name)) if name.starts_with(char::is_uppercase) => of(&Some(name.clone())),
            (None, _) => of(&None),
        }
    }

    /// What a call does, in terms of its caller.
    pub(crate) fn of_call(&self, call: &Call, caller: &Function) -> Option<Called> {
        let function = self.resolve(call, caller)?;
        let effects = self.of(function, DEPTH);
        let callee = &self.krate.functions[function];
        let effects = effects.iter().filter_map(|effect| substitute(effect, call, callee)).collect();
        Some(Called { function, effects })
    }

    fn of(&self, function: usize, depth: usize) -> Rc<Vec<Effect>> {
        if depth == 0 {
            return Rc::default();
        }
        if let Some(known) = self.known.borrow().get(&function) {
            return Rc::clone(known);
        }
        // A function that calls itself has no effects while they are being looked for.
        // scoped-entry: allow(branch) a memo: what was found at full depth stays
        self.known.borrow_mut().insert(function, Rc::default());
        let mut found = Vec::new();
        let mut finder = Finder { summaries: self, function: &self.krate.functions[function], depth, awaited: false };
        finder.nodes(&finder.function.body, false, &mut found);
        let found = Rc::new(found);
        if depth == DEPTH {
            self.known.borrow_mut().insert(function, Rc::clone(&found));
        } else {
            self.known.borrow_mut().remove(&function);
        }
        found
    }
}

/// The one that there is, if there is one and no other.
fn only(mut functions: impl Iterator<Item = usize>) -> Option<usize> {
    let first = functions.next()?;
    functions.next().is_none().then_some(first)
}

/// Names that so many types have that one function of the name says nothing.
fn is_everyday(name: &str) -> bool {
    matches!(
        name,
        "new"
            | "get"
            | "set"
            | "insert"
            | "remove"
            | "add"
            | "push"
            | "pop"
            | "next"
            | "poll"
            | "send"
            | "recv"
            | "close"
            | "drop"
            | "clone"
            | "default"
            | "from"
            | "into"
            | "lock"
            | "read"
            | "write"
            | "len"
            | "is_empty"
            | "iter"
            | "map"
            | "take"
            | "clear"
            | "start"
            | "stop"
            | "flush"
            | "call"
            | "join"
            | "abort"
            | "then"
            | "find"
            | "update"
    )
}

struct Finder<'s, 'a> {
    summaries: &'s Summaries<'a>,
    function: &'s Function,
    depth: usize,
    awaited: bool,
}

impl Finder<'_, '_> {
    fn nodes(&mut self, nodes: &[Node], error: bool, found: &mut Vec<Effect>) {
        for node in nodes {
            match node {
                Node::Op(op) if visible(&op.place, &op.which, &self.function.parameters) => found.push(Effect {
                    action: op.action,
                    place: op.place.clone(),
                    which: op.which.clone(),
                    after_await: self.awaited,
                    error,
                    texts: (op.place_text.clone(), op.key_text.clone()),
                }),
                Node::Await { brief: false, .. } => self.awaited = true,
                Node::Call(call) => {
                    let Some(callee) = self.summaries.resolve(call, self.function) else { continue };
                    for effect in self.summaries.of(callee, self.depth - 1).iter() {
                        let callee = &self.summaries.krate.functions[callee];
                        if let Some(mut effect) = substitute(effect, call, callee)
                            && visible(&effect.place, &effect.which, &self.function.parameters)
                        {
                            effect.after_await |= self.awaited;
                            effect.error |= error;
                            found.push(effect);
                        }
                    }
                }
                Node::Branch { arms, .. } => {
                    arms.iter().for_each(|arm| self.nodes(&arm.body, error || arm.error, found));
                }
                Node::Loop { body, .. } | Node::Block { body, .. } => self.nodes(body, error, found),
                Node::Body { runs, body, .. } => match runs {
                    Runs::Task => {}
                    Runs::UponError => self.nodes(body, true, found),
                    Runs::Here | Runs::Perhaps | Runs::Lazily => self.nodes(body, error, found),
                },
                _ => {}
            }
        }
    }
}

/// Whether an operation is on something that the caller knows, too.
fn visible(place: &Place, which: &Which, parameters: &[Parameter]) -> bool {
    let place = match place.root {
        Root::Local(var) => (var as usize) < parameters.len(),
        Root::This | Root::Global(_) => true,
    };
    place
        && match which {
            Which::All => true,
            Which::Key(key) => variables(key).all(|var| var.is_none_or(|var| var < parameters.len())),
        }
}

/// The variables in a key; `None` is `self`.
fn variables(key: &str) -> impl Iterator<Item = Option<usize>> {
    key.split('$').skip(1).map(|part| {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    })
}

/// An effect in terms of the caller, if the caller has names for all of it.
fn substitute(effect: &Effect, call: &Call, callee: &Function) -> Option<Effect> {
    // `Type::method(receiver, …)`.
    let shift = usize::from(call.receiver.is_none() && callee.receiver != Receiver::None);
    let receiver = if shift == 1 { call.arguments.first()?.0.clone() } else { call.receiver.clone() };
    let argument = |var: usize| call.arguments.get(var + shift);
    let mut place = match &effect.place.root {
        Root::Global(_) => return Some(effect.clone()),
        Root::This => receiver.clone()?,
        Root::Local(var) => argument(*var as usize)?.0.clone()?,
    };
    place.path.extend(effect.place.path.iter().cloned());
    if effect.place.sharing == Sharing::Shared {
        place.sharing = Sharing::Shared;
    }
    let which = match &effect.which {
        Which::All => Which::All,
        Which::Key(key) => Which::Key(substitute_key(key, receiver.as_ref(), argument)?),
    };
    Some(Effect { place, which, ..effect.clone() })
}

fn substitute_key<'c>(
    key: &str,
    receiver: Option<&Place>,
    argument: impl Fn(usize) -> Option<&'c (Option<Place>, Key)>,
) -> Option<Key> {
    let mut parts = key.split('$');
    let mut substituted = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.chars().take_while(char::is_ascii_digit).count();
        if let Ok(var) = part[..digits].parse::<usize>() {
            substituted.push_str(&argument(var)?.1);
            substituted.push_str(&part[digits..]);
        } else {
            let place = receiver?;
            match &place.root {
                Root::This => substituted.push_str("$self"),
                Root::Local(var) => _ = write!(substituted, "${var}"),
                Root::Global(name) => substituted.push_str(name),
            }
            for name in &place.path {
                substituted.push('.');
                substituted.push_str(name);
            }
            substituted.push_str(part.strip_prefix("self").unwrap_or(part));
        }
    }
    Some(substituted)
}
