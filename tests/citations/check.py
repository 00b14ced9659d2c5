"""Reads the citation of every section with readers that this project did not write: rispy,
bibtexparser and citeproc-py, and compares issuer, title, date, pages and URL with what the API says
of the section; and what a reference manager collects from the pages (collected.py).
`check.py PROGRAM CORPUS` starts the real server on a free port.

Sources of what is expected: RIS Format Specifications; BibTeXing (1988); CSL 1.0.2, csl-data.json.
"""

import json
import sys
import urllib.request
from pathlib import Path

import bibtexparser
import collected
import rispy
from citeproc.source.json import CiteProcJSON

sys.path.append(str(Path(__file__).parents[1]))
from served import served


def main(program, corpus):
    with served(program, corpus) as site:
        n_sections, faults = check(site)
        n_pages, n_results, missed = collected.check(site, fetch)
    for fault in (faults + missed)[:20]:
        print(fault)
    print(f"citations: {n_sections} sections in 3 forms, {len(faults)} faults")
    print(f"collected from {n_pages} pages and {n_results} results: {len(missed)} faults")
    return 1 if faults or missed or n_sections == 0 or n_results == 0 else 0


def check(site):
    n_sections, faults = 0, []
    for listed in fetch_json(f"{site}/api/v1/documents")["documents"]:
        document = fetch_json(f"{site}/api/v1{listed['url'].replace('/d/', '/documents/')}")
        for section in document["sections"]:
            n_sections += 1
            wanted = expected(site, document, section)
            for suffix, read in [("ris", read_ris), ("bib", read_bibtex), ("csl.json", read_csl)]:
                url = f"{site}{section['url']}.{suffix}"
                found = read(fetch(url))
                faults += [
                    f"{url}: {name} is {found.get(name)!r}, not {value!r}"
                    for name, value in wanted.items()
                    if found.get(name) != value
                ]
    return n_sections, faults


def expected(site, document, section):
    heading, title = section["heading"], document["title"]
    return {
        "issuer": document["issuer"],
        "author": [document["issuer"]],
        "title": title if heading == title else f"{heading}（{title}）",
        "date": document["issued"],
        "pages": pages(section["pages"]),
        "url": site + section["url"],
    }


def pages(pages):
    """First and last: printed numbers if both are printed, else those of the file."""
    if not pages:
        return None
    for kind in ("printed", "file"):
        numbers = [page[kind] for page in pages]
        if all(number is not None for number in numbers):
            return [str(number) for number in numbers]
    return None


def read_ris(text):
    (record,) = rispy.loads(text)
    assert record["type_of_reference"] == "RPRT", record
    first, last = record.get("start_page"), record.get("end_page")
    return {
        "issuer": record.get("publisher"),
        "author": record.get("authors"),
        "title": record.get("title"),
        "date": record.get("date", "").strip("/").replace("/", "-"),
        "pages": [first, last] if first else None,
        "url": one(record.get("urls")),
    }


def read_bibtex(text):
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks, library.failed_blocks
    (entry,) = library.entries
    assert entry.entry_type == "techreport", entry.entry_type
    value = {name: plain(field.value) for name, field in entry.fields_dict.items()}
    span = value.get("pages")
    return {
        "issuer": value.get("institution"),
        "author": [value["author"]] if "author" in value else None,
        "title": value.get("title"),
        "date": value.get("date"),
        "pages": (span.split("--") * 2)[:2] if span else None,
        "url": value.get("url"),
    }


def plain(text):
    """A value without the braces that keep it whole and without TeX's escapes."""
    for command, char in [
        ("\\textbackslash{}", "\\"),
        ("\\textasciitilde{}", "~"),
        ("\\textasciicircum{}", "^"),
        ("\\textbraceleft{}", "\u0001"),
        ("\\textbraceright{}", "\u0002"),
    ]:
        text = text.replace(command, char)
    for char in "&%$#_":
        text = text.replace("\\" + char, char)
    text = text.replace("{", "").replace("}", "")
    return text.replace("\u0001", "{").replace("\u0002", "}")


def read_csl(text):
    (item,) = json.loads(text)
    source = CiteProcJSON([item])
    (reference,) = source.values()
    assert str(reference["type"]) == "report", reference["type"]
    date = reference.get("issued")
    parts = [date.get(part) for part in ("year", "month", "day")] if date else []
    page = reference.get("page")
    span = (str(page).split("-") * 2)[:2] if page else None
    return {
        "issuer": str(reference.get("publisher")),
        "author": [str(name["literal"]) for name in reference.get("author", [])],
        "title": str(reference.get("title")),
        "date": "-".join(f"{part:02}" for part in parts if part),
        "pages": span,
        "url": str(reference.get("URL")),
    }


def one(values):
    return values[0] if values else None


def fetch(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read().decode("utf-8")


def fetch_json(url):
    return json.loads(fetch(url))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
