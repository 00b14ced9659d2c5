// The states of pages that the shipped corpus does not have: what has moved, is gone or was taken down, an earlier
// edition, PDFs with tables and pictures of their pages, results of words apart. All pass axe in every scheme.

import assert from "node:assert/strict";
import { copyFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { schemes, unfold, violations } from "./support/axe.mjs";
import { root, site } from "./support/site.mjs";

const SOURCE = `# 研究の方針

我が国の研究力を高める。

## 現状

研究時間が減少している。

## 人材育成

若手研究者の海外派遣を進める。

大学院生の生活を支える。

## 旧い施策

紙の申請書を提出する。

## 基盤

生物資源を継続して整備する。
`;
// Each paragraph of 人材育成 goes to another section, and 旧い施策 has no successor.
const REVISED = `# 研究の方針

我が国の研究力を計画的に高める。

## 現状

研究時間が減少している。

若手研究者の海外派遣を進める。

## 基盤

生物資源を継続して整備する。

大学院生の生活を支える。
`;

// Headings and titles may be addresses, which have no place to break.
const ADDRESS = "https://www.example.go.jp/meeting/digital-society-planning-council#materials-and-minutes";

const { open, url } = await site(async (corpus, shirabe) => {
  const write = (name, text) => writeFile(join(corpus, name), text);
  const sidecar = (id, issued) => `id = "${id}"\ntitle = "${id}の方針"\nissuer = "文部科学省"\nissued = ${issued}\n`;
  // It ends with 1 where a document says something that is to be looked at, and a browser is no place to.
  const ingest = () => shirabe("ingest", "--corpus", corpus).catch((error) => assert.equal(error.code, 1, error.stderr));
  for (const id of ["plan", "withdrawn", "taken"]) {
    await write(`${id}.md`, SOURCE);
    await write(`${id}.toml`, sidecar(id, "2024-02-21"));
  }
  for (const name of ["amed_like.pdf", "writer_lo.pdf"]) {
    await copyFile(join(root, "crates/shirabe-readers/tests/fixtures", name), join(corpus, name));
  }
  await write("address.md", `# ${ADDRESS}\n\n## ${ADDRESS}\n\n会議の資料を公表する。\n`);
  await ingest();
  await write("plan.md", REVISED);
  await write("plan.toml", sidecar("plan", "2025-02-21"));
  await rm(join(corpus, "withdrawn.md"));
  await rm(join(corpus, "withdrawn.toml"));
  await ingest();
  await shirabe("index", "forget", "taken", "--reason", "申立てにより");
});

const query = (text) => "q=" + encodeURIComponent(text);

/** Addresses of the sections of the first edition of the plan, by their heading. */
const kept = await (await fetch(url("/api/v1/documents/plan@2024-02-21"))).json();
const former = (heading) => {
  const section = kept.sections.find((section) => section.heading === heading);
  assert.ok(section, `${heading} is not among ${JSON.stringify(kept.sections)}`);
  return `/d/plan/${section.id}`;
};

const states = {
  "refused (400)": [400, "/search?page=0&" + query("研究")],
  "not found (404)": [404, "/d/never"],
  "divided (300)": [300, former("人材育成")],
  "gone (410)": [410, former("旧い施策")],
  "withdrawn document (410)": [410, "/d/withdrawn"],
  "section of a withdrawn document (410)": [410, "/d/withdrawn/s2"],
  "taken down (410)": [410, "/d/taken"],
  "earlier edition": [200, "/d/plan@2024-02-21"],
  "section of an earlier edition": [200, former("現状").replace("plan", "plan@2024-02-21")],
  "document with editions": [200, "/d/plan"],
  "comparison of editions": [200, "/compare?a=plan%402024-02-21&b=plan"],
  "words apart": [200, "/search?" + query("研究力の生物資源")],
  "some of the words": [200, "/search?" + query("研究 資源 存在しない語")],
  "result with an address for a title": [200, "/search?" + query("会議の資料")],
  "section with an address for a heading": [200, "/d/address/s2?" + query("会議の資料")],
  "full text with addresses for headings": [200, "/d/address/full"],
  "PDF document": [200, "/d/writer-lo"],
  "full text of a PDF": [200, "/d/writer-lo/full"],
  "page of a PDF": [200, "/d/amed-like/page/2?" + query("研究開発")],
  "section of a PDF with hits": [200, "/d/amed-like/s2?" + query("研究")],
};

test("the states are what they are called", async () => {
  for (const [state, [status, path]] of Object.entries(states)) {
    const answer = await fetch(url(path), { headers: { accept: "text/html" }, redirect: "manual" });
    assert.equal(answer.status, status, `${state}: ${path}`);
  }
});

for (const [scheme, options] of Object.entries(schemes)) {
  test(`every state passes axe: ${scheme}`, async () => {
    const page = await open(options);
    for (const [state, [, path]] of Object.entries(states)) {
      await page.visit(path);
      await unfold(page);
      assert.deepEqual(await violations(page), [], state);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(beyond <= 0, `${state}: ${beyond} px too wide`);
    }
    await page.context().close();
  });
}
