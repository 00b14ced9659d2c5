//! Drafts that are made of real sentences by known edits: what verification says of each is compared with
//! the edit. The figures stand in `docs/verification.md`, where this test looks them up.

use std::fmt::Write as _;
use std::path::Path;

use fs_err as fs;
use shirabe_document::{BlockKind, Document};
use shirabe_search::Snapshot;
use shirabe_testkit::Library;
use shirabe_text::{Folding, MatchForm, fold, sentences, slice_chars};
use shirabe_verify::{ChangeKind, DiffSide, QuotationStatus, VerifiedQuotation, verify};

/// Drafts of each kind; all kinds together are 2,000.
const N_OF_KIND: usize = 250;
/// Quotations of one draft: as many as a long report has.
const N_OF_DRAFT: usize = 50;

/// How a sentence is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Nothing,
    Omission,
    MarkedOmission,
    Word,
    Number,
    Particles,
    Joined,
    Invented,
}

const KINDS: [(Kind, &str); 8] = [
    (Kind::Nothing, "変えない"),
    (Kind::Omission, "前半の8〜16文字を省く"),
    (Kind::MarkedOmission, "同じく省き、（中略）と書く"),
    (Kind::Word, "語を一つ替える"),
    (Kind::Number, "数値を一つ替える"),
    (Kind::Particles, "助詞を二つ入れ替える"),
    (Kind::Joined, "二つの文をつなぐ"),
    (Kind::Invented, "語を並べ替えた文を作る"),
];

/// A sentence with what a draft makes of it.
struct Edited {
    draft: String,
    /// Characters of the match form that the draft has more, and the document.
    n_deleted: usize,
    n_inserted: usize,
}

/// Steele, Lea and Flood 2014 (SplitMix64): the same drafts on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % n.max(1) as u64).unwrap_or(0)
    }

    fn one_of<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let at = self.below(of.len());
        of.get(at)
    }
}

/// Neighbouring sentences of one paragraph, without marks that a draft would read in another way.
fn pairs_of_sentences(documents: &[Document]) -> Vec<(String, Option<String>)> {
    let blocks = documents.iter().flat_map(|d| &d.sections).flat_map(|section| &section.blocks);
    let texts = blocks.filter(|b| matches!(b.kind, BlockKind::Paragraph | BlockKind::ListItem));
    let mut pairs = Vec::new();
    for block in texts {
        let found: Vec<String> = sentences(&block.text)
            .into_iter()
            .map(|range| slice_chars(&block.text, range).to_owned())
            .collect();
        for (n, sentence) in found.iter().enumerate() {
            if is_plain(sentence) {
                let next = found.get(n + 1).filter(|next| is_plain(next)).cloned();
                pairs.push((sentence.clone(), next));
            }
        }
    }
    pairs.sort();
    pairs.dedup();
    pairs
}

fn is_plain(sentence: &str) -> bool {
    let n_chars = sentence.chars().count();
    (25..=120).contains(&n_chars)
        && !sentence.contains(|c: char| "「」『』“”\"‘’《》<>&*_`~[]\\…‥・（）()\n\t".contains(c))
}

/// The content words of two kanji or more, with their places in the sentence.
fn words_of(sentence: &str) -> Vec<(usize, String)> {
    let segmenter = &shirabe_dictionary::for_tests().segmenter;
    let words = segmenter.words(sentence).into_iter();
    let is_word = |word: &shirabe_text::Word| {
        let n_chars = word.surface.chars().count();
        n_chars >= 2 && word.surface.chars().all(|c| ('一'..='龠').contains(&c))
    };
    words.filter(is_word).map(|word| (word.chars.start, word.surface)).collect()
}

/// A sentence with `n` characters at `at` replaced.
fn replaced(sentence: &str, at: usize, n: usize, with: &str) -> String {
    let n_chars = sentence.chars().count();
    let (before, after) = (slice_chars(sentence, 0..at), slice_chars(sentence, at + n..n_chars));
    [before, with, after].concat()
}

fn n_folded(text: &str) -> usize {
    fold(text, Folding::Standard).chars().count()
}

fn omitted(sentence: &str, mark: &str, random: &mut Random) -> Option<Edited> {
    let n_chars = sentence.chars().count();
    let n = 8 + random.below(9);
    let at = 1 + random.below((n_chars / 2).saturating_sub(1));
    (at + n + 2 < n_chars).then(|| Edited {
        draft: replaced(sentence, at, n, mark),
        n_deleted: 0,
        n_inserted: n_folded(slice_chars(sentence, at..at + n)),
    })
}

fn word_replaced(sentence: &str, others: &[String], random: &mut Random) -> Option<Edited> {
    let words = words_of(sentence);
    let (at, word) = random.one_of(&words)?.clone();
    let other = random.one_of(others)?;
    let edited = replaced(sentence, at, word.chars().count(), other);
    (*other != word && !sentence.contains(other.as_str())).then(|| Edited {
        draft: edited,
        n_deleted: n_folded(other),
        n_inserted: n_folded(&word),
    })
}

fn number_changed(sentence: &str, random: &mut Random) -> Option<Edited> {
    let chars: Vec<char> = sentence.chars().collect();
    let is_digit = |c: &char| c.is_ascii_digit() || ('０'..='９').contains(c);
    let start = chars.iter().position(is_digit)?;
    let n =
        chars[start..].iter().take_while(|c| is_digit(c) || matches!(c, ',' | '.' | '，')).count();
    let number: String = chars[start..start + n].iter().collect();
    let number = number.trim_end_matches([',', '.', '，']);
    let other = (2 + random.below(97)).to_string();
    let n = number.chars().count();
    (fold(number, Folding::Standard) != other).then(|| Edited {
        draft: replaced(sentence, start, n, &other),
        n_deleted: other.len(),
        n_inserted: n_folded(number),
    })
}

fn particles_swapped(sentence: &str, random: &mut Random) -> Option<Edited> {
    let segmenter = &shirabe_dictionary::for_tests().segmenter;
    let words = segmenter.words(sentence).into_iter();
    let is_particle = |word: &shirabe_text::Word| {
        ["が", "を", "に", "は"].contains(&word.surface.as_str())
            && word.part_of_speech.starts_with("助詞")
    };
    let particles: Vec<(usize, String)> =
        words.filter(is_particle).map(|word| (word.chars.start, word.surface)).collect();
    let first = random.below(particles.len().saturating_sub(1));
    let (a, b) = (particles.get(first)?, particles.get(first + 1)?);
    let swapped = replaced(&replaced(sentence, a.0, 1, &b.1), b.0, 1, &a.1);
    (a.1 != b.1).then_some(Edited { draft: swapped, n_deleted: 2, n_inserted: 2 })
}

fn joined(sentence: &str, next: &str) -> Option<Edited> {
    let first = sentence.strip_suffix('。')?;
    Some(Edited { draft: format!("{first}、{next}"), n_deleted: 1, n_inserted: 1 })
}

fn invented(sentence: &str, others: &[String], random: &mut Random) -> Option<Edited> {
    let mut draft = sentence.to_owned();
    for (at, word) in words_of(sentence) {
        let other = random.one_of(others)?;
        let other: String = other.chars().take(word.chars().count()).collect();
        if other.chars().count() == word.chars().count() {
            draft = replaced(&draft, at, word.chars().count(), &other);
        }
    }
    (draft != sentence).then_some(Edited { draft, n_deleted: usize::MAX, n_inserted: usize::MAX })
}

/// So many drafts of a kind, drawn in an order that a seed gives.
fn drafts(kind: Kind, pairs: &[(String, Option<String>)], others: &[String]) -> Vec<Edited> {
    let mut random = Random(kind as u64 + 1);
    let mut drafts = Vec::with_capacity(N_OF_KIND);
    for _ in 0..N_OF_KIND * 200 {
        if drafts.len() == N_OF_KIND {
            break;
        }
        let Some((sentence, next)) = random.one_of(pairs) else { break };
        drafts.extend(match kind {
            Kind::Nothing => Some(Edited { draft: sentence.clone(), n_deleted: 0, n_inserted: 0 }),
            Kind::Omission => omitted(sentence, "", &mut random),
            Kind::MarkedOmission => omitted(sentence, "（中略）", &mut random),
            Kind::Word => word_replaced(sentence, others, &mut random),
            Kind::Number => number_changed(sentence, &mut random),
            Kind::Particles => particles_swapped(sentence, &mut random),
            Kind::Joined => next.as_ref().and_then(|next| joined(sentence, next)),
            Kind::Invented => invented(sentence, others, &mut random),
        });
    }
    drafts
}

/// What verification said of the drafts of a kind.
#[derive(Default)]
struct Tally {
    n: usize,
    /// Found word for word.
    n_exact: usize,
    /// The same, where a brute-force look into every section does not find it.
    n_passed_wrongly: usize,
    n_different: usize,
    n_absent: usize,
    /// The differences are those of the edit, or as few.
    n_equal: usize,
    /// Something is called foreign to the source although nothing was added.
    n_false_deletions: usize,
    n_numbers_named: usize,
    /// What was said of those that are not equal.
    others: String,
}

impl Tally {
    fn add(&mut self, kind: Kind, edited: &Edited, found: &VerifiedQuotation, texts: &[MatchForm]) {
        self.n += 1;
        let n = |side: DiffSide| {
            let shown = found.matches.first().or(found.nearest.as_ref());
            let pieces = shown.map(|passage| passage.diff.as_slice()).unwrap_or_default();
            let of_side = pieces.iter().filter(|piece| piece.side == side);
            of_side.map(|piece| n_folded(&piece.text)).sum::<usize>()
        };
        let (n_deleted, n_inserted) = (n(DiffSide::Quotation), n(DiffSide::Document));
        let is_exact = matches!(found.status, QuotationStatus::Exact | QuotationStatus::Several);
        self.n_exact += usize::from(is_exact);
        if is_exact && kind != Kind::MarkedOmission {
            let wording = fold(&found.text, Folding::Standard);
            let stands = texts.iter().any(|text| text.as_str().contains(&wording));
            self.n_passed_wrongly += usize::from(!stands);
        }
        self.n_different += usize::from(found.status == QuotationStatus::Different);
        self.n_absent += usize::from(found.status == QuotationStatus::Absent);
        let is_found = found.status != QuotationStatus::Absent;
        let allowed = edited.n_deleted.saturating_add(edited.n_inserted);
        self.n_equal += usize::from(is_found && n_deleted + n_inserted <= allowed);
        self.n_false_deletions += usize::from(edited.n_deleted == 0 && n_deleted > 0);
        let changes = found.matches.first().map(|m| m.changes.as_slice()).unwrap_or_default();
        self.n_numbers_named +=
            usize::from(changes.iter().any(|change| change.kind == ChangeKind::Number));
    }

    fn row(&self, kind: Kind, name: &str) -> String {
        let Tally { n, n_exact, n_different, n_absent, .. } = self;
        // What was made anew has no edit to compare with.
        let [equal, deleted] = [self.n_equal, self.n_false_deletions].map(|n| match kind {
            Kind::Invented => "–".to_owned(),
            _ => n.to_string(),
        });
        format!("| {name} | {n} | {n_exact} | {n_different} | {n_absent} | {equal} | {deleted} |")
    }
}

fn tally(
    kind: Kind,
    snapshot: &Snapshot,
    pairs: &[(String, Option<String>)],
    others: &[String],
    texts: &[MatchForm],
) -> Tally {
    let mut tally = Tally::default();
    for drafts in drafts(kind, pairs, others).chunks(N_OF_DRAFT) {
        let quoted = drafts.iter().flat_map(|edited| ["「", edited.draft.as_str(), "」\n\n"]);
        let text: String = quoted.collect();
        let found = verify(snapshot, &text).unwrap();
        assert_eq!(found.n_marks(), drafts.len(), "{kind:?}: every mark is accounted for");
        assert_eq!(found.quotations.len(), drafts.len(), "{kind:?}: {:?}", found.skipped);
        for (edited, quotation) in drafts.iter().zip(&found.quotations) {
            let before = tally.n_equal;
            tally.add(kind, edited, quotation, texts);
            if before == tally.n_equal {
                tally.others += &shown(kind, edited, quotation);
            }
        }
    }
    tally
}

/// The draft, and what was said of it.
fn shown(kind: Kind, edited: &Edited, found: &VerifiedQuotation) -> String {
    let shown = found.matches.first().or(found.nearest.as_ref());
    let pieces = shown.map(|passage| passage.diff.as_slice()).unwrap_or_default();
    let mut diff = String::new();
    for piece in pieces {
        let _ = match piece.side {
            DiffSide::Both => write!(diff, "{}", piece.text),
            DiffSide::Quotation => write!(diff, "[-{}-]", piece.text),
            DiffSide::Document => write!(diff, "{{+{}+}}", piece.text),
        };
    }
    let (del, ins) = (edited.n_deleted, edited.n_inserted);
    format!("{kind:?} {} -{del}+{ins} {}\n    {diff}\n", found.status.code(), edited.draft)
}

#[test]
fn what_is_said_of_a_draft_is_what_was_done_to_it() {
    let library = Library::shipped();
    let documents = library.documents();
    let pairs = pairs_of_sentences(&documents);
    let mut others: Vec<String> =
        pairs.iter().flat_map(|(s, _)| words_of(s)).map(|(_, word)| word).collect();
    others.sort();
    others.dedup();
    let sections = documents.iter().flat_map(|document| &document.sections);
    let blocks = sections.flat_map(|section| &section.blocks);
    let texts: Vec<MatchForm> =
        blocks.map(|block| MatchForm::of(&block.text, Folding::Standard)).collect();
    let snapshot = library.snapshot();
    let mut table = String::new();
    for (kind, name) in KINDS {
        let tally = tally(kind, &snapshot, &pairs, &others, &texts);
        let _ = writeln!(table, "{}", tally.row(kind, name));
        assert_eq!(tally.n_passed_wrongly, 0, "{name}: passed although it stands nowhere");
        assert_eq!(tally.n, N_OF_KIND, "{name}: too few sentences");
        match kind {
            Kind::Nothing => assert_eq!(tally.n_exact, tally.n, "{name}"),
            Kind::Invented => {}
            _ => {
                assert_eq!(tally.n_false_deletions, 0, "{name}");
                let is_equal = tally.n_equal * 100 >= tally.n * 99;
                assert!(is_equal, "{}\n{}", tally.row(kind, name), tally.others);
            }
        }
        if kind == Kind::Number {
            assert!(tally.n_numbers_named * 100 >= tally.n * 99, "{} named", tally.n_numbers_named);
        }
    }
    check_documented(&table);
}

/// The rows of the table in the documentation; `UPDATE=1` prints them.
fn check_documented(table: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/verification.md");
    let page = fs::read_to_string(path).unwrap();
    assert!(page.contains(table), "docs/verification.md is to have these rows:\n{table}");
}
