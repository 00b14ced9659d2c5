//! Answers on record: [`assert_recorded`].

use std::fmt::Write as _;
use std::path::Path;

use fs_err as fs;

/// How many lines that differ are shown; the file itself shows all of them after `UPDATE=1`.
const MAX_SHOWN: usize = 12;

/// Compares lines with those of the file `record`. With `UPDATE=1` in the environment the file is
/// written anew, and the difference is for `git diff` and the commit to explain.
pub fn assert_recorded(record: &Path, lines: &[String]) {
    let mut text = lines.join("\n");
    text.push('\n');
    if std::env::var_os("UPDATE").is_some() {
        fs::write(record, &text).expect("the record can be written");
        return;
    }
    let recorded = fs::read_to_string(record).unwrap_or_default();
    assert!(
        recorded == text,
        "{} says something else. If the change is meant, run the test with UPDATE=1 and name the \
         difference in the commit.\n{}",
        record.display(),
        differences(&recorded, &text)
    );
}

/// Sixty-four bits that stand for a text, as 16 hexadecimal digits (FNV-1a: the same on every machine
/// and with every compiler).
pub fn digest(text: &str) -> String {
    // Offset basis and prime of the 64-bit variant: Fowler, Noll and Vo, draft-eastlake-fnv.
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, step))
}

/// The lines that are only in one of two texts.
fn differences(recorded: &str, now: &str) -> String {
    let mut shown = String::new();
    let only = |of: &str, than: &str, sign: char, shown: &mut String| {
        let other: std::collections::BTreeSet<&str> = than.lines().collect();
        let differing: Vec<&str> = of.lines().filter(|line| !other.contains(line)).collect();
        for line in differing.iter().take(MAX_SHOWN) {
            writeln!(shown, "{sign} {line}").expect("a string takes every text");
        }
        if differing.len() > MAX_SHOWN {
            writeln!(shown, "{sign} … and {} more", differing.len() - MAX_SHOWN)
                .expect("a string takes every text");
        }
    };
    only(recorded, now, '-', &mut shown);
    only(now, recorded, '+', &mut shown);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_the_published_one() {
        // Test vectors of the FNV authors.
        assert_eq!(digest(""), "cbf29ce484222325");
        assert_eq!(digest("a"), "af63dc4c8601ec8c");
        assert_eq!(digest("foobar"), "85944171f73967e8");
    }

    #[test]
    #[should_panic(expected = "- 二\n+ 三")]
    fn a_line_that_changed_is_shown_with_its_former_state() {
        let folder = tempfile::tempdir().expect("a folder");
        let record = folder.path().join("record.txt");
        fs::write(&record, "一\n二\n").expect("a file");
        assert_recorded(&record, &["一".to_owned(), "三".to_owned()]);
    }
}
