import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { isNewer, newestPi } from "../../../src/agents/pi/newest.ts";

const root = mkdtempSync(join(tmpdir(), "rm-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function asked(script: string) {
  const npm = join(root, "npm");
  writeFileSync(npm, `#!/bin/sh\n${script}\n`);
  chmodSync(npm, 0o755);
  return newestPi({ PATH: `${root}:/usr/bin:/bin` });
}

describe("the newest pi", () => {
  test("is what the package manager's own registry says", async () => {
    const script = '[ "$1 $3" = "view version" ] && echo "\\"1.9.0\\""';
    expect(await asked(script)).toEqual({ kind: "found", version: "1.9.0" });
  });

  test("is not known without a network, and the reason is said", async () => {
    const offline = "echo npm error code ENOTFOUND >&2; exit 1";
    const because = "npm could not ask its registry (ENOTFOUND)";
    expect(await asked(offline)).toEqual({ kind: "unknown", because });
  });

  test("is not known where npm is missing or says something else", async () => {
    const none = { kind: "unknown", because: "there is no npm to ask with" };
    expect(await newestPi({ PATH: join(root, "empty") })).toEqual(none);
    expect(await asked("echo '{}'")).toMatchObject({ kind: "unknown" });
    expect(await asked("echo hello")).toMatchObject({ kind: "unknown" });
  });
});

test.each([
  ["1.6.0", "1.5.2", true],
  ["1.5.2", "1.6.0", false],
  ["1.10.0", "1.9.9", true],
  ["1.5.2", "1.5.2", false],
  ["2.0.0-beta.1", "1.5.2", true],
  ["2.0.0", "2.0.0-beta.1", true],
  ["2.0.0-beta.1", "2.0.0", false],
])("%s is newer than %s: %s", (version, than, expected) => {
  expect(isNewer(version, than)).toBe(expected);
});
