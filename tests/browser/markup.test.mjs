// Pages are valid HTML, keep to the policy, stay small and fit a small screen.

import assert from "node:assert/strict";
import { test } from "node:test";
import { HtmlValidate } from "html-validate";
import { everyKindOfPage, site } from "./support/site.mjs";

const { open, url } = await site();
const KILOBYTE = 1024;

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
  for (const [kind, path] of Object.entries(pages)) {
    const page = await open();
    const protocol = await page.context().newCDPSession(page);
    await protocol.send("Network.enable");
    let [bytes, requests] = [0, 0];
    protocol.on("Network.loadingFinished", ({ encodedDataLength }) => {
      bytes += encodedDataLength;
      requests += 1;
    });
    await page.goto(url(path), { waitUntil: "networkidle" });
    figures.push(`${kind}: ${(bytes / KILOBYTE).toFixed(1)} kB, ${requests} requests`);
    assert.ok(bytes <= 30 * KILOBYTE, `${kind}: ${bytes} bytes`);
    assert.ok(requests <= 5, `${kind}: ${requests} requests`);
    await page.context().close();
  }
  console.log(figures.join("\n"));
});

for (const [name, style] of [
  ["320 px", ""],
  // WCAG 1.4.12
  [
    "wide spacing",
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }",
  ],
]) {
  test(`nothing but tables scrolls sideways: ${name}`, async () => {
    const page = await open({ viewport: { width: 320, height: 640 }, bypassCSP: true });
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

test("the printed section carries its citation and its address", async () => {
  const page = await open();
  const { section } = await everyKindOfPage(page);
  await page.visit(section.split("?")[0]);
  await page.emulateMedia({ media: "print" });
  const text = await page.locator("body").innerText();
  const canonical = await page.locator("link[rel=canonical]").getAttribute("href");
  assert.ok(text.includes(canonical), "the permalink is not printed");
  assert.match(text, /参照/);
  assert.ok(!text.includes("検索語"), "the search box is printed");
  assert.ok((await page.pdf({ format: "A4" })).length > 10 * KILOBYTE);
  await page.context().close();
});
