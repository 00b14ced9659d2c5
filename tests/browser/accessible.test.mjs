// Every kind of page passes axe-core in every scheme, and the check itself can fail.

import assert from "node:assert/strict";
import { test } from "node:test";
import { schemes, unfold, violations } from "./support/axe.mjs";
import { MEXT, everyKindOfPage, site } from "./support/site.mjs";

const { open } = await site();

for (const [scheme, options] of Object.entries(schemes)) {
  test(`every kind of page passes axe: ${scheme}`, async () => {
    const page = await open(options);
    for (const [kind, path] of Object.entries(await everyKindOfPage(page))) {
      await page.visit(path);
      assert.deepEqual(await violations(page), [], kind);
    }
    await page.context().close();
  });
}

for (const [scheme, options] of Object.entries(schemes)) {
  test(`what is opened on a page passes axe: ${scheme}`, async () => {
    const page = await open(options);
    await page.visit("/verify");
    await page.getByLabel("照合する文章").fill("「女性研究者の活躍促進」、「ライフサイエンス研究の研究力向上について」、「ない言葉がここにある」");
    await page.getByRole("button", { name: "照合する" }).click();
    await page.getByRole("status").first().waitFor();
    await unfold(page);
    assert.deepEqual(await violations(page), [], "verification");
    await page.visit(`/d/${MEXT}/s5?p=20&q=` + encodeURIComponent("研究"));
    await page.locator(".pilcrow").last().click();
    await unfold(page);
    assert.deepEqual(await violations(page), [], "paragraph menu and citations");
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    assert.deepEqual(await violations(page), [], "keys");
    await page.visit("/");
    await page.locator("#q").pressSequentially("創薬");
    await page.locator("#suggestions li").first().waitFor();
    assert.deepEqual(await violations(page), [], "suggestions");
    await page.context().close();
  });
}

test("a page with planted faults is found out", async () => {
  const page = await open({ bypassCSP: true });
  await page.visit("/");
  await page.evaluate(() => {
    document.documentElement.removeAttribute("lang");
    document.querySelector("label[for=q]").remove();
    const faint = document.createElement("p");
    faint.textContent = "読めない文字";
    faint.style.cssText = "color:#ccc;background:#fff";
    document.querySelector("main").append(faint);
  });
  const found = (await violations(page)).map((line) => line.split(":")[0]);
  for (const rule of ["color-contrast", "html-has-lang", "label"]) {
    assert.ok(found.includes(rule), `${rule} is not among ${found}`);
  }
  await page.context().close();
});
