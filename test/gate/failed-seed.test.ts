import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findPi } from "../../src/agents/pi/find.ts";
import { firstOf } from "../../src/evidence/evidence.ts";
import { whyUntested } from "../../src/invariants/reading/untested.ts";
import { startHarness } from "./harness.ts";

const root = mkdtempSync(join(tmpdir(), "rm-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The pinned pi, but that its command is this script. */
async function harnessOf(script: string, redact?: (text: string) => string) {
  const path = join(root, "pi.mjs");
  writeFileSync(path, script);
  const pi = { ...(await findPi()), commandArguments: [path] };
  return startHarness({ pi, ...(redact ? { redact } : {}) });
}

test("a seed that fails leaves the end of what it said, without secrets and sequences", async () => {
  const secret = "hunter22".repeat(40);
  const harness = await harnessOf(
    `const noise = "x".repeat(20_000);
     console.error(noise + "\\n\\u001b[31mError:\\u001b[0m key ${secret} is not known\\n    at run (file.js:1:2)\\n");
     process.exitCode = 3;`,
    (text) => text.replaceAll(secret, "[KEY]"),
  );
  try {
    const { evidence, judgement } = await harness.runCell({ scenario: "plain" });
    const lines = firstOf(evidence, "error-output")?.lines;
    expect(lines).toEqual(["Error: key [KEY] is not known"]);
    expect(whyUntested(evidence)).toBe("the seed exited with 3: Error: key [KEY] is not known");
    expect(judgement.verdict).toBe("unknown");
    expect(judgement.claims.map(({ verdict }) => verdict)).not.toContain("unknown");
  } finally {
    await harness.close();
  }
});

test("a seed that says nothing leaves no such event", async () => {
  const harness = await harnessOf("process.exitCode = 1;");
  try {
    const { evidence } = await harness.runCell({ scenario: "plain" });
    expect(firstOf(evidence, "error-output")).toBeUndefined();
    expect(whyUntested(evidence)).toBe("the seed exited with 1");
  } finally {
    await harness.close();
  }
});

test("a seed that fails leaves nothing of what its scenario had put into the directory", async () => {
  const harness = await harnessOf("process.exitCode = 1;");
  try {
    const { evidence, judgement } = await harness.runCell({
      scenario: "instructions-file-changed",
    });
    expect(firstOf(evidence, "census")?.strayFiles).toEqual([]);
    expect(judgement.verdict).toBe("unknown");
  } finally {
    await harness.close();
  }
});
