// The server as an assistant uses it, through the public SDK of the Model Context Protocol, which checks
// every answer against the tool's `outputSchema`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { site } from "./support/site.mjs";

const { url } = await site();

async function connected() {
  const client = new Client({ name: "shirabe-tests", version: "1" });
  await client.connect(new StreamableHTTPClientTransport(new URL(url("/mcp"))));
  // With this the SDK learns the schemas.
  const { tools } = await client.listTools();
  const answer = async (name, args) => {
    const result = await client.callTool({ name, arguments: args });
    assert.ok(!result.isError, JSON.stringify(result.content));
    return result;
  };
  return { client, tools, answer };
}

test("every tool answers as its schema says", async () => {
  const { client, tools, answer } = await connected();
  const found = await answer("search", { query: "創薬", limit: 2 });
  const [first] = found.structuredContent.results;
  const rest = await answer("search", { query: "創薬", limit: 2, cursor: found.structuredContent.next_cursor });
  assert.notEqual(rest.structuredContent.results[0].id, first.id);
  const used = { search: { query: "研究力" }, fetch: { id: first.id }, concordance: { query: "創薬" }, frequency: { query: "創薬/研究" }, cite: { id: first.id }, verify: { text: "「創薬力の向上」" }, list_documents: {} };
  for (const { name } of tools) if (used[name]) await answer(name, used[name]);
  assert.ok(Object.keys(used).every((name) => tools.some((tool) => tool.name === name)));
  const link = found.content.find((item) => item.type === "resource_link");
  const read = await client.readResource({ uri: link.uri });
  assert.ok(read.contents[0].text.length > 0);
  await client.close();
});

test("a wrong argument is an error of the tool", async () => {
  const { client } = await connected();
  for (const args of [{ query: "a", limit: 50 }, { query: "a", limit: 0 }, { query: ["a"] }, { query: "a", q: "b" }, {}]) {
    const result = await client.callTool({ name: "search", arguments: args });
    assert.equal(result.isError, true, JSON.stringify(args));
  }
  await client.close();
});
