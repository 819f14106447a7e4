//! "Did you mean …?"

/// The one of `known` that was probably meant by `name`; `None` if none is close.
///
/// Names that differ only in case, `-` or `_` are closest; of names that are equally close the first wins.
pub fn similar<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = plain(name);
    let close = known.into_iter().filter(|candidate| *candidate != name);
    let measured = close.filter_map(|candidate| Some((distance(&wanted, &plain(candidate))?, candidate)));
    measured.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

fn plain(name: &str) -> String {
    name.chars().filter(|letter| !matches!(letter, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

/// How many letters differ, if that is few enough for a slip: one of three, of short names one at most.
fn distance(wanted: &str, candidate: &str) -> Option<usize> {
    let longest = wanted.chars().count().max(candidate.chars().count());
    let allowed = longest.div_ceil(3).clamp(1, 8).min(longest.saturating_sub(1));
    // The distance is at least the difference of the lengths, which costs nothing to look at.
    let difference = wanted.len().abs_diff(candidate.len());
    let near = || Some(strsim::osa_distance(wanted, candidate)).filter(|distance| *distance <= allowed);
    if difference > 4 * allowed || longest > LONGEST { None } else { near() }
}

/// Nobody mistypes names that are longer, and measuring takes time that grows with the square.
const LONGEST: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognized_and_strangers_are_not() {
        let known = ["Pet", "Pets", "PetStatus", "Order"];
        assert_eq!(similar("Pett", known), Some("Pet"));
        assert_eq!(similar("pet_status", known), Some("PetStatus"));
        assert_eq!(similar("Ordre", known), Some("Order"));
        assert_eq!(similar("Pte", ["Pet"]), Some("Pet"));
        assert_eq!(similar("Invoice", known), None);
        assert_eq!(similar("a", ["b"]), None);
        assert_eq!(similar(&"x".repeat(100_000), known), None);
    }
}
