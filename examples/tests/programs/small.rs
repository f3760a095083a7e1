//! Programs that check themselves, by their exit status.

use crate::program::Program;

#[test]
fn each_program_finds_what_it_says() {
    let programs: [(&str, &[&str]); 7] = [
        ("accepted_jobs", &[]),
        ("guard", &[]),
        ("inflight_page", &["--seconds", "1"]),
        ("occupied", &[]),
        ("pending_replies", &["--calls", "4000"]),
        ("streaming", &[]),
        ("thundering_herd", &[]),
    ];
    for (name, arguments) in programs {
        let finished = Program::new(name).run(arguments);
        assert_eq!(finished.status, Some(0), "{name}: {finished:?}");
    }
}
