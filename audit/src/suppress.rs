//! Comments that accept a finding: `// scoped-entry: allow(await) reason`.

use crate::finding::{Class, Finding};

/// Whether a comment accepts a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accepted {
    /// There is none.
    No,
    /// There is one, with a reason.
    Yes,
    /// The one on this line has no reason.
    WithoutReason(u32),
}

/// Looks for a comment on the line of the insertion, and in the comments right above it.
pub(crate) fn accepted(finding: &Finding) -> Accepted {
    let lines: Vec<&str> = finding.source.lines().collect();
    let at = finding.inserted.at.line as usize;
    let mut accepted = Accepted::No;
    for number in (1..=at).rev() {
        let Some(line) = lines.get(number - 1) else { continue };
        if number != at && !line.trim_start().starts_with("//") {
            break;
        }
        match allows(line, finding.class) {
            Some(true) => return Accepted::Yes,
            Some(false) => accepted = Accepted::WithoutReason(u32::try_from(number).unwrap_or(u32::MAX)),
            None => {}
        }
    }
    accepted
}

/// Whether a line has such a comment for the class, and whether that has a reason.
fn allows(line: &str, class: Class) -> Option<bool> {
    let (_, comment) = line.split_once("// scoped-entry: allow(")?;
    let (names, reason) = comment.split_once(')')?;
    let named = names.split(',').any(|name| Class::by_name(name.trim()) == Some(class));
    named.then(|| !reason.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::allows;
    use crate::finding::Class;

    #[test]
    fn a_comment_names_the_class_and_gives_a_reason() {
        let allows = |line| allows(line, Class::Await);
        assert_eq!(allows("map.insert(id); // scoped-entry: allow(await) never cancelled"), Some(true));
        assert_eq!(allows("// scoped-entry: allow(lazy, await) never cancelled"), Some(true));
        assert_eq!(allows("// scoped-entry: allow(await)"), Some(false));
        assert_eq!(allows("// scoped-entry: allow(lazy) never cancelled"), None);
        assert_eq!(allows("map.insert(id);"), None);
    }
}
