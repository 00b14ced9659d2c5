"""Counts on a corpus of thousands of documents, over HTTP as researchers ask for them, against counts by
hand (byhand.py) and against each other. `check.py PROGRAM CORPUS INDEX` serves an index that is there;
`cargo xtask ci corpus` makes it of 11,505 real documents, of which the fixed figures below are.

Python's own library is enough.
"""

import collections
import json
import math
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from byhand import Texts, fold
from served import served

N_WORDINGS = 200
SEED = 20
# Groupings that need no text, some that do, and crossed ones.
GROUPS = "issuer fy type doc section hit right:1 left:2 right:w1 left:w1 issuer,fy right:1,left:1".split()
ROWS = "fy year month issuer type document fy,issuer issuer,type".split()
# デジタル in a fiscal year: occurrences, and per million characters with low and high, as counted by hand by who
# proposed the measure. His lengths differ from ours by up to 0.7 %.
RATES = {
    "2000": (199, 1142.0, 988.8, 1312.1),
    "2014": (111, 230.8, 189.8, 277.9),
    "2021": (1438, 3230.7, 3065.9, 3402.1),
    # Two of these stand in a shipped text, which he left out.
    "2024": (1635, 443.2, 397.2, 494.6),
}
N_PROMOTED = 4274
# Wordings of which every grouping is asked for, and how often they may stand: of the commonest a dozen
# groupings take a minute.
N_GROUPED = 12
MAX_GROUPED = 2_000
# In lengths: 39 of 18 million characters are combining marks and the like, which are put together in another
# order here.
MAX_DIFFERENCE = 1e-5
# A page that divides none of the numbers of lines.
PAGE = 997
N_SAMPLED = 1000
N_ADDED = 500


class Site:
    """What the server at an address answers."""

    def __init__(self, root):
        self.root = root

    def text(self, path, **parameters):
        url = f"{self.root}{path}?{urllib.parse.urlencode(parameters)}"
        with urllib.request.urlopen(url, timeout=120) as answer:
            return answer.read().decode("utf-8")

    def json(self, path, **parameters):
        return json.loads(self.text(f"/api/v1/{path}", **parameters))

    def lines(self, **parameters):
        """All lines, page by page."""
        found, offset = [], 0
        while offset is not None:
            page = self.json("concordance", limit=PAGE, offset=offset, **parameters)
            found += page["lines"]
            offset = page["next_offset"]
        return found

    def paragraphs(self, document, section):
        return self.json(f"documents/{document}/sections/{section}")["paragraphs"]


class Faults(list):
    def equal(self, what, said, expected):
        if said != expected:
            self.append(f"{what}: {said!r}, expected {expected!r}")


def place(line):
    return (line["document"], line["section"], *line["chars"])


def exact(wording):
    return {"q": f'"{wording}"', "mode": "exact"}


def counts_by_hand(site, texts, faults):
    """Every number about random wordings, and of every grouping of a dozen of them that they add up."""
    n_grouped = 0
    for wording in texts.draw(SEED, N_WORDINGS):
        counted = texts.count(wording)
        n_hits = sum(counted.values())
        by_hand = {
            "sections": len(counted),
            "hits": n_hits,
            "documents": len({section.document for section in counted}),
        }
        found = site.json("search", limit=0, **exact(wording))["counts"]
        faults.equal(f"{wording} counts", {name: found[name] for name in by_hand}, by_hand)
        frequency = site.json("frequency", by="issuer", **exact(wording))
        by_issuer = collections.Counter()
        for section, n in counted.items():
            by_issuer[section.issuer] += n
        rows = {row["key"][0]: row["cells"][0]["hits"] for row in frequency["rows"]}
        faults.equal(f"{wording} by issuer", {k: n for k, n in rows.items() if n}, dict(by_issuer))
        if n_hits <= MAX_GROUPED and n_grouped < N_GROUPED:
            n_grouped += 1
            identities(site, wording, n_hits, faults)
    faults.equal("wordings that were grouped", n_grouped, N_GROUPED)
    said, by_hand = site.json("frequency", q="推進", by="type")["chars"], sum(s.n_chars for s in texts.sections)
    if abs(said / by_hand - 1) > MAX_DIFFERENCE:
        faults.append(f"characters in all: {said}, by hand {by_hand}")


def identities(site, wording, n_hits, faults):
    for group in GROUPS:
        found = site.json("concordance", group=group, limit=1000, **exact(wording))
        total = sum(row["hits"] for row in found["groups"]) + found["rest"]["hits"]
        faults.equal(f"{wording} grouped by {group}", total, n_hits)
        faults.equal(f"{wording} counted by {group}", found["counts"]["hits"], n_hits)
    for by in ROWS:
        found = site.json("frequency", by=by, **exact(wording))
        rows = found["rows"] + ([found["undated"]] if found["undated"] else [])
        faults.equal(f"{wording} by {by}", sum(row["cells"][0]["hits"] for row in rows), n_hits)
        faults.equal(f"characters by {by}", sum(row["chars"] for row in rows), found["chars"])


def lists_are_whole(site, wording, order, faults):
    """Pages, files and stream give the same lines, in every order."""
    listed = site.lines(**exact(wording))
    places = [place(line) for line in listed]
    faults.equal(f"{wording} lines twice", len(set(places)), len(places))
    ordered = [place(line) for line in site.lines(sort=order, **exact(wording))]
    faults.equal(f"{wording} in another order", sorted(ordered), sorted(places))
    stream = site.text("/concordance.ndjson", **exact(wording)).splitlines()
    rows = [json.loads(line) for line in stream]
    faults.equal(f"{wording} end of the stream", rows[-1], {"end": True, "lines": len(places)})
    urls = [line["url"] for line in listed]
    streamed = [urllib.parse.urlsplit(row["url"]) for row in rows[1:-1]]
    faults.equal(f"{wording} stream", [f"{url.path}#{url.fragment}" for url in streamed], urls)
    table = site.text("/concordance.tsv", **exact(wording)).splitlines()
    faults.equal(f"{wording} rows of the table", len(table) - 1, len(places))


def rates(site, faults):
    """The white papers by themselves, as they were counted, and every year with its interval."""
    white_papers = rows_by_year(site, type="白書")
    every = rows_by_year(site)
    for year, (n_hits, *expected) in RATES.items():
        cell = (every if year == "2024" else white_papers)[year]["cells"][0]
        rate = cell["per_million"]
        said = [rate[name] for name in ("value", "low", "high")]
        faults.equal(f"デジタル in {year}", cell["hits"], n_hits)
        if any(abs(a / b - 1) > 0.008 for a, b in zip(said, expected)):
            faults.append(f"デジタル per million in {year}: {said}, expected {expected}")
    for year, row in every.items():
        rate = row["cells"][0]["per_million"]
        faults.equal(f"characters and rate of {year}", row["chars"] > 0, rate is not None)
        if rate:
            expected = interval(site, row, year)
            said = tuple(round(rate[name], 3) for name in ("value", "low", "high"))
            faults.equal(f"interval of {year}", said, tuple(round(x, 3) for x in expected))


def rows_by_year(site, **conditions):
    found = site.json("frequency", q="デジタル", mode="exact", by="fy", **conditions)
    return {row["key"][0]: row for row in found["rows"]}


def interval(site, row, year):
    """The ratio estimator over documents on the log scale; of fewer than ten, Garwood's by Byar."""
    n_hits, n_chars = row["cells"][0]["hits"], row["chars"]
    if row["documents"] < 10 or n_hits == 0:
        low = n_hits * (1 - 1 / (9 * n_hits) - 1.96 / (3 * math.sqrt(n_hits))) ** 3 if n_hits else 0
        high = (n_hits + 1) * (1 - 1 / (9 * (n_hits + 1)) + 1.96 / (3 * math.sqrt(n_hits + 1))) ** 3
        return tuple(1e6 * n / n_chars for n in (n_hits, low, high))
    documents = site.json("frequency", q="デジタル", mode="exact", by="document", fy=year)["rows"]
    rate, n = n_hits / n_chars, len(documents)
    squares = ((d["cells"][0]["hits"] - rate * d["chars"]) ** 2 for d in documents)
    deviation = math.sqrt(n / (n - 1) * sum(squares)) / n_chars
    spread = math.exp(1.96 * deviation / rate)
    return 1e6 * rate, 1e6 * rate / spread, 1e6 * rate * spread


def samples_survive(program, corpus, index, faults):
    """A sample before and after five hundred documents were added: of what was there before, only what the
    new ones displace may be gone, and nothing new may come."""
    def sample(index):
        with served(program, corpus, index) as root:
            found = Site(root).lines(sample=N_SAMPLED, seed=7, q="推進", mode="exact")
        return {place(line) for line in found}

    before = sample(index)
    added = Path(corpus, "added.jsonl")
    with tempfile.TemporaryDirectory() as folder:
        grown = Path(folder, "index")
        shutil.copytree(index, grown)
        try:
            added.write_text("".join(f"{new_document(n)}\n" for n in range(N_ADDED)), encoding="utf-8")
            command = [program, "ingest", "--corpus", corpus, "--index", grown]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            after = sample(grown)
        finally:
            added.unlink()
    old = {line for line in after if not line[0].startswith("added")}
    faults.equal("size of the samples", (len(before), len(after)), (N_SAMPLED, N_SAMPLED))
    faults.equal("lines that were not drawn before", sorted(old - before), [])
    print(f"sample: {len(old)} of {N_SAMPLED} lines stay, {len(after) - len(old)} are of new documents")


def new_document(number):
    text = f"# 追加{number}\n\n{number}番目の取組を推進する。施策の推進を図る。"
    return json.dumps({"id": f"added-{number}", "title": f"追加{number}", "text": text}, ensure_ascii=False)


def main(program, corpus, index):
    faults = Faults()
    with served(program, corpus, index) as root:
        site = Site(root)
        texts = Texts(site.text("/api/v1/export").splitlines(), site.paragraphs)
        promoted = sum(texts.count(fold("推進する")).values())
        said = site.json("concordance", q="推進する", mode="exact", limit=0)["n_hits"]
        faults.equal("推進する by hand", promoted, said)
        if len({section.document for section in texts.sections}) > 10_000:
            faults.equal("推進する", said, N_PROMOTED)
            rates(site, faults)
        counts_by_hand(site, texts, faults)
        lists_are_whole(site, "研究力", "right:1,-left:w1,issuer", faults)
        for wording in ("推進する", "情報"):
            lists_are_whole(site, wording, "right:1,-left:2,issuer", faults)
    samples_survive(program, corpus, index, faults)
    for fault in faults[:20]:
        print(fault[:600])
    print(f"wordings: {N_WORDINGS} counted by hand in {len(texts.sections)} sections, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
