//! A sort for numbers whose low bits are in order already.

/// Bits sorted by at a time: their counts stay in the first cache.
const DIGIT_BITS: u32 = 11;
const N_DIGITS: usize = 1 << DIGIT_BITS;

/// Sorts by the bits from `first` on, and leaves numbers that agree in them in their order (a radix sort
/// from the lowest digit up; Knuth, TAOCP vol. 3, 5.2.5). Digits that all numbers share take no time.
pub(super) fn sort_by_high_bits(numbers: &mut Vec<u64>, first: u32) {
    let Some(&any) = numbers.first() else { return };
    let differing = numbers.iter().fold(0, |bits, number| bits | number ^ any);
    let mut sorted = vec![0; numbers.len()];
    for shift in (first..u64::BITS).step_by(DIGIT_BITS as usize) {
        let digit = |number: u64| (number >> shift) as usize & (N_DIGITS - 1);
        if digit(differing) == 0 {
            continue;
        }
        let mut ends = [0_usize; N_DIGITS];
        for number in &*numbers {
            ends[digit(*number)] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += std::mem::replace(end, sum);
        }
        for number in &*numbers {
            let at = &mut ends[digit(*number)];
            sorted[*at] = *number;
            *at += 1;
        }
        std::mem::swap(numbers, &mut sorted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        // A linear congruential generator (Knuth's MMIX): the high bits are as good as any.
        let mut state = 1_u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            state
        };
        for first in [0, 22, 53] {
            let mut numbers: Vec<u64> = (0..5_000)
                .map(|n| (((next() >> 20) << first) & !((1 << first) - 1)) | (n % (1 << first)))
                .collect();
            let mut expected = numbers.clone();
            expected.sort_by_key(|number| number >> first);
            sort_by_high_bits(&mut numbers, first);
            assert_eq!(numbers, expected);
        }
    }
}
