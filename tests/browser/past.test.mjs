// What the API says of documents that are gone, sections that have moved, and what was taken down.

import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { site } from "./support/site.mjs";

const description = (issued) => `id = "plan"\ntitle = "計画"\nissuer = "文部科学省"\nissued = ${issued}\n`;
const FIRST =
  "# 計画\n\n研究力を高める。\n\n## 施策\n\n若手の研究者を育てる取組を進める。\n\n## 予算\n\n旧い予算の規模を示す。\n";
const SECOND = "# 計画\n\n研究力を高める。\n\n若手の研究者を育てる取組を進める。\n\n## 体制\n\n新しい体制を整える。\n";

/** Two editions of a plan, a document that is withdrawn, and one that is taken down for good. */
async function past(corpus, shirabe) {
  const write = (name, text) => writeFile(join(corpus, name), text);
  await write("gone.md", "# 旧い文書\n\n取り下げる文書の本文である。\n");
  await write("secret.md", "# 秘密の文書\n\n消すべき文書の本文である。\n");
  await write("plan.md", FIRST);
  await write("plan.toml", description("2024-04-01"));
  await shirabe("ingest", "--corpus", corpus);
  await rm(join(corpus, "gone.md"));
  await write("plan.md", SECOND);
  await write("plan.toml", description("2025-04-01"));
  await shirabe("ingest", "--corpus", corpus);
  await shirabe("index", "forget", "secret", "--reason", "個人の名");
}

const { url } = await site(past);

test("what is gone is gone, and what has moved says where", async () => {
  const status = async (path) => (await fetch(url("/api/v1/documents/" + path), { redirect: "manual" })).status;
  const asked = ["gone", "secret", "plan", "plan/sections/s2", "plan/sections/s3", "plan@2024-04-01"];
  assert.deepEqual(await Promise.all(asked.map(status)), [410, 410, 200, 301, 410, 200]);
});
