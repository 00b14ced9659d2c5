// The real server on a free port with the shipped corpus or one of its own, and Chromium beside it.
// Entry: `await site()` in a test file; everything is closed and removed when the file's tests end.

import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const program = process.env.SHIRABE ?? join(root, "target/release/shirabe");
export const browserPath = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The documents that the tests walk through. */
export const MEXT = "mext-lifescience-2025-02";
export const AMED = "amed-dai3ki-2026-02";

/**
 * Starts server and browser; `url(path)` is an address, `open(options)` a page that watches itself.
 * `prepare(corpus, shirabe)` fills a corpus of its own, where `shirabe(...arguments)` runs the program on its
 * index; without it the shipped corpus is served.
 */
export async function site(prepare) {
  const server = await serve(prepare);
  const browser = await chromium.launch({ executablePath: browserPath, args: flags });
  after(async () => {
    await browser.close();
    await server.stop();
  });
  const url = (path) => server.origin + path;
  return { url, browser, open: (options) => open(browser, url, options) };
}

async function serve(prepare) {
  const folder = await mkdtemp(join(tmpdir(), "shirabe-browser-"));
  const [index, own] = [join(folder, "index"), join(folder, "corpus")];
  if (prepare) {
    await mkdir(own);
    await prepare(own, (...words) => promisify(execFile)(program, [...words, "--index", index]));
  }
  const places = ["--corpus", prepare ? own : join(root, "corpus"), "--index", index];
  const child = spawn(program, ["serve", "--listen", "127.0.0.1:0", ...places], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const origin = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const address = line.match(/http:\/\/[\d.]+:\d+/);
      if (address) resolve(address[0]);
    });
  });
  const stop = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true });
  };
  return { origin, stop };
}

/**
 * A page in a context of its own. `page.trouble` collects what must not happen: console messages,
 * script errors, breaches of the policy, failed requests and requests to others.
 */
async function open(browser, url, options = {}) {
  const context = await browser.newContext({ locale: "ja-JP", ...options });
  const page = await context.newPage();
  page.trouble = [];
  page.on("console", (message) => page.trouble.push(`console ${message.text()}`));
  page.on("pageerror", (error) => page.trouble.push(`script ${error.message}`));
  page.on("requestfailed", (request) => {
    // Going on to another page, or typing on, gives up what was on its way.
    const { errorText } = request.failure();
    if (errorText !== "net::ERR_ABORTED") page.trouble.push(`${errorText} ${request.url()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(url("/"))) page.trouble.push(`elsewhere ${request.url()}`);
  });
  page.visit = (path) => page.goto(url(path), { waitUntil: "load" });
  return page;
}

/** One address of every kind of page. */
export async function everyKindOfPage(page) {
  await page.visit("/search?q=" + encodeURIComponent("女性研究者"));
  const section = await page.locator(".results h3 a").first().getAttribute("href");
  return {
    home: "/",
    results: "/search?q=" + encodeURIComponent("創薬 研究"),
    narrowed: "/search?q=" + encodeURIComponent("取り組み") + "&strict=1&fy=2024",
    remark: "/search?q=" + encodeURIComponent("「創薬"),
    nothing: "/search?q=" + encodeURIComponent("口腔内崩壊錠"),
    "no query": "/search",
    "by document": "/search?unit=document&q=" + encodeURIComponent("研究"),
    "a date that is none": "/search?from=x&q=" + encodeURIComponent("研究"),
    documents: "/documents",
    "documents of a row": "/documents?row=ra",
    "document with hits": `/d/${MEXT}?q=` + encodeURIComponent("創薬"),
    "no such text": "/compare?a=x&b=" + encodeURIComponent("ライフサイエンス"),
    frequency: "/frequency?q=" + encodeURIComponent("創薬/人材育成"),
    comparison: `/compare?a=${section.split("?")[0].slice(3)}&b=${MEXT}/s1`,
    "no comparison": "/compare",
    document: `/d/${MEXT}`,
    section,
    "full text": `/d/${AMED}/full`,
    "section without hits": section.split("?")[0],
    paragraph: `/d/${MEXT}/s5?p=20`,
    verification: "/verify",
    concordance: "/concordance?q=" + encodeURIComponent("研究力"),
    glossary: "/glossary",
    help: "/help",
    about: "/about",
    quality: "/about/quality",
    accessibility: "/accessibility",
    api: "/api",
    "not found": "/nowhere",
  };
}
