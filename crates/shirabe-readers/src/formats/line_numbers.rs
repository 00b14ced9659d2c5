//! [`LineNumbers`]: from byte offsets to lines, for readers that get offsets from a parser.

/// Line numbers of byte offsets.
pub(super) struct LineNumbers {
    /// Where each line starts.
    starts: Vec<usize>,
    /// For each line, how many empty lines stand before it.
    n_blank_before: Vec<u32>,
}

impl LineNumbers {
    pub(super) fn of(text: &str) -> LineNumbers {
        let mut numbers = LineNumbers { starts: Vec::new(), n_blank_before: Vec::new() };
        let (mut offset, mut n_blank) = (0, 0);
        for line in text.split('\n') {
            numbers.starts.push(offset);
            numbers.n_blank_before.push(n_blank);
            offset += line.len() + 1;
            n_blank = if line.trim().is_empty() { n_blank + 1 } else { 0 };
        }
        numbers
    }

    /// The line, counted from 1, on which a byte stands.
    pub(super) fn at(&self, offset: usize) -> u32 {
        self.starts.partition_point(|start| *start <= offset).max(1) as u32
    }

    /// Where the line of a byte starts.
    pub(super) fn start_of_line(&self, offset: usize) -> usize {
        self.starts.get(self.at(offset) as usize - 1).copied().unwrap_or(offset)
    }

    /// How many empty lines stand before a line.
    pub(super) fn n_blank_before(&self, line: u32) -> u32 {
        self.n_blank_before.get(line as usize - 1).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_stands_on_its_line_after_so_many_empty_ones() {
        let numbers = LineNumbers::of("文書\n\n \n本文\n");
        assert_eq!(
            [0, 6, 7, 8, 10, 16, 17, 99].map(|offset| numbers.at(offset)),
            [1, 1, 2, 3, 4, 4, 5, 5]
        );
        assert_eq!([1, 2, 4].map(|line| numbers.n_blank_before(line)), [0, 0, 2]);
        assert_eq!(numbers.start_of_line(13), 10);
    }
}
