"""What a reference manager collects from the pages themselves, read without one line of this project:
Highwire meta tags and unAPI on a section page, COinS (OpenURL 1.0, Z39.88-2004) on the results page.
`check(site, fetch)` returns what is not there exactly once.

Sources: Google Scholar, Inclusion Guidelines for Webmasters (citation_* tags; Zotero's Embedded
Metadata translator reads the same); unAPI version 1; the COinS convention on OpenURL ContextObjects.
"""

import json
from html.parser import HTMLParser
from urllib.error import HTTPError
from urllib.parse import parse_qs, quote
from xml.etree import ElementTree

# What makes Zotero take a page for a report of an institution, and what it fills in from where.
META = {
    "issuer": "citation_technical_report_institution",
    "author": "citation_author",
    "title": "citation_title",
    "date": "citation_publication_date",
    "url": "citation_public_url",
}
COINS = {"issuer": "rft.aucorp", "title": "rft.btitle", "date": "rft.date", "url": "rft_id"}
# Names under which a reference manager would find the author or title a second time.
DOUBLES = {"rft.au", "rft.aulast", "rft.title", "rft.atitle", "rft.jtitle"}


class Page(HTMLParser):
    """The elements that carry metadata."""

    def __init__(self, text):
        super().__init__()
        self.metas, self.links, self.ids, self.objects = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        classes = (values.get("class") or "").split()
        if tag == "meta" and values.get("name", "").startswith(("citation_", "DC.", "dc.")):
            self.metas.append((values["name"], values["content"]))
        elif tag == "link" and values.get("rel") == "unapi-server":
            self.links.append(values["href"])
        elif tag == "abbr" and "unapi-id" in classes:
            self.ids.append(values["title"])
        elif "Z3988" in classes:
            self.objects.append(parse_qs(values["title"], strict_parsing=True))


def check(site, fetch):
    faults = []
    n_sections = n_results = 0
    documents = json.loads(fetch(f"{site}/api/v1/documents"))["documents"]
    for document in documents:
        address = f"{site}/api/v1{document['url'].replace('/d/', '/documents/')}"
        for section in json.loads(fetch(address))["sections"]:
            n_sections += 1
            faults += of_section(site, fetch, document, section)
    for query in ["創薬", "女性研究者の活躍促進", "研究力"]:
        hits = json.loads(fetch(f"{site}/api/v1/search?q={quote(query)}"))["items"]
        n_results += len(hits)
        faults += of_results(site, fetch, query, hits)
    return n_sections, n_results, faults


def of_section(site, fetch, document, section):
    url = site + section["url"]
    page = Page(fetch(url))
    wanted = expected(site, document, section)
    faults = []
    for name, tag in META.items():
        value = wanted["issuer"] if name == "author" else wanted[name]
        found = [content.replace("/", "-") if name == "date" else content
                 for meta, content in page.metas if meta == tag]
        if found != [value]:
            faults.append(f"{url}: {tag} is {found}, not {value!r}")
    if len(page.links) != 1 or page.ids != [section["url"].removeprefix("/d/")]:
        return [*faults, f"{url}: unAPI is {page.links} for {page.ids}"]
    server = f"{site}{page.links[0]}?id={quote(page.ids[0])}"
    formats = ElementTree.fromstring(offered(fetch, server))
    if "ris" not in [form.get("name") for form in formats.iter("format")]:
        faults.append(f"{server}: no RIS")
    record = fetch(f"{server}&format=ris")
    for tag, name in [("PB", "issuer"), ("TI", "title"), ("UR", "url")]:
        found = [line[6:] for line in record.split("\r\n") if line.startswith(f"{tag}  - ")]
        if found != [wanted[name]]:
            faults.append(f"{server}: {tag} is {found}, not {wanted[name]!r}")
    return faults


def offered(fetch, server):
    """The formats of one identifier come with 300 (unAPI version 1)."""
    try:
        return fetch(server)
    except HTTPError as answer:
        if answer.code != 300:
            raise
        return answer.read().decode("utf-8")


def of_results(site, fetch, query, hits):
    url = f"{site}/search?q={quote(query)}"
    objects = Page(fetch(url)).objects
    if len(objects) != len(hits):
        return [f"{url}: {len(objects)} context objects for {len(hits)} results"]
    faults = []
    for context, hit in zip(objects, hits, strict=True):
        wanted = expected(site, hit["document"], hit["section"] | {"url": hit["url"]})
        for name, key in COINS.items():
            if context.get(key) != [wanted[name]]:
                faults.append(f"{url}: {key} is {context.get(key)}, not {wanted[name]!r}")
        kinds = (context.get("rft_val_fmt"), context.get("rft.genre"))
        if kinds != (["info:ofi/fmt:kev:mtx:book"], ["report"]) or DOUBLES & context.keys():
            faults.append(f"{url}: {context}")
    return faults


def expected(site, document, section):
    heading, title = section["heading"], document["title"]
    return {
        "issuer": document["issuer"],
        "title": title if heading == title else f"{heading}（{title}）",
        "date": document["issued"],
        "url": site + section["url"],
    }
