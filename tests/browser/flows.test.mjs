// What the three kinds of user do: study a wording, cite a passage, just look something up.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AMED, MEXT, site } from "./support/site.mjs";

const { open, url } = await site();

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "" : " without JavaScript";

  test(`anyone finds a passage and reads it${how}`, async () => {
    const page = await open({ javaScriptEnabled });
    await page.visit("/");
    await page.getByLabel("検索語", { exact: true }).fill("女性研究者");
    await page.getByRole("button", { name: "検索", exact: true }).click();
    await page.waitForURL("**/search?q=*");
    assert.match(await page.title(), /「女性研究者」の検索結果 \d+の節 - Shirabe/);
    const first = page.locator(".results > li").first();
    assert.equal(await first.locator("mark").first().innerText(), "女性研究者");
    await first.locator("h3 a").click();
    await page.waitForURL(`**/d/${MEXT}/*`);
    assert.equal(await page.locator("mark#hit-1").innerText(), "女性研究者");
    if (!javaScriptEnabled) {
      // The numbers of the hits are links.
      await page.locator("#hits ol a").last().click();
      const last = new URL(page.url()).hash;
      assert.match(last, /^#hit-\d+$/);
      assert.ok(await page.locator(`mark${last}`).isVisible());
    }
    await page.context().close();
  });

  test(`a clerk gets from a hit to its citation in two steps${how}`, async () => {
    const page = await open({ javaScriptEnabled });
    await page.visit("/search?q=" + encodeURIComponent("女性研究者"));
    await page.locator(".results a.cite").first().click();
    await page.waitForURL("**#cite-text");
    const citation = page.locator("#cite-text");
    assert.ok(await citation.isVisible());
    assert.match(await citation.innerText(), /文部科学省/);
    const canonical = await page.locator("link[rel=canonical]").getAttribute("href");
    assert.ok((await citation.innerText()).includes(canonical));
    await page.context().close();
  });

  test(`a researcher narrows by step, by condition and back${how}`, async () => {
    const page = await open({ javaScriptEnabled });
    await page.visit("/search?q=" + encodeURIComponent("創薬"));
    const found = async () => Number((await page.getByRole("status").first().innerText()).match(/^\d+/)?.[0] ?? 0);
    const all = await found();
    await page.locator(".ladder a").first().click();
    await page.waitForURL("**mode=exact**");
    const exact = await found();
    assert.ok(0 < exact && exact <= all, `${exact} of ${all}`);
    await page.locator(`input[name=doc][value="${AMED}"]`).check();
    await page.getByRole("button", { name: "条件を反映" }).last().click();
    await page.waitForURL(`**doc=${AMED}**`);
    const narrowed = await found();
    assert.ok(0 < narrowed && narrowed < exact, `${narrowed} of ${exact}`);
    await page.locator(".chips .chip").first().click();
    await page.waitForURL((address) => !address.search.includes("doc="));
    assert.equal(await found(), exact);
    await page.context().close();
  });
}

test("a researcher switches a spelling off and sees what is lost", async () => {
  const page = await open();
  await page.visit("/search?q=" + encodeURIComponent("取り組み"));
  const chip = page.locator(".spellings .chip:not(.off)").first();
  const spelling = (await chip.innerText()).split(" ")[0];
  await chip.click();
  await page.waitForURL("**off=**");
  assert.match(await page.locator(".spellings .chip.off").first().innerText(), new RegExp(spelling));
  await page.context().close();
});

test("a wording that is not there is answered with the grounds", async () => {
  const page = await open();
  await page.visit("/search?q=" + encodeURIComponent('"口腔内崩壊錠"'));
  const main = await page.locator("main").innerText();
  assert.match(main, /2文書（\d+節.*文字）の本文をすべて検索しましたが、この文言は確認できませんでした。/);
  assert.match(main, /第\d+世代/);
  await page.context().close();
});

test("a paragraph's permanent link leads to the paragraph", async () => {
  const page = await open();
  await page.visit("/search?q=" + encodeURIComponent("女性研究者"));
  await page.locator(".results h3 a").first().click();
  const link = page.locator("a.pilcrow").last();
  const target = await link.getAttribute("href");
  await link.click();
  assert.ok(page.url().endsWith(target));
  assert.ok(await page.locator(target).isVisible());
  await page.context().close();
});

test("markup in a query stays text", async () => {
  const page = await open();
  await page.visit("/search?q=" + encodeURIComponent('<img src=x onerror="document.title=1"><script>'));
  assert.equal(await page.locator("main img, main script").count(), 0);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("a page that has not changed is not sent again", async () => {
  const first = await fetch(url("/"));
  const again = await fetch(url("/"), { headers: { "if-none-match": first.headers.get("etag") } });
  assert.equal(again.status, 304);
});
