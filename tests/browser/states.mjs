// axe over a list of addresses in every scheme: `node states.mjs ADDRESS < LIST`, over a running server, whose
// corpus may be any. A line of the list is a path; one that begins with 「POST 」 is a draft to be verified.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { chromium } from "playwright-core";

const [address] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const schemes = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "forced colours": { forcedColors: "active" },
  "320 px": { viewport: { width: 320, height: 640 } },
};
const list = (await text(process.stdin)).split("\n").filter((line) => line && !line.startsWith("#"));
let n = 0;
for (const [scheme, options] of Object.entries(schemes)) {
  const page = await (await browser.newContext({ locale: "ja-JP", ...options })).newPage();
  for (const line of list) {
    const draft = line.startsWith("POST ") && line.slice(5);
    await page.goto(address + (draft ? "/verify" : line), { waitUntil: "load" });
    if (draft) {
      await page.locator("textarea").fill(draft);
      await page.getByRole("button", { name: "照合する" }).click();
      await page.waitForLoadState("load");
    }
    await page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
    await page.evaluate(axe);
    const { violations } = await page.evaluate((tags) => window.axe.run({ runOnly: tags }), tags);
    const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (width > 0) console.log(`${scheme} ${line}: ${width} px too wide`);
    for (const { id, nodes } of violations) {
      n += 1;
      console.log(`${scheme} ${line}: ${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`);
    }
  }
  await page.context().close();
}
console.log(`${list.length} addresses, ${Object.keys(schemes).length} schemes: ${n} violations`);
await browser.close();
process.exit(n ? 1 : 0);
