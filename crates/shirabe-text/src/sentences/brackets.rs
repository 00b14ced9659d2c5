//! Which bracket closes which.

use shirabe_japanese::closing_of;

/// How far down the stack a closing bracket looks for its partner, past brackets left open.
const MAX_LEFT_OPEN: usize = 8;

/// For each character that opens a bracket which closes again, where it closes.
pub(super) fn closed_at(chars: &[char]) -> Vec<Option<usize>> {
    let mut closed = vec![None; chars.len()];
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, character) in chars.iter().enumerate() {
        if let Some(partner) = closing_of(*character) {
            open.push((at, partner));
            continue;
        }
        let depth = open.iter().rev().take(MAX_LEFT_OPEN).position(|(_, close)| close == character);
        if let Some(depth) = depth {
            open.truncate(open.len() - depth);
            if let Some((from, _)) = open.pop()
                && let Some(slot) = closed.get_mut(from)
            {
                *slot = Some(at);
            }
        }
    }
    closed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(usize, usize)> {
        let chars: Vec<char> = text.chars().collect();
        closed_at(&chars).into_iter().enumerate().filter_map(|(a, b)| Some((a, b?))).collect()
    }

    #[test]
    fn a_bracket_left_open_does_not_hide_the_pair_around_it() {
        assert_eq!(pairs("（「あ）い」"), [(0, 3)]);
        assert_eq!(pairs("（「あ」）"), [(0, 4), (1, 3)]);
        assert_eq!(pairs("あ）「"), []);
    }
}
