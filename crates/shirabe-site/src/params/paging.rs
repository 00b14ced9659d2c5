//! Lists in pages: [`PageOfList`].

/// A part of a list that has an end.
#[derive(Debug)]
pub struct PageOfList<T> {
    /// The part.
    pub items: Vec<T>,
    /// How many there are in all.
    pub n_all: usize,
    /// Where the rest begins, if there is a rest.
    pub next_offset: Option<usize>,
}

impl<T> PageOfList<T> {
    /// At most `limit` of `all`, from `offset`.
    pub fn of(all: impl IntoIterator<Item = T>, offset: usize, limit: usize) -> PageOfList<T> {
        let end = offset.saturating_add(limit);
        let mut items = Vec::new();
        let mut n_all = 0;
        for item in all {
            if (offset..end).contains(&n_all) {
                items.push(item);
            }
            n_all += 1;
        }
        // A page of nothing has no next one: it would be the same again.
        PageOfList { items, n_all, next_offset: (limit > 0 && end < n_all).then_some(end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_of_a_list_are_the_list() {
        let (mut all, mut offset) = (Vec::new(), Some(0));
        while let Some(from) = offset {
            let page = PageOfList::of(1..=7, from, 3);
            assert_eq!(page.n_all, 7);
            all.extend(page.items);
            offset = page.next_offset;
        }
        assert_eq!(all, (1..=7).collect::<Vec<_>>());
        assert_eq!(PageOfList::of(1..=7, 0, 0).next_offset, None);
        assert_eq!(PageOfList::of(1..=7, usize::MAX, 3).items, Vec::<i32>::new());
    }
}
