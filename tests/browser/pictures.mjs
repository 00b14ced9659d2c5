// Pictures for README.md and docs/browser.md: `node pictures.mjs ADDRESS FOLDER [SHIPPED]`. ADDRESS is a running
// server of a large corpus, for the errands; SHIPPED is one of the shipped corpus, for README.md.

import { join } from "node:path";
import { chromium } from "playwright-core";

const [address, folder, shipped] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const query = (text) => "q=" + encodeURIComponent(text);

/** One errand: a page of its own, and `snap()`, which numbers its pictures. */
async function errand(name, viewport, walk) {
  const page = await (await browser.newContext({ locale: "ja-JP", viewport, permissions: ["clipboard-read", "clipboard-write"] })).newPage();
  let n = 0;
  const snap = () => page.screenshot({ path: join(folder, `${name}-${++n}.png`), scale: "css" });
  await walk(page, snap);
  await page.context().close();
}

const desk = { width: 1000, height: 640 };
if (shipped) {
  const page = await (await browser.newContext({ locale: "ja-JP", viewport: { width: 1200, height: 860 } })).newPage();
  await page.goto(`${shipped}/search?${query("創薬 研究")}`);
  await page.screenshot({ path: join(folder, "results.png"), scale: "css" });
  await page.goto(`${shipped}/search?${query("研究力")}`);
  // The section with most hits.
  const most = await page.locator(".results a[href$='#hit-1']").evaluateAll((links) => {
    const n = (link) => Number(link.textContent.match(/\d+/)[0]);
    return links.sort((a, b) => n(b) - n(a))[0].getAttribute("href").split("#")[0];
  });
  await page.goto(shipped + most);
  await page.screenshot({ path: join(folder, "section.png"), scale: "css" });
  await page.context().close();
}
await errand("cite", desk, async (page, snap) => {
  await page.goto(`${address}/search?${query("流通経路のリスク")}`);
  await page.locator(".results a.cite").first().scrollIntoViewIfNeeded();
  await snap();
  await page.locator(".results a.cite").first().click();
  await page.locator("#cite .copy").first().click();
  await snap();
});
await errand("page", { width: 1000, height: 700 }, async (page, snap) => {
  await page.goto(`${address}/search?${query("流通経路のリスク")}`);
  await page.locator(".results a[href$='#hit-1']").first().click();
  await page.waitForURL("**/d/**");
  await page.locator("a[href*='/page/']").first().click();
  await page.waitForURL("**/page/**");
  await page.waitForLoadState("load");
  await snap();
});
await errand("wording", desk, async (page, snap) => {
  await page.goto(`${address}/search?${query("研究力")}&sort=issued`);
  await snap();
  await page.locator(".menu").getByRole("link", { name: "用例" }).click();
  await page.waitForURL("**/concordance**");
  await page.getByRole("link", { name: "発行機関でまとめる" }).click();
  await page.waitForURL("**group=issuer**");
  await page.evaluate(() => scrollTo(0, document.querySelector("[role=status]").offsetTop - 16));
  await snap();
});
await errand("phone", { width: 390, height: 640 }, async (page, snap) => {
  await page.goto(`${address}/search?${query("ｻｲｾｲｲﾘｮｳ")}`);
  await snap();
  await page.locator(".meant a").first().click();
  await page.locator(".results a[href$='#hit-1']").first().click();
  await snap();
});
await errand("keys", desk, async (page, snap) => {
  await page.goto(`${address}/search?${query("研究力")}`);
  await page.keyboard.press("j");
  await snap();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/d/**");
  for (const key of ["c", "Tab", "Enter"]) await page.keyboard.press(key);
  await snap();
});
await browser.close();
