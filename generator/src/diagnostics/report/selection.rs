//! Which of many findings are shown, and in which order.

use super::{BROUGHT_IN, Located, Severity, Spot};
use std::collections::HashMap;

/// How often a warning is shown before it is only counted.
const EXAMPLES: usize = 3;

/// The findings to show, and how many are not.
pub(super) struct Selection {
    pub(super) shown: Vec<Located>,
    pub(super) hidden: usize,
}

/// Each finding once, however many aliases bring in what it is about.
pub(super) fn told_once(findings: impl Iterator<Item = Located>) -> Vec<Located> {
    let mut first: HashMap<_, usize> = HashMap::new();
    let mut told: Vec<(Located, usize)> = Vec::new();
    for finding in findings {
        let Spot { file, range, .. } = &finding.primary;
        let key = (finding.severity, finding.code, finding.message.clone(), *file, range.start, range.end);
        match first.get(&key) {
            Some(at) => told[*at].1 += usize::from(told[*at].0.related != finding.related),
            None => {
                first.insert(key, told.len());
                told.push((finding, 0));
            }
        }
    }
    let counted = told.into_iter().map(|(mut finding, more)| {
        let by_alias = more > 0 && finding.related.iter().any(|spot| spot.label == BROUGHT_IN);
        finding.notes.extend(by_alias.then(|| match more {
            1 => "another alias brings it in too".to_owned(),
            _ => format!("{more} other aliases bring it in too"),
        }));
        finding
    });
    counted.collect()
}

/// At most `max` findings, the errors first; all of them if it is 0.
pub(super) fn first(mut findings: Vec<Located>, max: usize) -> Vec<Located> {
    if max > 0 && findings.len() > max {
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        findings.truncate(max);
    }
    findings
}

/// What people are shown: see [`super::Report::write`].
pub(super) fn for_people(findings: Vec<Located>, max: usize) -> Selection {
    let all = findings.len();
    let (findings, summed_up) = if max == 0 { (findings, 0) } else { summed_up(findings) };
    let mut shown = first(in_order(findings), max);
    shown.sort_by_key(|finding| finding.severity);
    Selection { hidden: all - summed_up - shown.len(), shown }
}

/// The order of the document.
fn in_order(mut findings: Vec<Located>) -> Vec<Located> {
    findings.sort_by(|one, other| {
        (one.primary.file, one.primary.range.start).cmp(&(other.primary.file, other.primary.range.start))
    });
    findings
}

/// Keeps three of each warning and says on the third how many more there are; gives the number of those too.
fn summed_up(findings: Vec<Located>) -> (Vec<Located>, usize) {
    let mut counts: HashMap<(Severity, &'static str), usize> = HashMap::new();
    for finding in findings.iter().filter(|finding| finding.severity != Severity::Error) {
        *counts.entry((finding.severity, finding.code)).or_default() += 1;
    }
    let mut seen: HashMap<(Severity, &'static str), usize> = HashMap::new();
    let (all, mut kept) = (findings.len(), Vec::new());
    for mut finding in in_order(findings) {
        let kind = (finding.severity, finding.code);
        let nth = seen.entry(kind).and_modify(|nth| *nth += 1).or_insert(1);
        let more = counts.get(&kind).map_or(0, |count| count.saturating_sub(EXAMPLES));
        if *nth == EXAMPLES && more > 0 {
            finding.notes.push(format!("{more} more like this; `--max-diagnostics 0` shows all"));
        }
        if *nth <= EXAMPLES || finding.severity == Severity::Error {
            kept.push(finding);
        }
    }
    let dropped = all - kept.len();
    (kept, dropped)
}
