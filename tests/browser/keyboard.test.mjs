// Everything can be done without a mouse, and nothing gets in the way of an input method.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MEXT, site } from "./support/site.mjs";

const { open } = await site();
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());

test("the first stop is the link to the content", async () => {
  const page = await open();
  await page.visit("/help");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "本文へ移動");
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "main");
  await page.context().close();
});

test("with the Tab key alone a passage is found, opened and cited", async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.visit("/");
  const tabTo = async (wanted) => {
    for (let i = 0; i < 200; i++) {
      await page.keyboard.press("Tab");
      const name = await page.evaluate(() => {
        const { id, textContent } = document.activeElement;
        return `${id} ${textContent}`;
      });
      if (name.includes(wanted)) return;
    }
    assert.fail(`no way to ${wanted}`);
  };
  await tabTo("q ");
  await page.keyboard.type("女性研究者の活躍促進");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search?q=*");
  const heading = (await page.locator(".results h3 a").first().innerText()).trim();
  await tabTo(heading);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/d/${MEXT}/*`);
  await tabTo("この節を引用");
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("#cite-text").isVisible());
  await page.context().close();
});

test("who has never seen the site finds a passage, walks its hits and copies its citation", async () => {
  const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.visit("/");
  // Only what every keyboard user knows: Tab and Enter.
  const tabTo = async (wanted, key = "Tab") => {
    for (let i = 0; i < 200; i++) {
      await page.keyboard.press(key);
      const name = await focused(page);
      if (name.includes(wanted)) return;
    }
    assert.fail(`no way to ${wanted}`);
  };
  await tabTo("q");
  await page.keyboard.type("女性研究者の活躍促進");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search?q=*");
  await tabTo((await page.locator(".results h3 a").first().innerText()).trim());
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/d/${MEXT}/*`);
  const n = await page.locator("mark[id^=hit-]").count();
  await tabTo("次の箇所");
  for (let hit = 1; hit <= n; hit++) {
    await page.keyboard.press("Enter");
    // The focus stays on the button, so that Enter leads on; the hit is shown and read out.
    assert.equal(await focused(page), "次の箇所");
    assert.equal(await page.locator("mark[data-here]").getAttribute("id"), `hit-${hit}`);
    assert.match(await page.locator("#say").innerText(), new RegExp(`^該当 ${hit} / ${n}、.*女性研究者の活躍促進`));
    const box = await page.locator("mark[data-here]").boundingBox();
    assert.ok(box.y > 0 && box.y < page.viewportSize().height, `hit ${hit} is out of sight`);
  }
  assert.equal(await page.locator(`#hit-${n}`).innerText(), "女性研究者の活躍促進");
  // The panel stands above the bar.
  await tabTo("この節を引用する", "Shift+Tab");
  await page.keyboard.press("Enter");
  await tabTo("コピー");
  await page.keyboard.press("Enter");
  await page.getByText("コピーしました").first().waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /文部科学省.*ライフサイエンス政策の最近の動向等について.*参照 \d{4}-\d\d-\d\d/s);
  assert.ok(copied.includes(await page.locator("link[rel=canonical]").getAttribute("href")));
  await page.context().close();
});

test("with the keys of the site a passage is found, walked through and cited", async () => {
  const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.visit("/");
  await page.keyboard.press("/");
  assert.equal(await focused(page), "q");
  await page.keyboard.type("女性研究者");
  await page.keyboard.press("Escape");
  if ((await focused(page)) !== "q") await page.keyboard.press("/");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search?q=*");
  await page.keyboard.press("j");
  const first = await focused(page);
  await page.keyboard.press("j");
  assert.notEqual(await focused(page), first);
  await page.keyboard.press("k");
  assert.equal(await focused(page), first);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/d/${MEXT}/*`);
  await page.keyboard.press("n");
  assert.equal(await focused(page), "hit-1");
  assert.match(await page.locator("#say").innerText(), /該当 1 \/ \d+/);
  await page.keyboard.press("p");
  assert.match(await focused(page), /^hit-\d+$/);
  await page.keyboard.press("c");
  assert.ok(await page.locator("#cite-text").isVisible());
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /文部科学省/);
  await page.keyboard.press("t");
  assert.equal(await focused(page), "toc");
  const before = page.url();
  await page.keyboard.press("]");
  await page.waitForURL((address) => address.href !== before);
  await page.context().close();
});

test("focus is always visible", async () => {
  const page = await open();
  await page.visit("/search?q=" + encodeURIComponent("創薬"));
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press("Tab");
    const width = await page.evaluate(() => parseFloat(getComputedStyle(document.activeElement).outlineWidth));
    assert.ok(width >= 2, await page.evaluate(() => document.activeElement.outerHTML));
  }
  await page.context().close();
});

test("keys of one character can be switched off for good", async () => {
  const page = await open();
  await page.visit("/help#keys");
  await page.getByLabel("一文字のキー操作を使う").uncheck();
  await page.visit("/");
  await page.keyboard.press("/");
  assert.notEqual(await focused(page), "q");
  await page.context().close();
});

test("keys do nothing with Ctrl and in fields", async () => {
  const page = await open();
  await page.visit("/help");
  await page.keyboard.press("Control+/");
  assert.notEqual(await focused(page), "q");
  await page.locator("#q").focus();
  await page.keyboard.type("?/j");
  assert.equal(await page.locator("#q").inputValue(), "?/j");
  await page.context().close();
});

test("suggestions are chosen with the arrow keys", async () => {
  const page = await open();
  await page.visit("/");
  await page.locator("#q").focus();
  await page.keyboard.type("創薬");
  await page.locator("#suggestions li").first().waitFor();
  assert.equal(await page.locator("#q").getAttribute("aria-expanded"), "true");
  await page.keyboard.press("ArrowDown");
  const chosen = await page.locator("#suggestions [aria-selected=true]").getAttribute("data-text");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search?q=*");
  assert.equal(await page.locator("#q").inputValue(), chosen);
  await page.context().close();
});

test("an input method is left alone", async () => {
  const page = await open();
  await page.visit("/");
  const asked = [];
  page.on("request", (request) => {
    if (request.url().includes("/suggest")) asked.push(decodeURIComponent(request.url()));
  });
  await page.locator("#q").focus();
  const protocol = await page.context().newCDPSession(page);
  for (const text of ["ぎ", "ぎょ", "ぎょう", "ぎょうせ", "ぎょうせい", "行政"]) {
    const at = { selectionStart: text.length, selectionEnd: text.length };
    await protocol.send("Input.imeSetComposition", { text, ...at });
    await page.waitForTimeout(200);
  }
  assert.deepEqual(asked, []);
  // The Enter that confirms the conversion does not submit the form.
  await page.evaluate(() => {
    const event = new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true });
    document.querySelector("#q").dispatchEvent(event);
  });
  const answered = page.waitForResponse((response) => response.url().includes("/suggest"));
  await protocol.send("Input.insertText", { text: "行政" });
  await answered;
  assert.equal(asked.length, 1);
  assert.ok(asked[0].endsWith("q=行政"));
  assert.equal(new URL(page.url()).pathname, "/");
  assert.equal(await page.locator("#q").inputValue(), "行政");
  await page.context().close();
});
