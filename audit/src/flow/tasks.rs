//! Functions that only tasks call: nothing drops their futures at an `.await`.

use super::effects::Summaries;
use crate::{
    ir::{Node, Runs},
    source::Crate,
};
use std::collections::HashMap;

/// From where a function is called.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    /// A task, in which it is awaited.
    Task,
    /// Another function, which awaits it.
    Function(usize),
    /// A place where its future may be dropped: `select!`, `timeout`.
    Elsewhere,
}

/// The functions that run as tasks, or as parts of them.
pub(crate) fn of_tasks(krate: &Crate, summaries: &Summaries<'_>) -> Vec<bool> {
    let mut calls: HashMap<usize, Vec<From>> = HashMap::new();
    for (index, function) in krate.functions.iter().enumerate() {
        visit(&function.body, From::Function(index), &mut |node, from| {
            if let Node::Call(call) = node
                && let Some(callee) = summaries.resolve(call, function)
                && krate.functions[callee].is_async
            {
                calls.entry(callee).or_default().push(if call.awaited { from } else { From::Elsewhere });
            }
        });
    }
    let mut tasks = vec![false; krate.functions.len()];
    loop {
        let is_task = |from: &From, tasks: &[bool]| match from {
            From::Task => true,
            From::Function(caller) => tasks[*caller],
            From::Elsewhere => false,
        };
        let found: Vec<_> = calls
            .iter()
            .filter(|(callee, from)| {
                // Other crates may call a public function, unless it is here that it is spawned.
                let may_be = !krate.functions[**callee].is_public || from.iter().all(|from| *from == From::Task);
                may_be && !tasks[**callee] && from.iter().all(|from| is_task(from, &tasks))
            })
            .map(|(callee, _)| *callee)
            .collect();
        if found.is_empty() {
            return tasks;
        }
        for callee in found {
            tasks[callee] = true;
        }
    }
}

fn visit(nodes: &[Node], from: From, each: &mut impl FnMut(&Node, From)) {
    for node in nodes {
        each(node, from);
        match node {
            Node::Branch { arms, .. } => arms.iter().for_each(|arm| visit(&arm.body, from, each)),
            Node::Loop { body, .. } | Node::Block { body, .. } => visit(body, from, each),
            Node::Body { runs, body, .. } => {
                let from = match runs {
                    Runs::Task => From::Task,
                    Runs::Lazily => From::Elsewhere,
                    Runs::Here | Runs::Perhaps | Runs::UponError => from,
                };
                visit(body, from, each);
            }
            _ => {}
        }
    }
}
