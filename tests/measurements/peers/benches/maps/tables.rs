//! The figures, as they are shown.

use crate::{
    candidate::Candidate,
    rounds::Results,
    scenario::{CROWDS, KeyType, LIVE, SHARES, SOME, Scenario, THREADS, Task, short},
};
use comfy_table::{CellAlignment, Table, presets::ASCII_MARKDOWN};
use scoped_entry_peers::figures::{figures, ratios};

/// What the others are compared with, if it takes part.
const BASE: &str = "DashMap";

pub(crate) fn print(candidates: &[Candidate], results: &Results) {
    let base = candidates.iter().find(|candidate| candidate.name == BASE).unwrap_or(&candidates[0]).name;
    println!("All figures are `minimum / median` of the rounds; `ns` are those of a core, `×` is times {base}'s.");
    for (task, caption) in
        [(Task::Call, "A call that has an entry"), (Task::Replace, "A random entry is replaced by a new one")]
    {
        for key in KeyType::ALL {
            for threads in THREADS {
                let columns =
                    LIVE.map(|live| (format!("{} live", short(live)), Scenario::new(task, key, live, threads)));
                let threads = if threads == 1 { String::from("1 thread") } else { format!("{threads} threads") };
                table(&format!("{caption}: {} keys, {threads}", key.name()), &columns, base, candidates, results);
            }
        }
    }
    let columns = KeyType::ALL.map(|key| (key.name().to_owned(), Scenario::new(Task::Send, key, SOME, 2)));
    table("An entry is made on one thread and ends on another, with the channel", &columns, base, candidates, results);
    let columns = [(String::from("len()"), Scenario::new(Task::Len, KeyType::U64, SOME, 1))];
    table(
        &format!("{} live entries of {SHARES} threads are counted", short(SOME)),
        &columns,
        base,
        candidates,
        results,
    );
    crowds(candidates, results);
}

/// One line for each candidate, two columns for each scenario; nothing if none was measured.
fn table(title: &str, columns: &[(String, Scenario)], base: &'static str, candidates: &[Candidate], results: &Results) {
    let columns: Vec<_> = columns.iter().filter(|(_, scenario)| results.has(*scenario)).collect();
    if columns.is_empty() {
        return;
    }
    let mut header = vec![String::new()];
    header.extend(columns.iter().flat_map(|(name, _)| [format!("{name}, ns"), String::from("×")]));
    let lines = candidates.iter().map(|candidate| {
        let mut line = vec![candidate.name.to_owned()];
        for (_, scenario) in &columns {
            let rounds = results.of(*scenario, candidate.name);
            let times = figures(rounds).map(|times| format!("{:.1} / {:.1}", times.min, times.median));
            let ratios = ratios(rounds, results.of(*scenario, base));
            let ratios = ratios.map(|ratios| format!("{:.2} / {:.2}", ratios.min, ratios.median));
            line.extend([times, ratios].map(Option::unwrap_or_default));
        }
        line
    });
    show(title, header, lines);
}

/// Many threads, compared with one.
fn crowds(candidates: &[Candidate], results: &Results) {
    let mut columns = Vec::new();
    for (task, caption) in [(Task::Call, "call"), (Task::Replace, "replace")] {
        for key in KeyType::ALL {
            let alone = Scenario::new(task, key, SOME, 1);
            columns.extend(CROWDS.map(|threads| {
                (format!("{caption}, {}, {threads} threads", key.name()), alone, Scenario { threads, ..alone })
            }));
        }
    }
    columns.retain(|(_, alone, crowd)| results.has(*alone) && results.has(*crowd));
    if columns.is_empty() {
        return;
    }
    let header = std::iter::once(String::new()).chain(columns.iter().map(|(name, ..)| name.clone())).collect();
    let lines = candidates.iter().map(|candidate| {
        let mut line = vec![candidate.name.to_owned()];
        line.extend(columns.iter().map(|(_, alone, crowd)| {
            let [alone, crowd] = [alone, crowd].map(|scenario| results.of(*scenario, candidate.name));
            ratios(crowd, alone).map(|times| format!("{:.1}", times.median)).unwrap_or_default()
        }));
        line
    });
    show("More threads than cores, or than shards: times of one thread's ns, median, 1k live", header, lines);
}

pub(crate) fn show(title: &str, header: Vec<String>, lines: impl Iterator<Item = Vec<String>>) {
    let mut table = Table::new();
    table.load_preset(ASCII_MARKDOWN).set_header(header).add_rows(lines);
    table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    println!("\n{title}\n\n{table}");
}
