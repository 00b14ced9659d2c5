"""The ranking on thousands of real documents, over HTTP as people ask.

`check.py PROGRAM W W-INDEX B B-INDEX` serves two indexes that are there, of the corpora that
`xtask/src/corpus.rs` makes: W of white papers, programme reviews of two years, laws and the shipped texts,
B of white papers, reviews, guidelines, pages and PDFs. It does two things.

1. The golden queries of `golden-real.tsv`, in halves: weights may be tuned on one, the other only guards.
   A row names all sections that answer: documents, or sections of them that hold a wording, judged by reading.
   No half may fall below `rank_stats-real.txt` by more than one query; with UPDATE=1 that file is written
   anew. One query's worth is left, because a reader that divides a document otherwise moves a place or two.
2. A hundred paragraphs of W, drawn by a seed, each pasted with one word changed: a section that holds the
   paragraph as it was has to come first.

Python's own library is enough.
"""

import contextlib
import fnmatch
import json
import os
import random
import re
import sys
import unicodedata
import urllib.parse
import urllib.request
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path.append(str(FOLDER.parent))
from served import served

RECORD = FOLDER / "rank_stats-real.txt"
# As in tests/tests/whole/ranking.rs.
N_LOOKED_AT = 20
N_FIRST = 5
SEED = 16
N_PASTED = 100
N_PASTED_FIRST = 99
# Shorter ones are captions and list items.
MIN_PASTED_CHARS = 40
WORD = re.compile("[一-鿿]{2,}|[ァ-ヴー]{2,}")
# A word of two characters that fits nowhere.
CHANGED = "別途"


class Corpus:
    """What the server of a corpus answers."""

    def __init__(self, root):
        self.root = root
        self.known = {}

    def search(self, **parameters):
        url = f"{self.root}/api/v1/search?{urllib.parse.urlencode(parameters)}"
        with urllib.request.urlopen(url, timeout=120) as answer:
            return json.load(answer)

    def found(self, query, limit):
        return [place(item) for item in self.search(q=query, limit=limit)["items"]]

    def holding(self, wording):
        """All sections that hold a wording as it stands."""
        if wording not in self.known:
            places, offset = set(), 0
            while offset is not None:
                page = self.search(q=f'"{wording}"', mode="exact", limit=100, offset=offset)
                places |= {place(item) for item in page["items"]}
                offset = page["next_offset"]
            self.known[wording] = places
        return self.known[wording]

    def texts(self):
        """The text of every section."""
        with urllib.request.urlopen(f"{self.root}/api/v1/export", timeout=300) as answer:
            records = [json.loads(line) for line in answer]
        assert records[-1]["end"] is True, "the export is not complete"
        return {place(record): record["section"]["text"] for record in records[1:-1]}


def place(item):
    return item["document"]["id"], item["section"]["id"]


class Answers:
    """The sections that answer a query: `document`, or `document#wording`; the name may hold `*`."""

    def __init__(self, corpus, written):
        self.documents, self.sections = [], set()
        for answer in written.split(" | "):
            document, _, wording = answer.partition("#")
            if not wording:
                self.documents.append(document)
                continue
            holding = {at for at in corpus.holding(wording) if fnmatch.fnmatchcase(at[0], document)}
            if not holding:
                sys.exit(f"{answer}: no section holds it, so the judgement is about nothing")
            self.sections |= holding

    def hold(self, at):
        return at in self.sections or any(fnmatch.fnmatchcase(at[0], d) for d in self.documents)


def golden_stats(corpora):
    """What is on record for each half: how many queries, how well they are answered, which are not."""
    lines = (FOLDER / "golden-real.tsv").read_text(encoding="utf-8").splitlines()[1:]
    halves = {"tuning": [], "gate": []}
    for line in lines:
        half, name, _, query, answers = line.split("\t")
        expected = Answers(corpora[name], answers)
        ranks = (n for n, at in enumerate(corpora[name].found(query, N_LOOKED_AT), 1) if expected.hold(at))
        halves[half].append((query, next(ranks, None)))
    return halves


def figures(ranks):
    found = [rank for _, rank in ranks if rank]
    recall = sum(rank <= N_FIRST for rank in found) / len(ranks)
    return round(recall, 3), round(sum(1 / rank for rank in found) / len(ranks), 3)


def written(halves):
    text = ""
    for half, ranks in halves.items():
        recall, mrr = figures(ranks)
        text += f"{half}: {len(ranks)} queries\nrecall@{N_FIRST} {recall:.3f}\nMRR@{N_LOOKED_AT} {mrr:.3f}\n"
        text += f"not among the first {N_FIRST}:\n"
        for query, rank in ranks:
            if rank is None or rank > N_FIRST:
                text += f"  {query}: {f'rank {rank}' if rank else 'not found'}\n"
        text += "\n"
    return text.rstrip() + "\n"


def golden_holds(corpora):
    """Whether no half is worse than what is on record."""
    halves = golden_stats(corpora)
    assert sum(len(ranks) for ranks in halves.values()) >= 200, "at least 200 information needs"
    text = written(halves)
    if os.environ.get("UPDATE"):
        RECORD.write_text(text, encoding="utf-8")
    pattern = re.compile(r"^(\w+): (\d+) queries\nrecall@\d+ (\S+)\nMRR@\d+ (\S+)$", re.M)
    holds = True
    for half, n, recall, mrr in pattern.findall(RECORD.read_text(encoding="utf-8")):
        now = figures(halves[half])
        print(f"golden queries, {half}: recall@{N_FIRST} {now[0]:.3f} ({recall}), MRR {now[1]:.3f} ({mrr})")
        lowest = [float(figure) - 1 / int(n) for figure in (recall, mrr)]
        holds &= int(n) == len(halves[half]) and now[0] >= lowest[0] and now[1] >= lowest[1]
    if not holds:
        print(text)
    elif text != RECORD.read_text(encoding="utf-8"):
        print("the ranking has moved by less than a query, or is better: UPDATE=1 records it")
    return holds


def unspaced(text):
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def pasted_holds(corpus):
    """Whether what was pasted is found where it was copied from; of equal paragraphs, in any of them."""
    texts = corpus.texts()
    places, drawn = sorted(texts), random.Random(SEED)
    n, missed = 0, []
    while n < N_PASTED:
        at = drawn.choice(places)
        lines = [line for line in texts[at].split("\n") if len(line) >= MIN_PASTED_CHARS and "\t" not in line]
        words = [(line, word) for line in lines for word in WORD.finditer(line)]
        if not words:
            continue
        line, word = drawn.choice(words)
        n += 1
        query = f"{line[: word.start()]}{CHANGED}{line[word.end() :]}"
        first = corpus.found(query, 1)
        if not first or (first[0] != at and unspaced(line) not in unspaced(texts[first[0]])):
            missed.append((at, first, query))
    for at, first, query in missed:
        print(f"pasted from {at}, first is {first}: {query[:120]}")
    print(f"pasted paragraphs: {N_PASTED - len(missed)} of {N_PASTED} first ({N_PASTED_FIRST})")
    return N_PASTED - len(missed) >= N_PASTED_FIRST


def main(program, *places):
    with contextlib.ExitStack() as stack:
        corpora = {
            name: Corpus(stack.enter_context(served(program, corpus, index)))
            for name, corpus, index in zip("WB", places[::2], places[1::2])
        }
        holds = golden_holds(corpora)
        return 0 if pasted_holds(corpora["W"]) and holds else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
