// The ways that people go, as they were found to break: behind the bar, out of the search, off the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AMED, MEXT, site } from "./support/site.mjs";

const { open } = await site();
const query = (text) => "q=" + encodeURIComponent(text);

// WCAG 2.4.11: what is jumped to is in sight, on a phone and zoomed in.
for (const [name, options] of [
  ["390 px", { viewport: { width: 390, height: 844 } }],
  ["320 px", { viewport: { width: 320, height: 640 } }],
  ["200 % zoom", { viewport: { width: 640, height: 512 }, deviceScaleFactor: 2 }],
  ["400 % zoom", { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }],
  ["a large window", { viewport: { width: 1280, height: 800 } }],
]) {
  for (const javaScriptEnabled of [true, false]) {
    test(`no hit is hidden behind the bar: ${name}, JavaScript ${javaScriptEnabled}`, async () => {
      const page = await open({ ...options, javaScriptEnabled });
      await page.visit("/search?" + query("研究"));
      const hits = await page.locator(".results a[href$='#hit-1']").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      assert.ok(hits.length > 3);
      for (const href of hits.slice(0, 8)) {
        await page.visit(href);
        const [mark, bar] = [await page.locator("#hit-1").boundingBox(), await page.locator("#hits").boundingBox()];
        const isBeside = mark.y >= bar.y + bar.height || mark.y + mark.height <= bar.y;
        assert.ok(mark.y >= 0 && isBeside, `${href}: the hit at ${mark.y}, the bar to ${bar.y + bar.height}`);
      }
      await page.context().close();
    });
  }
}

test("a clerk gets from the results to the citation of the very paragraph in two clicks", async () => {
  const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.visit("/search?" + query("女性研究者の活躍促進"));
  await page.locator(".results a.cite").first().click();
  await page.waitForURL("**&p=*#cite-text");
  const paragraph = new URL(page.url()).searchParams.get("p");
  await page.locator("#cite .copy").first().click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /文部科学省.*http.*#p\d+/s, copied);
  assert.ok(copied.includes(`#p${paragraph}`), copied);
  await page.locator("#cite .copy").first().getByText("コピー", { exact: true }).waitFor();
  await page.context().close();
});

test("from a passage the way leads back to the very page of the results", async () => {
  const page = await open();
  const search = "/search?" + query("研究") + "&mode=exact&sort=-issued&page=2";
  await page.visit(search);
  await page.locator(".results h3 a").first().click();
  await page.getByRole("link", { name: "検索結果に戻る" }).click();
  assert.ok(page.url().endsWith(search), page.url());
  await page.context().close();
});

test("the marks of a section are as many as the list says, in every order and step", async () => {
  const page = await open();
  for (const more of ["", "&mode=exact", "&scope=sentence", "&part=1", "&off=" + encodeURIComponent("取り組み=取組")]) {
    await page.visit("/search?" + query("取り組み") + more);
    const said = await page
      .locator(".results a[href*='#hit-1']")
      .evaluateAll((links) => links.map((link) => [link.getAttribute("href"), Number(link.textContent.match(/該当([\d,]+)か所/)[1])]));
    for (const [href, n] of said.slice(0, 6)) {
      await page.visit(href);
      assert.equal(await page.locator("mark[id^=hit-]").count(), n, href);
    }
  }
  await page.context().close();
});

test("the paragraph sign is one tab stop, walks by arrows and opens what can be done", async () => {
  const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.visit(`/d/${MEXT}/s5`);
  assert.equal(await page.locator(".pilcrow[tabindex='0']").count(), 1);
  await page.locator(".pilcrow").first().focus();
  await page.keyboard.press("ArrowDown");
  const id = await page.evaluate(() => document.activeElement.hash.slice(1));
  await page.keyboard.press("Enter");
  const deeds = page.locator(".deeds");
  await deeds.getByRole("button", { name: "引用文と出典をコピー" }).click();
  await page.getByText("コピーしました").first().waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^「.+」\n.*文部科学省/s);
  await deeds.getByRole("link", { name: "この段落を引用" }).click();
  await page.waitForURL(`**?p=${id.slice(1)}#cite-text`);
  assert.ok(await page.locator("#cite-text").isVisible());
  await page.context().close();
});

test("the keys are shown without leaving the page", async () => {
  const page = await open();
  const path = "/search?" + query("創薬");
  await page.visit(path);
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "キー操作" });
  await dialog.waitFor();
  assert.ok(await dialog.getByText("検索欄へ移る").isVisible());
  await page.keyboard.press("Escape");
  assert.equal(await dialog.isVisible(), false);
  assert.ok(page.url().endsWith(path));
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("the form leaves out what is empty", async () => {
  const page = await open();
  await page.visit("/search?" + query("創薬"));
  await page.locator("#conditions input[name=fy]").first().check();
  await page.getByRole("button", { name: "条件を反映" }).last().click();
  await page.waitForURL("**fy=**");
  assert.match(new URL(page.url()).search, /^\?q=[^&]+&fy=\d{4}$/);
  await page.context().close();
});

test("the results are the first thing behind the second skip link", async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.visit("/search?" + query("創薬"));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const first = await page.locator(".results h3 a").first().getAttribute("href");
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate(() => document.activeElement.getAttribute("href"))) === first) break;
  }
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), first);
  await page.context().close();
});

test("a source opened from a verification leaves the result where it is", async () => {
  const page = await open();
  await page.visit("/verify");
  await page.getByLabel("照合する文章").fill("「女性研究者の活躍促進」と「存在しない引用の文言です」");
  await page.getByRole("button", { name: "照合する" }).click();
  await page.getByRole("status").first().waitFor();
  assert.equal(await page.locator("section.scroll tbody tr").count(), 2);
  await page.getByText("前後の文とともに見る").first().click();
  assert.match(await page.locator(".context").first().innerText(), /女性研究者の活躍促進/);
  const [opened] = await Promise.all([
    page.context().waitForEvent("page"),
    page.getByRole("link", { name: /本文を新しいタブで開く/ }).first().click(),
  ]);
  await opened.close();
  assert.equal(await page.locator("section.scroll tbody tr").count(), 2);
  await page.context().close();
});

test("who goes on from a verification and comes back finds it again", async () => {
  const page = await open();
  await page.visit("/verify");
  await page.getByLabel("照合する文章").fill("「女性研究者の活躍促進」と「存在しない引用の文言です」");
  await page.getByRole("button", { name: "照合する" }).click();
  await page.locator(".checked").waitFor();
  await page.locator(".menu").getByRole("link", { name: "文書一覧" }).click();
  await page.waitForURL("**/documents");
  await page.goBack();
  await page.locator(".checked").waitFor();
  assert.equal(await page.locator("section.scroll tbody tr").count(), 2);
  assert.match(await page.getByLabel("照合する文章").inputValue(), /存在しない引用の文言です/);
  // Nothing was put between: the form is one step further back.
  await page.goBack();
  await page.waitForFunction(() => !document.querySelector(".checked"));
  await page.reload();
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("a paragraph that a section has not is said at the form, with the section", async () => {
  const page = await open();
  await page.visit(`/d/${MEXT}/s5`);
  await page.getByText("この節を引用する").click();
  await page.locator("#cite input[name=p]").fill("p9999");
  await page.getByRole("button", { name: "段落の出典を示す" }).click();
  await page.waitForURL("**?p=p9999*");
  const field = page.locator("#cite input[name=p]");
  assert.ok(await field.isVisible());
  assert.equal(await field.inputValue(), "p9999");
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  assert.ok(await page.getByText("段落9999は、この節にありません。").isVisible());
  await field.fill("段落２０");
  await page.getByRole("button", { name: "段落の出典を示す" }).click();
  await page.waitForURL(`**#cite-text`);
  await page.getByText("この段落を引用する").waitFor();
  await page.context().close();
});

test("both sides of a comparison are in view, and stand below one another on a phone", async () => {
  const compare = `/compare?a=${MEXT}&b=${AMED}`;
  for (const width of [1280, 390]) {
    const page = await open({ viewport: { width, height: 800 } });
    await page.visit(compare);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(beyond <= 0, `${width} px: ${beyond} px out of view`);
    const cells = await page.locator(".diff td").evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().right));
    assert.ok(Math.max(...cells) <= width, `${width} px: ${Math.max(...cells)}`);
    await page.context().close();
  }
});

test("the menu leads to each view of the same search", async () => {
  const page = await open();
  await page.visit("/search?" + query("創薬"));
  await page.locator(".menu").getByRole("link", { name: "用例" }).click();
  assert.match(await page.locator("h1").innerText(), /創薬/);
  await page.locator(".menu").getByRole("link", { name: "頻度" }).click();
  assert.equal(await page.locator("#q").inputValue(), "創薬");
  await page.locator(".menu").getByRole("link", { name: "文書一覧" }).click();
  assert.equal(await page.locator(".documents li").count(), 2);
  await page.context().close();
});

test("a keyboard user gets to a copied citation in at most twelve keys beside the query", async () => {
  const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.visit("/");
  let n = 0;
  const press = async (key) => {
    n += 1;
    await page.keyboard.press(key);
  };
  await press("/");
  await page.keyboard.insertText("女性研究者の活躍促進");
  await press("Enter");
  await page.waitForURL("**/search?q=*");
  await press("j");
  await press("Enter");
  await page.waitForURL(`**/d/${MEXT}/*`);
  await press("c");
  await press("Tab");
  await press("Enter");
  await page.getByText("コピーしました").first().waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /文部科学省/);
  assert.ok(n <= 12, `${n} keys`);
  await page.context().close();
});

test("a citizen on a phone gets from half-width kana to a passage", async () => {
  const page = await open({ viewport: { width: 390, height: 844 } });
  await page.visit("/search?" + query("ｻｲｾｲｲﾘｮｳ"));
  const meant = page.locator(".meant a").first();
  assert.ok((await meant.boundingBox()).y < 844, "what may have been meant is below the fold");
  await meant.click();
  await page.locator(".results a[href$='#hit-1']").first().click();
  await page.waitForURL("**#hit-1");
  const mark = await page.locator("#hit-1").boundingBox();
  assert.ok(mark.y >= 0 && mark.y < 844, `the passage is at ${mark.y}`);
  await page.context().close();
});

test("the last word of a query is completed and those before it stay", async () => {
  const page = await open();
  await page.visit("/");
  await page.locator("#q").focus();
  await page.keyboard.insertText("創薬 ");
  await page.keyboard.type("人材");
  const first = page.locator("#suggestions li").first();
  await first.waitFor();
  assert.match(await first.getAttribute("data-text"), /^創薬 .*人材/);
  await page.context().close();
});
