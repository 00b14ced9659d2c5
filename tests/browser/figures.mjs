// How much a page weighs and how fast it is: `node figures.mjs ADDRESS bytes|speed|lighthouse < LIST`, over a running
// server of a large library. A line of the list is a path and, behind a tab, its name. Prints a table in Markdown:
// what a first visit transfers and asks for; the largest contentful paint and the longest interaction where the
// processor is slowed down to a quarter; the four scores of Lighthouse.

import { text } from "node:stream/consumers";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { chromium } from "playwright-core";
import { browserPath, flags } from "./support/site.mjs";

const [address, mode] = process.argv.slice(2);
/** What phones of the middle class are slower by, as Lighthouse has it. */
const SLOWER = 4;
/** The Event Timing API tells of nothing shorter, in milliseconds. */
const SHORTEST = 16;
const KILOBYTE = 1000;
const browser = await chromium.launch({ executablePath: browserPath, args: flags });
const list = (await text(process.stdin)).split("\n").filter((line) => /^[/]/.test(line)).map((line) => line.split("\t"));

/** A first visit of a browser that knows nothing. */
async function weight(path) {
  const context = await browser.newContext({ locale: "ja-JP" });
  const page = await context.newPage();
  const protocol = await context.newCDPSession(page);
  await protocol.send("Network.enable");
  let [bytes, requests] = [0, 0];
  protocol.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    requests += 1;
  });
  await page.goto(address + path, { waitUntil: "networkidle" });
  await context.close();
  return { bytes, requests };
}

/** The largest contentful paint, and the longest of a few interactions, in milliseconds. */
async function speed(path) {
  const context = await browser.newContext({ locale: "ja-JP" });
  const page = await context.newPage();
  const protocol = await context.newCDPSession(page);
  await protocol.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.addInitScript(() => {
    window.paint = 0;
    window.longest = 0;
    const watch = (type, take, more) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
    watch("largest-contentful-paint", (entry) => { window.paint = entry.startTime; });
    watch("event", (entry) => { if (entry.interactionId) window.longest = Math.max(window.longest, entry.duration); }, { durationThreshold: 16 });
  });
  await page.goto(address + path, { waitUntil: "load" });
  await page.waitForTimeout(500);
  const paint = await page.evaluate(() => window.paint);
  // What people do without leaving: fold out, mark, walk the hits, open the menu of a paragraph, type, tab.
  for (const selector of ["main summary", ".walk button", ".pilcrow", "#q"]) {
    const found = page.locator(`${selector}:visible`).first();
    if (await found.count()) await found.click({ noWaitAfter: true });
    await page.waitForTimeout(200);
  }
  for (const key of ["a", "Tab", "Tab"]) await page.keyboard.press(key, { delay: 20 });
  await page.waitForTimeout(500);
  const longest = await page.evaluate(() => window.longest);
  await context.close();
  return { paint, longest };
}

/** The scores, the shift of the layout and the time that is blocked; what is poor goes to standard error. */
async function scores(path) {
  const chrome = await launch({ chromePath: browserPath, chromeFlags: ["--headless=new", ...flags] });
  try {
    const onlyCategories = ["performance", "accessibility", "best-practices", "seo"];
    const { lhr } = await lighthouse(encodeURI(address + path), { port: chrome.port, logLevel: "error", onlyCategories });
    const poor = Object.values(lhr.audits).filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== "informative");
    console.error(`${path}: ${poor.map(({ id, displayValue }) => `${id} ${displayValue ?? ""}`.trim()).join(", ")}`);
    return [
      Object.values(lhr.categories).map(({ score }) => (score === null ? "–" : Math.round(score * 100))).join("／"),
      lhr.audits["cumulative-layout-shift"].displayValue,
      `${Math.round(lhr.audits["total-blocking-time"].numericValue)} ms`,
    ];
  } finally {
    chrome.kill();
  }
}

const modes = {
  bytes: [["転送量", "要求"], async (path) => {
    const { bytes, requests } = await weight(path);
    return [`${(bytes / KILOBYTE).toFixed(1)} kB`, requests];
  }],
  speed: [["LCP", "最も長い操作"], async (path) => {
    const { paint, longest } = await speed(path);
    return [`${Math.round(paint)} ms`, longest < SHORTEST ? `${SHORTEST} ms 未満` : `${longest} ms`];
  }],
  lighthouse: [["性能／アクセシビリティ／推奨事項／SEO", "CLS", "TBT"], scores],
};
const [titles, look] = modes[mode];
console.log(`| 画面 | ${titles.join(" | ")} |\n|${"---|".repeat(titles.length + 1)}`);
for (const [path, name] of list) console.log(`| ${[name, ...(await look(path))].join(" | ")} |`);
await browser.close();
