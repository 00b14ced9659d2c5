// From a hit to a citation, from a draft to its passages, and links that show the very words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MEXT, site } from "./support/site.mjs";

const { open, url } = await site();

const verify = async (text) => {
  const answer = await fetch(url("/api/v1/verify"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text }),
  });
  assert.equal(answer.status, 200);
  return (await answer.json()).quotes;
};

test("a citation in SIST 02 is two clicks away from a hit", async () => {
  const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.visit("/search?q=" + encodeURIComponent("女性研究者の活躍促進"));
  await page.locator(".results .cite").first().click();
  await page.locator("#cite button[aria-label='SIST 02をコピー']").click();
  await page.getByText("コピーしました").first().waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^文部科学省研究振興局ライフサイエンス課\. “.+”\. ライフサイエンス政策の最近の動向等について\. /);
  assert.match(copied, new RegExp(`/d/${MEXT}/s\\d+.*, \\(参照 \\d{4}-\\d{2}-\\d{2}\\)\\.$`));
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

// Words in the middle of words, with signs, at both ends of a paragraph: the browser must find each
// without the help of the paragraph's id.
test("links to words show the words", async () => {
  const draft = [
    "「生命科学系の基礎研究力の特に低下を実感」",
    "「地道な長きにわたる基礎研究」",
    "「mRNAのコロナワクチンは20数年来に渡る」",
    "「中核的な役割を担う機関として」",
    "「研究開発の目利きをはじめ出口戦略の立案」",
  ].join("\n");
  const page = await open({ viewport: { width: 500, height: 200 } });
  let n_fragments = 0;
  for (const { quote, matches } of await verify(draft)) {
    assert.ok(matches.length > 0, quote);
    const { words_url, paragraph } = matches[0];
    const [path, hash] = words_url.split("#");
    const [id, directive] = hash.split(":~:");
    assert.equal(id, paragraph);
    if (!directive) continue;
    n_fragments += 1;
    await page.visit(path + "#:~:" + directive);
    const seen = async () =>
      page.evaluate((id) => {
        const { top, bottom } = document.getElementById(id).getBoundingClientRect();
        return scrollY > 0 && bottom > 0 && top < innerHeight;
      }, paragraph);
    await page.waitForFunction(() => scrollY > 0, null, { timeout: 5000 }).catch(() => {});
    assert.ok(await seen(), `${quote} is not shown by ${words_url}`);
  }
  assert.ok(n_fragments >= 3, `only ${n_fragments} links have a text fragment`);
  await page.context().close();
});

// The address of a hit in an answer of the API: nothing but the directive is left, so that the words
// must be found by themselves.
test("the address of a hit in the API shows its words", async () => {
  const page = await open({ viewport: { width: 500, height: 120 } });
  let n_shown = 0;
  let n_hits = 0;
  for (const query of ["女性研究者の活躍促進", "中核的な役割", "目利き", "AMED", "若手"]) {
    const answer = await fetch(url(`/api/v1/search?mode=exact&limit=3&q=${encodeURIComponent(query)}`));
    for (const { hits } of (await answer.json()).items) {
      const hit = hits.at(-1);
      n_hits += 1;
      const [path, hash] = hit.url.split("#");
      const [id, directive] = hash.split(":~:");
      assert.equal(id, hit.paragraph);
      if (!directive) continue;
      await page.goto("about:blank");
      await page.visit(path);
      // A paragraph at the top is seen without any scrolling.
      const top = await page.evaluate(
        (id) => document.getElementById(id).getBoundingClientRect().top,
        id,
      );
      if (top < 400) continue;
      await page.goto("about:blank");
      await page.visit(path + "#:~:" + directive);
      await page.waitForFunction(() => scrollY > 0, null, { timeout: 5000 }).catch(() => {});
      const seen = await page.evaluate((id) => {
        const { top, bottom } = document.getElementById(id).getBoundingClientRect();
        return scrollY > 0 && bottom > 0 && top < innerHeight;
      }, id);
      assert.ok(seen, `${query} is not shown by ${hit.url}`);
      n_shown += 1;
    }
  }
  assert.ok(n_shown >= 3, `${n_shown} of ${n_hits} addresses were followed`);
  await page.context().close();
});

test("a link to words that are not there shows the top of the page", async () => {
  const page = await open({ viewport: { width: 500, height: 200 } });
  await page.visit(`/d/${MEXT}/s5#:~:text=${encodeURIComponent("この文字列はどこにもない")}`);
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => scrollY), 0);
  await page.context().close();
});

test("a draft is checked without JavaScript", async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.visit("/verify");
  await page
    .locator("textarea")
    .fill("「地道な長きにわたる基礎研究の成果」\n「事業間連携の取組の縮小」\n「存在しない引用を確かめる」");
  await page.getByRole("button", { name: "照合する" }).click();
  const labels = await page.locator(".checked .step").allTextContents();
  assert.deepEqual(labels, ["原文と一致", "原文と相違", "見つからない"]);
  assert.equal(await page.locator(".diff del").first().textContent(), "縮小");
  assert.equal(await page.locator(".diff ins").first().textContent(), "強化");
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});
