// Pictures of four errands for docs/browser.md: `node pictures.mjs ADDRESS FOLDER`, over a running server.

import { join } from "node:path";
import { chromium } from "playwright-core";

const [address, folder] = process.argv.slice(2);
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
await errand("cite", desk, async (page, snap) => {
  await page.goto(`${address}/search?${query("流通経路のリスク")}`);
  await snap();
  await page.locator(".results a.cite").first().click();
  await page.locator("#cite .copy").first().click();
  await snap();
});
await errand("wording", desk, async (page, snap) => {
  await page.goto(`${address}/search?${query("研究力")}&sort=issued`);
  await snap();
  await page.locator(".menu").getByRole("link", { name: "用例" }).click();
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
