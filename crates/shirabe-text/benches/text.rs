//! Micro-benchmarks of the analysis: `cargo bench -p shirabe-text`.
//!
//! `lindera_alone` is the baseline of `segment`: lindera's own loop over the same text, with the same
//! dictionary and its lattice kept.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up ends")]

use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::BytesCount;
use lindera::dictionary::{Dictionary, Lattice};
use lindera::mode::Mode;
use shirabe_text::{Folding, MatchForm, Segmenter, sentences};

fn main() {
    divan::main();
}

/// Prose of a ministry, with a little of everything: full-width digits, brackets, Latin letters.
static TEXT: LazyLock<String> = LazyLock::new(|| {
    "第３期健康・医療戦略においては、生命科学・創薬研究支援基盤事業（BINDS）等を通じて、アカデミアの優れた研究シーズを\
     切れ目なく支援し、ファースト・イン・ヒューマン（FIH）試験に必要な体制を令和７年度までに整備する。\n\
     都道府県知事は、前項の規定による届出をした者が正当な理由がないのに同項の期間内に業務を開始しないときは、その登録を\
     取り消し、又は期間を定めてその業務の全部若しくは一部の停止を命ずることができる。\n\
     人材の育成・確保については、若手研究者の処遇改善に取り組むとともに、850億円の基金により大学等の研究環境を整える。\n"
        .repeat(40)
});

fn segmenter() -> &'static Segmenter {
    static SEGMENTER: LazyLock<Segmenter> =
        LazyLock::new(|| shirabe_dictionary::for_tests().segmenter.clone());
    &SEGMENTER
}

#[divan::bench]
fn normalise(bencher: Bencher) {
    bencher
        .counter(BytesCount::of_str(&*TEXT))
        .bench(|| MatchForm::of(divan::black_box(&TEXT), Folding::Standard));
}

#[divan::bench]
fn split_into_sentences(bencher: Bencher) {
    bencher.counter(BytesCount::of_str(&*TEXT)).bench(|| sentences(divan::black_box(&TEXT)));
}

#[divan::bench]
fn segment(bencher: Bencher) {
    let segmenter = segmenter();
    bencher.counter(BytesCount::of_str(&*TEXT)).bench(|| {
        let mut n_terms = 0;
        segmenter.for_each_term(divan::black_box(&TEXT), |_| n_terms += 1);
        n_terms
    });
}

#[divan::bench]
fn lindera_alone(bencher: Bencher) {
    segmenter();
    let folder = shirabe_dictionary::info().unwrap().unwrap().path;
    let dictionary = Dictionary::load_from_path(&folder).unwrap();
    let segmenter = lindera::segmenter::Segmenter::new(Mode::Normal, dictionary, None);
    let mut lattice = Lattice::default();
    bencher.counter(BytesCount::of_str(&*TEXT)).bench_local(|| {
        let text = divan::black_box(TEXT.as_str()).into();
        segmenter.segment_with_lattice(text, &mut lattice).unwrap().len()
    });
}
