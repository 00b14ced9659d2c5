"""Whether phrases of another search engine are exact: `check.py PROGRAM CORPUS [N]`.

What `shirabe export --format opensearch` writes is put into Lucene, the library of OpenSearch, in a field that
is analysed at white space. N phrases (200) are cut at random from the texts, and some that stand nowhere are
made of two; for each, Lucene must find the sections that this program finds in exact mode, and no other.

Not in `cargo xtask ci`, because it needs a compiler of Java (Debian: `liblucene8-java`,
`default-jdk-headless`).
"""

import json
import random
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from served import served

JAVA = Path("/usr/share/java")
LENGTHS = [1, 2, 2, 3, 4, 4, 5, 6, 8, 10, 15, 25]


def ask(site, path, **parameters):
    with urllib.request.urlopen(f"{site}{path}?{urllib.parse.urlencode(parameters)}") as answer:
        return json.load(answer)


def found_here(site, phrase):
    """The sections that have the phrase word for word, inside longer words and numbers as well."""
    query = {"q": f"「{phrase}」", "mode": "exact", "part": 1, "format": "ndjson"}
    with urllib.request.urlopen(f"{site}/results?{urllib.parse.urlencode(query)}") as answer:
        lines = [json.loads(line) for line in answer]
    assert lines[-1]["end"], "the list was cut off"
    # The address of a section ends in its id.
    return {f"{line['document']}/{urllib.parse.urlsplit(line['url']).path.split('/')[-1]}" for line in lines[1:-1]}


def phrases_of(texts, n, chance):
    """Stretches of the texts that stay within a line and have no sign of the query language."""
    lines = [line for text in texts for line in text.split("\n") if line.strip()]
    special = set('「」『』"“”*?＊？/／\\')
    chosen = []
    while len(chosen) < n:
        line, length = chance.choice(lines), chance.choice(LENGTHS)
        start = chance.randrange(max(1, len(line) - length + 1))
        phrase = line[start : start + length].strip()
        if chance.random() < 0.1:
            phrase += chance.choice(lines)[:2]
        if phrase and not special & set(phrase):
            chosen.append(phrase)
    return chosen


def tokens(site, phrase):
    analysis = ask(site, "/api/v1/analyze", text=phrase)
    form = analysis["match_form"]
    pairs = [form[at : at + 2] for at in range(len(form) - 1)]
    return " ".join(pairs) if pairs else f"{form}*"


def main(program, corpus, n=200):
    chance = random.Random(11)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        places = ["--corpus", corpus, "--index", folder / "index"]
        export = [program, "export", *places, "--format", "opensearch", "-o", folder / "export"]
        subprocess.run(export, check=True, stdout=subprocess.DEVNULL)
        sections = {}
        for file in sorted((folder / "export").glob("bulk-*.ndjson")):
            lines = [json.loads(line) for line in file.read_text().split("\n") if line]
            sections |= {a["index"]["_id"]: b for a, b in zip(lines[::2], lines[1::2], strict=True)}
        table = "".join(f"{id}\t{section['exact']}\n" for id, section in sections.items())
        (folder / "sections").write_text(table)
        with served(program, corpus, folder / "index") as site:
            texts = [section["text"] for section in sections.values()]
            phrases = phrases_of(texts, int(n), chance)
            asked = [(phrase, tokens(site, phrase)) for phrase in phrases]
            asked = [(phrase, made) for phrase, made in asked if made != "*"]
            here = [found_here(site, phrase) for phrase, _ in asked]
        (folder / "phrases").write_text("".join(f"{made}\n" for _, made in asked))
        parts = ["core", "analyzers-common"]
        path = ":".join(str(jar) for part in parts for jar in JAVA.glob(f"lucene-{part}-8.*.jar"))
        java = ["java", "-cp", path, Path(__file__).parent / "Phrases.java"]
        there = subprocess.run(
            [*java, folder / "sections", folder / "phrases", folder / "lucene"],
            check=True, text=True, stdout=subprocess.PIPE,
        ).stdout.split("\n")
    wrong = [
        (phrase, made, sorted(mine ^ set(theirs.split())))
        for (phrase, made), mine, theirs in zip(asked, here, there, strict=False)
        if mine != set(theirs.split())
    ]
    n_nowhere = sum(not mine for mine in here)
    print(
        f"opensearch: {len(asked)} phrases in {len(sections)} sections, {n_nowhere} of them nowhere; "
        f"{len(wrong)} answered otherwise by Lucene"
    )
    for phrase, made, difference in wrong:
        print(f"  {phrase!r} as {made!r}: {difference[:5]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
