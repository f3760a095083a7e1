//! The report for people, in rustc's look.

use super::title;
use crate::finding::{Finding, Note};
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::{
    io::{self, Write},
    ops::Range,
};

pub(crate) fn human(out: &mut impl Write, findings: &[&Finding], colours: bool) -> io::Result<()> {
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
    for finding in findings {
        let path = finding.path.display().to_string();
        let title = title(finding);
        let bytes = Lines::of(&finding.source);
        let mut snippet = Snippet::source(&*finding.source)
            .path(path)
            .annotation(AnnotationKind::Primary.span(bytes.of_note(&finding.inserted)).label(&finding.inserted.text));
        for note in finding.removed.iter().chain(&finding.missed) {
            snippet = snippet.annotation(AnnotationKind::Context.span(bytes.of_note(note)).label(&note.text));
        }
        let mut group = Level::WARNING.primary_title(&title).id(finding.class.name()).element(snippet);
        group = group.element(Level::HELP.message(&finding.proposal.text));
        if let Some(code) = &finding.proposal.code {
            group = group.element(Level::NOTE.message(code));
        }
        writeln!(out, "{}\n", renderer.render(&[group]))?;
    }
    Ok(())
}

/// Where the lines of a source begin.
struct Lines<'a> {
    source: &'a str,
    begins: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(source: &'a str) -> Self {
        let begins = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { source, begins }
    }

    fn of_note(&self, note: &Note) -> Range<usize> {
        let line = (note.at.line as usize).saturating_sub(1);
        let begin = self.begins.get(line).copied().unwrap_or(self.source.len());
        let rest = &self.source[begin..];
        // Columns count characters; spans count bytes.
        let byte = |characters: u32| rest.char_indices().nth(characters as usize).map_or(rest.len(), |(at, _)| at);
        let (from, to) = (byte(note.at.column), byte(note.at.column + note.at.length.max(1)));
        begin + from..begin + to
    }
}
