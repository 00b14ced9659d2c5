// Lighthouse on the pages that search engines may list, and on the results.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { MEXT, browserPath, everyKindOfPage, flags, site } from "./support/site.mjs";

const { open, url } = await site();
const kinds = await open();
const { home, results, section, help, comparison, "full text": full } = await everyKindOfPage(kinds);
await kinds.context().close();

const all = ["performance", "accessibility", "best-practices", "seo"];
// The results of a query are not meant for search engines.
const unlisted = all.filter((category) => category !== "seo");
const pages = [
  ["home", home, all],
  ["results", results, unlisted],
  ["document", `/d/${MEXT}`, all],
  ["section", section.split("?")[0], all],
  ["help", help, all],
  ["documents", "/documents", all],
  ["glossary", "/glossary", all],
  ["comparison", comparison, unlisted],
  ["full text", full, all],
];

// How fast a page is depends on the machine as well, and on what else runs on it: the score of
// performance and the blocking time are printed, for docs/browser.md, and not asserted.
for (const [kind, path, onlyCategories] of pages) {
  test(`Lighthouse is content: ${kind}`, async () => {
    const { lhr } = await visit(path, onlyCategories);
    assert.deepEqual(judge(kind, lhr, onlyCategories), []);
  });
}

// Now and then Chromium's trace of a visit lacks the first paint. Lighthouse then knows nothing of the
// page, good or bad, and looks again.
const MAX_LOOKS = 3;

async function visit(path, onlyCategories) {
  for (let look = 1; ; look += 1) {
    const visited = await lookAt(path, onlyCategories);
    const { errorMessage } = visited.lhr.audits["cumulative-layout-shift"];
    if (errorMessage === undefined || look === MAX_LOOKS) return visited;
    console.log(`${path}: looked at again: ${errorMessage}`);
  }
}

async function lookAt(path, onlyCategories) {
  const chrome = await launch({ chromePath: browserPath, chromeFlags: ["--headless=new", ...flags] });
  try {
    return await lighthouse(url(path), { port: chrome.port, onlyCategories, logLevel: "error" });
  } finally {
    chrome.kill();
  }
}

function judge(kind, lhr, onlyCategories) {
  const scores = Object.fromEntries(
    Object.entries(lhr.categories).map(([id, { score }]) => [id, Math.round(score * 100)]),
  );
  const [shift, blocked] = ["cumulative-layout-shift", "total-blocking-time"].map((id) => lhr.audits[id].numericValue);
  const speed = Math.round(lhr.environment.benchmarkIndex);
  console.log(
    `${kind}: ${Object.values(scores).join("/")}, CLS ${shift}, TBT ${Math.round(blocked)} ms (machine ${speed})`,
  );
  const poor = Object.values(lhr.audits).filter(({ score }) => score !== null && score < 0.9);
  const why = poor.map(({ id, displayValue }) => `${id} ${displayValue ?? ""}`.trim()).join(", ");
  const judged = onlyCategories.filter((category) => category !== "performance");
  const faults = judged.flatMap((category) =>
    scores[category] === 100 ? [] : [`${category} ${scores[category]}: ${why}`],
  );
  if (shift !== 0) faults.push(`CLS ${shift}`);
  return faults;
}
