//! That this crate is of the edition it says it is: without that, half of the matrix would be the other half again.

use super::noisy::Log;

#[test]
fn the_compiler_agrees_about_the_edition() {
    fn number(log: &Log) -> usize {
        let local = log.noisy("local");
        log.noisy("temporary").number().max(local.number())
    }

    let log = Log::default();
    number(&log);
    let edition = match log.lines()[..] {
        ["local", "temporary"] => 2021,
        ["temporary", "local"] => 2024,
        _ => unreachable!("both drop once: {:?}", log.lines()),
    };
    assert_eq!(edition, crate::EDITION);
}
