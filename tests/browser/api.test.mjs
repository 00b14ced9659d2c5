// The API keeps to its own description, whatever it is asked.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { site } from "./support/site.mjs";

const { url } = await site();
const installed = join(dirname(fileURLToPath(import.meta.url)), ".venv/bin/schemathesis");
const program = process.env.SCHEMATHESIS ?? installed;

function run(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["run", ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (output += part));
    child.once("error", reject);
    child.once("exit", (code) => resolve({ code, output }));
  });
}

const how = ["--workers=1", "--generation-deterministic", "--max-examples=40"];

test("schemathesis finds no failure", async () => {
  assert.ok(existsSync(program), `${program} is missing: run .ci/run, or set SCHEMATHESIS`);
  const { code, output } = await run(url("/api/v1/openapi.json"), "--checks=all", ...how, "--no-color");
  assert.equal(code, 0, output);
  console.log(output.trim().split("\n").slice(-12).join("\n"));
});
