//! Micro-benchmarks of what indexing does with a match form: `cargo bench -p shirabe-index`.

use divan::Bencher;
use divan::counter::BytesCount;
use shirabe_index::pairs;

fn main() {
    divan::main();
}

fn text() -> String {
    "都道府県知事は,前項の規定による届出をした者が正当な理由がないのに業務を開始しないときは,その登録を取り消す."
        .repeat(100)
}

#[divan::bench]
fn list_bigrams(bencher: Bencher) {
    let text = text();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| pairs(divan::black_box(&text)).count());
}
