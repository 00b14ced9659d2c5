// Pages are valid HTML, keep to the policy, stay small and fit a small screen.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { test } from "node:test";
import { HtmlValidate } from "html-validate";
import { everyKindOfPage, site } from "./support/site.mjs";

const { open, url } = await site();
const KILOBYTE = 1024;
const run = promisify(execFile);

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // The program writes attributes and void elements in its own, consistent way.
    "void-style": "off",
    "no-trailing-whitespace": "off",
    "attribute-boolean-style": "off",
    "long-title": "off",
    // `<button>` without type inside a form submits it, which is meant.
    "no-implicit-button-type": "off",
    // Several values of one condition are several checkboxes of one name.
    "form-dup-name": ["error", { shared: ["radio", "checkbox"] }],
  },
});

test("every kind of page is valid HTML", async () => {
  const page = await open();
  for (const [kind, path] of Object.entries(await everyKindOfPage(page))) {
    const text = await (await fetch(url(path), { headers: { accept: "text/html" } })).text();
    const report = await validator.validateString(text);
    const messages = report.results.flatMap((result) => result.messages);
    const errors = messages.map((m) => `${m.ruleId} ${m.line}:${m.column} ${m.message}`);
    assert.deepEqual(errors, [], kind);
  }
  await page.context().close();
});

test("no page breaks the policy, writes to the console or asks anyone else", async () => {
  const page = await open();
  for (const [kind, path] of Object.entries(await everyKindOfPage(page))) {
    await page.visit(path);
    // Chromium itself reports the status of a page that is not there.
    const trouble = page.trouble.filter((line) => !/status of 404/.test(line));
    assert.deepEqual(trouble, [], kind);
  }
  await page.context().close();
});

test("a script that does not come from the site does not run", async () => {
  const page = await open();
  await page.visit("/");
  const ran = await page.evaluate(async () => {
    const script = document.createElement("script");
    try {
      script.textContent = "window.ran = true";
    } catch {
      return "refused";
    }
    document.head.append(script);
    return String(window.ran);
  });
  assert.notEqual(ran, "true");
  await page.context().close();
});

test("a first view takes at most 30 kB in at most 5 requests", async () => {
  const kinds = await open();
  const pages = await everyKindOfPage(kinds);
  await kinds.context().close();
  const figures = [];
  const assets = {};
  for (const [kind, path] of Object.entries(pages)) {
    const page = await open();
    const protocol = await page.context().newCDPSession(page);
    await protocol.send("Network.enable");
    let [bytes, requests] = [0, 0];
    const addresses = new Map();
    protocol.on("Network.requestWillBeSent", ({ requestId, request }) => addresses.set(requestId, request.url));
    protocol.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      bytes += encodedDataLength;
      requests += 1;
      const asset = addresses.get(requestId)?.match(/site\.(css|js)$/)?.[0];
      if (asset) assets[asset] = encodedDataLength;
    });
    await page.goto(url(path), { waitUntil: "networkidle" });
    figures.push(`${kind}: ${(bytes / KILOBYTE).toFixed(1)} kB, ${requests} requests`);
    assert.ok(bytes <= 30 * KILOBYTE, `${kind}: ${bytes} bytes`);
    assert.ok(requests <= 5, `${kind}: ${requests} requests`);
    await page.context().close();
  }
  for (const asset of ["site.css", "site.js"]) {
    assert.ok(assets[asset] <= 5 * KILOBYTE, `${asset}: ${assets[asset]} bytes`);
    figures.push(`${asset}: ${(assets[asset] / KILOBYTE).toFixed(1)} kB`);
  }
  console.log(figures.join("\n"));
});

const small = { viewport: { width: 320, height: 640 } };
for (const [name, options, style] of [
  ["320 px", small, ""],
  // WCAG 1.4.10: a window of 1280 × 1024 at 400 %.
  ["400 % zoom", { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }, ""],
  // WCAG 1.4.12
  [
    "wide spacing",
    small,
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }",
  ],
]) {
  test(`nothing but tables scrolls sideways: ${name}`, async () => {
    const page = await open({ ...options, bypassCSP: true });
    for (const [kind, path] of Object.entries(await everyKindOfPage(page))) {
      await page.visit(path);
      if (style) await page.addStyleTag({ content: style });
      const excess = await page.evaluate(() => {
        const root = document.documentElement;
        const outside = [...document.querySelectorAll("main *, header *, footer *")].filter(
          (element) =>
            !element.closest(".scroll, .hidden, .kwic thead") &&
            element.getBoundingClientRect().right > root.clientWidth + 1,
        );
        return { page: root.scrollWidth - root.clientWidth, elements: outside.map((e) => e.outerHTML.slice(0, 80)) };
      });
      assert.deepEqual(excess, { page: 0, elements: [] }, kind);
    }
    await page.context().close();
  });
}

test("the printed page carries its citation and its address", async () => {
  const page = await open();
  const { section, document } = await everyKindOfPage(page);
  const folder = await mkdtemp(join(tmpdir(), "shirabe-print-"));
  for (const path of [section.split("?")[0], document]) {
    await page.visit(path);
    const canonical = await page.locator("link[rel=canonical]").getAttribute("href");
    const file = join(folder, "page.pdf");
    await page.pdf({ path: file, preferCSSPageSize: true });
    // Without -layout a hyphen at the end of a line is taken for one that joins a word.
    const { stdout } = await run("pdftotext", ["-layout", file, "-"]);
    // Lines break anywhere in Japanese and in addresses.
    const printed = stdout.replace(/\s/g, "");
    const end = printed.slice(printed.lastIndexOf("文部科学省"));
    assert.ok(end.includes(canonical), `the permalink is not at the end of ${path}: ${end}`);
    assert.match(end, /参照\d{4}-\d\d-\d\d/);
    for (const navigation of ["検索語", "ウェブアクセシビリティ方針", "¶"]) {
      assert.ok(!printed.includes(navigation), `${navigation} is printed`);
    }
  }
  await rm(folder, { recursive: true });
  await page.context().close();
});

// A defect met before: what a table has beyond the edge of the paper was cut off.
test("nothing is wider than the paper it is printed on", async () => {
  // A4 without the margins of 20 mm, at 96 dots an inch.
  const page = await open({ viewport: { width: 642, height: 971 } });
  await page.emulateMedia({ media: "print" });
  const words = ["創薬", "研究", "医療", "人材", "支援", "開発", "予算", "評価"].join("/");
  const kinds = { ...(await everyKindOfPage(page)), "eight words": `/frequency?q=${encodeURIComponent(words)}&by=fy` };
  for (const [kind, path] of Object.entries(kinds)) {
    await page.visit(path);
    const beyond = await page.evaluate(() =>
      [...document.querySelectorAll("body *")]
        .filter((element) => element.getBoundingClientRect().width > 1 && !element.closest("dialog, .hidden, .skip"))
        .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map((element) => element.outerHTML.slice(0, 80)),
    );
    assert.deepEqual(beyond, [], kind);
  }
  await page.context().close();
});

// A defect met before: aria-haspopup makes screen readers announce a menu.
test("the search box is one combobox in one search landmark", async () => {
  const page = await open();
  for (const [kind, path] of Object.entries(await everyKindOfPage(page))) {
    await page.visit(path);
    assert.equal(await page.getByRole("search").count(), 1, kind);
    assert.equal(await page.locator("[aria-haspopup]").count(), 0, kind);
  }
  await page.context().close();
});

// A defect met before: columns one character wide.
test("the lines of a concordance stay readable on a small screen", async () => {
  const page = await open(small);
  await page.visit("/concordance?q=" + encodeURIComponent("研究力"));
  const heights = await page
    .locator(".kwic tbody tr")
    .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
  assert.ok(heights.length > 10);
  assert.ok(Math.max(...heights) < 300, `${Math.max(...heights)} px`);
  await page.context().close();
});
