// An older Node is told so, before anything is loaded that it has not.
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { whyTooOld } from "../../src/world/node-version.ts";

const main = join(resolve(import.meta.dirname, "../.."), "src/main.ts");

/** With a Node that says it is this one, and has of `node:module` only what 20 has. */
function matrixUnder(version: string) {
  const older = `
    import module from "node:module";
    Object.defineProperty(process.versions, "node", { value: "${version}" });
    delete module.findPackageJSON;
    module.syncBuiltinESMExports();`;
  const words = [
    "--import",
    import.meta.resolve("tsx"),
    "--import",
    `data:text/javascript,${older}`,
  ];
  return spawnSync(process.execPath, [...words, main, "--version"], { encoding: "utf8" });
}

describe("a Node that is too old", () => {
  test.each(["18.20.8", "20.20.2", "22.18.0"])("%s is refused in words", (version) => {
    const { status, stdout, stderr } = matrixUnder(version);
    expect({ status, stdout }).toEqual({ status: 254, stdout: "" });
    expect(stderr).toBe(`${whyTooOld(version)}\n`);
    expect(stderr).toContain(`needs Node 22.19 or later, and this is ${version}.`);
  });
});

test.each(["22.19.0", "24.0.0", "26.1.0-nightly"])("%s is new enough", (version) => {
  expect(whyTooOld(version)).toBeNull();
});
