// The API keeps to its own description, whatever it is asked.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { site } from "./support/site.mjs";

const { url } = await site();
const here = dirname(fileURLToPath(import.meta.url));
const installed = join(here, ".venv/bin/schemathesis");
const program = process.env.SCHEMATHESIS ?? installed;

function run(program, ...args) {
  // What checks the description has nobody to tell of it, and no newer version to look for.
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (output += part));
    child.once("error", reject);
    child.once("exit", (code) => resolve({ code, output }));
  });
}

const tools = join(here, "node_modules/.bin");

/** Runs a linter over the description of the API, in a folder of its own. */
async function lint(tool, ...args) {
  const folder = await mkdtemp(join(tmpdir(), "shirabe-description-"));
  try {
    const description = join(folder, "openapi.json");
    await writeFile(description, await (await fetch(url("/api/v1/openapi.json"))).text());
    return await run(join(tools, tool), "lint", ...args, description);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("Spectral has no complaint about the description", async () => {
  const ruleset = join(here, "spectral.yaml");
  const { code, output } = await lint("spectral", "--fail-severity=hint", "--ruleset", ruleset);
  assert.equal(code, 0, output);
  assert.match(output, /No results with a severity of 'hint' or higher found/);
});

test("Redocly has no complaint about the description", async () => {
  const { code, output } = await lint("redocly", "--extends=recommended", "--max-problems=1000");
  assert.equal(code, 0, output);
  assert.match(output, /Your API description is valid/);
  // Of itself it may say that it wants a newer Node.
  assert.doesNotMatch(output, /Warning was generated|You have \d+ warning/);
});

const how = ["--workers=1", "--generation-deterministic", "--max-examples=40"];

test("schemathesis finds no failure", async () => {
  assert.ok(existsSync(program), `${program} is missing: run .ci/run, or set SCHEMATHESIS`);
  const { code, output } = await run(program, "run", url("/api/v1/openapi.json"), "--checks=all", ...how, "--no-color");
  assert.equal(code, 0, output);
  console.log(output.trim().split("\n").slice(-12).join("\n"));
});
