// axe over a list of addresses in every scheme: `node states.mjs ADDRESS < LIST`, over a running server, whose
// corpus may be any. A line of the list is a path and, behind a tab, its name; a path that begins with 「POST 」
// is a draft to be verified.

import { text } from "node:stream/consumers";
import { chromium } from "playwright-core";
import { schemes, unfold, violations } from "./support/axe.mjs";
import { browserPath } from "./support/site.mjs";

const [address] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
const list = (await text(process.stdin)).split("\n").filter((line) => line && !line.startsWith("#"));
const paths = list.map((line) => line.split("\t")[0]);
let n = 0;
const complain = (line) => {
  n += 1;
  console.log(line.slice(0, 600));
};
for (const [scheme, options] of Object.entries(schemes)) {
  const page = await (await browser.newContext({ locale: "ja-JP", ...options })).newPage();
  for (const path of paths) {
    const draft = path.startsWith("POST ") && path.slice(5);
    await page.goto(address + (draft ? "/verify" : path), { waitUntil: "load" });
    if (draft) {
      await page.locator("textarea").fill(draft);
      await page.getByRole("button", { name: "照合する" }).click();
      await page.getByRole("status").first().waitFor();
    }
    await unfold(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (width > 0) complain(`${scheme} ${path}: ${width} px too wide`);
    for (const violation of await violations(page)) complain(`${scheme} ${path}: ${violation}`);
  }
  await page.context().close();
}
console.log(`${paths.length} addresses, ${Object.keys(schemes).length} schemes: ${n} faults`);
await browser.close();
process.exit(n ? 1 : 0);
