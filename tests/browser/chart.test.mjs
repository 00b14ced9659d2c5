// The chart of the frequencies as those meet it who do not see it: by the accessibility tree, beside its table.

import assert from "node:assert/strict";
import { test } from "node:test";
import { schemes, unfold, violations } from "./support/axe.mjs";
import { site } from "./support/site.mjs";

const { open } = await site();
const words = ["創薬", "人材育成"];
const address = (more) => "/frequency?q=" + encodeURIComponent(words.join("/")) + more;

/** The accessibility tree: nodes that are not ignored, each with what stands below it. */
async function tree(page) {
  const protocol = await page.context().newCDPSession(page);
  await protocol.send("Accessibility.enable");
  const { nodes } = await protocol.send("Accessibility.getFullAXTree");
  const by = new Map(nodes.map((node) => [node.nodeId, node]));
  const below = (node) => (node.childIds ?? []).flatMap((id) => [by.get(id), ...below(by.get(id))]);
  const shown = nodes.filter((node) => !node.ignored);
  return shown.map((node) => ({
    role: node.role?.value,
    name: node.name?.value ?? "",
    description: node.description?.value ?? "",
    url: node.properties?.find((property) => property.name === "url")?.value.value,
    below: () => below(node).filter((inner) => !inner.ignored).map((inner) => inner.nodeId),
    id: node.nodeId,
  }));
}

/** The rows of the table: the time, and the text and address of each wording's cell. */
async function rows(page) {
  return page.locator(".timeline tbody tr").evaluateAll((all) =>
    all.map((row) => ({
      time: row.querySelector("th").textContent,
      cells: [...row.querySelectorAll("td:not(.n)")].map((cell) => ({
        text: cell.textContent.replace(/\s+/g, " "),
        url: cell.querySelector("a")?.href,
      })),
    })),
  );
}

for (const more of ["", "&measure=hits", "&measure=documents", "&measure=documents_share", "&measure=sections", "&by=month", "&by=year&unique=sentence&measure=hits"]) {
  test(`every point of the chart is in the tree and says what the table says: ${more || "as it opens"}`, async () => {
    const page = await open();
    await page.visit(address(more));
    const nodes = await tree(page);
    const chart = nodes.find(({ role, name }) => role === "group" && name.startsWith("「創薬」「人材育成」の頻度"));
    assert.ok(chart, nodes.map(({ role, name }) => `${role} ${name}`).join("\n"));
    assert.match(chart.name + chart.description, /同じ数値を下の表に示しています/);
    const table = (await rows(page)).filter(({ time, cells }) => /^\d/.test(time) && !cells.every(({ text }) => text.includes("本文なし")));
    assert.ok(table.length >= 2);
    for (const [at, word] of words.entries()) {
      const inChart = new Set(chart.below());
      const line = nodes.find(({ id, role, name }) => inChart.has(id) && role === "group" && name === word);
      assert.ok(line, `there is no line ${word}`);
      const inLine = new Set(line.below());
      const points = nodes.filter(({ id, name, role }) => inLine.has(id) && name && role !== "StaticText");
      assert.equal(points.length, table.length, points.map(({ role, name }) => `${role} ${name}`).join("\n"));
      for (const [nth, { name, role, url }] of points.entries()) {
        const { time, cells } = table[nth];
        // 2024年度 創薬 1,234.5（1,000〜1,500）、本文が少ない
        const [, when, value, interval] = name.match(`^(\\S+) ${word} ([\\d.,]+％?)(?:（([\\d.,]+〜[\\d.,]+)）)?(?:、本文が少ない)?$`) ?? assert.fail(name);
        assert.ok(time.startsWith(when), `${name} beside ${time}`);
        const numbers = cells[at].text.match(/[\d.,]+％?/g);
        assert.ok(numbers.includes(value), `${name} beside ${cells[at].text}`);
        if (interval) assert.ok(cells[at].text.includes(interval), `${name} beside ${cells[at].text}`);
        assert.equal(url, cells[at].url, name);
        if (url) assert.equal(role, "link", name);
      }
    }
    await page.context().close();
  });
}

test("a point opens its occurrences", async () => {
  const page = await open();
  await page.visit(address("&measure=hits"));
  const point = page.locator(".chart a").first();
  const n = Number((await point.locator("title").textContent()).split(" ").at(-1).replace(/、.*|,/g, ""));
  await point.click();
  await page.waitForURL("**/concordance?*");
  assert.match(await page.getByRole("status").first().innerText(), new RegExp(`^${n}か所`));
  await page.context().close();
});

for (const [scheme, options] of Object.entries(schemes)) {
  test(`the frequencies pass axe: ${scheme}`, async () => {
    const page = await open(options);
    for (const more of ["", "&by=month&smooth=1", "&by=issuer", "&by=fy,issuer", "&ratio=1&unique=sentence", "&fy=2024"]) {
      await page.visit(address(more));
      await unfold(page);
      assert.deepEqual(await violations(page), [], more);
    }
    await page.context().close();
  });
}
