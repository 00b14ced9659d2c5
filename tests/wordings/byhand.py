"""Counting by hand: the texts of an export, folded here once more, and `str.count` for each block.

It shares no code with the program. Folding is NFKC, small letters and no white space, with the two published
tables of old kanji and radicals; signs that stand for themselves (①, ½, ㈱) are none of their letters.
"""

import json
import random
import re
import unicodedata
from pathlib import Path

TABLES = Path(__file__).parents[2] / "crates"
# One sign that no drawn wording holds, in place of each that NFKC would take apart.
UNIT = "\ue000"
UNITS = re.compile(
    "[¹²³ªº¼-¾…‥\u2070-\u209f\u2100-\u218f\u2460-\u24ff\u2776-\u2793\u3200-\u33ff]"
)
INVISIBLE = re.compile(
    "[\\s\u00ad\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
# Dashes and the long-vowel mark, circles, and へ, which is the same in both scripts, are families of their own.
PLAIN = re.compile("[ぁ-んァ-ヺ一-鿿・a-z0-9]+")
NOT_PLAIN = set("へべぺヘベペー〇")
# About what begins or ends inside a number or a Latin word there are rules of their own.
NO_EDGE = re.compile("[a-z0-9一二三四五六七八九十百千万億兆]")


def data(name):
    (path,) = TABLES.glob(f"*/data/{name}")
    return path.read_text(encoding="utf-8").splitlines()


def tables():
    folded = {"、": ",", "。": ".", "·": "・", "•": "・"}
    for line in data("EquivalentUnifiedIdeograph.txt"):
        span, _, to = line.split("#")[0].partition(";")
        if to.strip():
            first, _, last = span.strip().partition("..")
            for code in range(int(first, 16), int(last or first, 16) + 1):
                folded[chr(code)] = chr(int(to.strip(), 16))
    for line in data("old-new-kanji.tsv"):
        if not line.startswith("#"):
            old, new = line.split("\t")[:2]
            folded[old[0]] = new[0]
    return str.maketrans(folded)


FOLDED = tables()
VOICING = str.maketrans({"\u309b": "\u3099", "\uff9e": "\u3099", "\u309c": "\u309a", "\uff9f": "\u309a"})


def unit(sign):
    """As long as what is made of the sign, and no part of a wording."""
    return UNIT * len(unicodedata.normalize("NFKC", sign[0]))


def fold(text):
    visible = UNITS.sub(unit, INVISIBLE.sub("", text)).translate(VOICING)
    return unicodedata.normalize("NFKC", visible).casefold().translate(FOLDED)


class Section:
    """The cells of a section; a line may be a block, or a part of one that goes on."""

    def __init__(self, record):
        self.document = record["document"]["id"]
        self.issuer = record["document"]["issuer"]
        self.issued = record["document"]["issued"]
        self.type = record["document"]["type"]
        self.id = record["section"]["id"]
        text = record["section"]["text"]
        self.lines = [fold(cell) for line in text.split("\n") for cell in line.split("\t")]
        self.n_chars = sum(map(len, self.lines))
        self.joined = "".join(self.lines)


class Texts:
    """All sections. `paragraphs` asks the API for the blocks of one, where lines may belong together."""

    def __init__(self, export, paragraphs):
        records = [json.loads(line) for line in export]
        assert records[-1]["end"] is True, "the export is not complete"
        self.sections = [Section(record) for record in records[1:-1]]
        self.paragraphs = paragraphs
        self.blocks = {}

    def cells(self, section):
        """The cells between which nothing is found, from the API."""
        place = (section.document, section.id)
        if place not in self.blocks:
            texts = [p["text"] for p in self.paragraphs(*place)]
            self.blocks[place] = [fold(cell) for text in texts for cell in text.split("\t")]
        return self.blocks[place]

    def count(self, wording):
        """Occurrences by section, from the left and without overlap, none across a border."""
        counted = {}
        for section in self.sections:
            if wording not in section.joined:
                continue
            n = sum(line.count(wording) for line in section.lines)
            if n != section.joined.count(wording):
                n = sum(cell.count(wording) for cell in self.cells(section))
            if n:
                counted[section] = n
        return counted

    def draw(self, seed, n):
        """Wordings of 2 to 12 characters that stand somewhere."""
        drawn, wordings = random.Random(seed), []
        while len(wordings) < n:
            line = drawn.choice(drawn.choice(self.sections).lines)
            length, at = drawn.randint(2, 12), drawn.randrange(len(line) + 1)
            wording = line[at : at + length]
            if len(wording) == length and is_plain(wording):
                wordings.append(wording)
        return wordings


def is_plain(wording):
    edges = wording[0] + wording[-1]
    is_known = PLAIN.fullmatch(wording) and not NOT_PLAIN & set(wording)
    return bool(is_known) and not NO_EDGE.search(edges)
