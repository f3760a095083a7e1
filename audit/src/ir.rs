//! What is left of a function once it has been read: the operations on maps and counters, the exits, and how control
//! flows between them.

use std::rc::Rc;

/// Where something stands in a file. Lines count from 1, columns from 0, in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pos {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
    /// The length, in characters, of the part that is on this line.
    pub length: u32,
}

/// A local variable of a function. Parameters come first, in their order.
pub type Var = u32;

/// What a place expression begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// `self`.
    This,
    /// A local variable or a parameter.
    Local(Var),
    /// A static, a constant, or a function's call: something that has the same name everywhere.
    Global(String),
}

/// Whether other calls can see what is behind a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sharing {
    /// Nothing says so.
    Unknown,
    /// It is behind a lock, or a concurrent map, or atomic.
    Shared,
}

/// A map, a set or a counter, by the expression that names it, without locks, clones and references.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its first part.
    pub root: Root,
    /// The fields and calls after that.
    pub path: Vec<String>,
    /// Whether a lock was taken on the way.
    pub sharing: Sharing,
}

impl Place {
    /// The name that stands last, by which the place is known in other functions.
    #[must_use]
    pub fn last_name(&self) -> Option<&str> {
        match (self.path.last(), &self.root) {
            (Some(name), _) | (None, Root::Global(name)) => Some(name),
            (None, _) => None,
        }
    }

    /// Whether both name the same thing, whatever locks are taken on the way.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.root == other.root && self.path == other.path
    }
}

/// A key as an expression in which each variable is replaced by its number, so that equal texts of two bindings differ:
/// `$3.id`.
pub type Key = String;

/// What a key is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// The entry of this key.
    Key(Key),
    /// Every entry: `clear`, `drain`, or a `retain`.
    All,
}

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// An entry goes into a map.
    Insert,
    /// An entry is taken out.
    Remove,
    /// A counter goes up.
    Increment,
    /// A counter goes down.
    Decrement,
}

/// An operation on a map or a counter.
#[derive(Clone, Debug)]
pub struct Op {
    /// Its number within the function.
    pub id: u32,
    /// What it does.
    pub action: Action,
    /// To what.
    pub place: Place,
    /// With which key. The amount, of a counter.
    pub which: Which,
    /// Where.
    pub at: Pos,
    /// The place as it is written.
    pub place_text: String,
    /// The key as it is written.
    pub key_text: String,
    /// The value as it is written, where there is one.
    pub value_text: String,
    /// Adds to what is there: `entry(…).or_insert(…)`, `+=`.
    pub accumulates: bool,
}

/// How control leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leave {
    /// `return`, or a macro that returns.
    Return,
    /// `return Err(…)`, `bail!`.
    ReturnError,
    /// `?`.
    Try,
    /// `break`, with its label.
    Break(Option<String>),
    /// `continue`.
    Continue,
    /// A panic, or the end of the process: nothing follows.
    Diverge,
}

/// What a condition is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Whether something is an error.
    Error,
    /// Whether something is empty or the last of its kind.
    Empty,
    /// Anything else.
    Other,
}

/// One way through a branch.
#[derive(Clone, Debug)]
pub struct Arm {
    /// The pattern, or `true` and `false`.
    pub pattern: String,
    /// Whether this way is taken upon an error.
    pub error: bool,
    /// What happens on it.
    pub body: Vec<Node>,
}

/// How the body of an async block, or of a closure, runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runs {
    /// Where it stands, awaited by its function.
    Here,
    /// As a task or a thread of its own.
    Task,
    /// When the caller polls what the function returned.
    Lazily,
    /// Perhaps: a closure that is given to a call.
    Perhaps,
    /// Upon an error: the closure of a `map_err`.
    UponError,
}

/// A call of a function that may be of the same crate.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its number within the function, as an operation's.
    pub id: u32,
    /// The last part of its path, or the method's name.
    pub name: String,
    /// The type before it: `Self`, or that of a path.
    pub of_type: Option<String>,
    /// What the method is called on.
    pub receiver: Option<Place>,
    /// The arguments as places and as keys.
    pub arguments: Vec<(Option<Place>, Key)>,
    /// Whether it is awaited on the spot.
    pub awaited: bool,
    /// Whether its result is what the function returns.
    pub tail: bool,
    /// Where.
    pub at: Pos,
}

/// A step of a function.
#[derive(Clone, Debug)]
pub enum Node {
    /// An operation.
    Op(Rc<Op>),
    /// The insertion of this number did not take place: its key was there.
    NotInserted(u32),
    /// `.await`. One that only waits for a lock or for the operation itself is brief.
    Await {
        /// Where.
        at: Pos,
        /// Whether it is for a lock.
        brief: bool,
    },
    /// Control leaves.
    Leave {
        /// Where.
        at: Pos,
        /// How.
        leave: Leave,
    },
    /// Something that panics on purpose, or may.
    MayPanic {
        /// Where.
        at: Pos,
    },
    /// A call.
    Call(Rc<Call>),
    /// `if`, `match`, `select!`.
    Branch {
        /// Where.
        at: Pos,
        /// What is looked at, as a key is written.
        condition: Key,
        /// What the condition is about.
        about: About,
        /// The ways.
        arms: Vec<Arm>,
    },
    /// A loop.
    Loop {
        /// Its label.
        label: Option<String>,
        /// Whether it ends by `break` alone.
        endless: bool,
        /// The body.
        body: Vec<Node>,
    },
    /// An async block or a closure.
    Body {
        /// Where.
        at: Pos,
        /// How it runs.
        runs: Runs,
        /// Whether it is a closure, in which `?` and `return` leave the closure only.
        closure: bool,
        /// The body.
        body: Vec<Node>,
    },
    /// `defer!` and the like: the function cleans up by itself.
    Deferred,
    /// A call whose name is that of a type, or of its constructor: a guard, perhaps.
    Constructs {
        /// The type.
        name: String,
    },
    /// A labelled block.
    Block {
        /// Its label.
        label: String,
        /// The body.
        body: Vec<Node>,
    },
}

/// The receiver of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receiver {
    /// None: a function.
    None,
    /// `&self`, or `self` in an `Arc`.
    Shared,
    /// `&mut self`.
    Mutable,
    /// `self`.
    Value,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name; empty for a pattern.
    pub name: String,
    /// Its type as text.
    pub ty: String,
}

/// A function that was read.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The type that it is a method of.
    pub of_type: Option<String>,
    /// The file, by its number.
    pub file: usize,
    /// Where its name stands.
    pub at: Pos,
    /// `pub`, or of a trait: other crates may call it.
    pub is_public: bool,
    /// `async`.
    pub is_async: bool,
    /// Whether it is the `drop` of a type.
    pub is_drop: bool,
    /// Whether it returns a future.
    pub returns_future: bool,
    /// Whether it returns a `Result` or `Option`.
    pub returns_nothing: bool,
    /// Its receiver.
    pub receiver: Receiver,
    /// Its parameters without the receiver: variable `n` is parameter `n`.
    pub parameters: Vec<Parameter>,
    /// Variables that were made in it: no other call sees them, unless they are handed on.
    pub fresh: Vec<Var>,
    /// Its body.
    pub body: Vec<Node>,
}
