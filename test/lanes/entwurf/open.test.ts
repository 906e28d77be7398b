import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openEntwurf } from "../../../src/lanes/entwurf/open.ts";
import { buildStandIn } from "./stand-in.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "rm-open-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const library = (directory: string, name: string) =>
  join(directory, "pi-extensions", "lib", `${name}.ts`);

async function reasonFor(directory: string): Promise<string> {
  const before = readdirSync(root, { recursive: true }).sort();
  const opened = await openEntwurf(directory, null);
  expect(readdirSync(root, { recursive: true }).sort()).toEqual(before);
  return opened.kind === "unusable" ? opened.because : "opened";
}

describe("openEntwurf", () => {
  test("says of a directory that is no entwurf what it lacks", async () => {
    expect(await reasonFor(root)).toMatch(/is no entwurf: it has no package\.json/);
  });

  test("says of a checkout without its dependencies how to get them", async () => {
    const directory = buildStandIn(join(root, "a"), "A");
    rmSync(join(directory, "node_modules"), { recursive: true });
    expect(await reasonFor(directory)).toMatch(/has no pi installed; run .*install/);
  });

  test("says of a checkout without its dependencies what a named pi does not make up for", async () => {
    const directory = buildStandIn(join(root, "a"), "A");
    rmSync(join(directory, "node_modules"), { recursive: true });
    const core = library(directory, "entwurf-core");
    writeFileSync(core, `import { x } from "no-such-package";\n${readFileSync(core, "utf8")}`);
    const named = { command: process.execPath, commandArguments: [], version: "0" };
    const opened = await openEntwurf(directory, named);
    expect(opened.kind === "unusable" && opened.because).toContain("no-such-package");
  });

  test("says of a checkout whose resume was withdrawn which export is gone", async () => {
    const directory = buildStandIn(join(root, "a"), "A");
    rmSync(library(directory, "entwurf-v2-spawn-production"));
    expect(await reasonFor(directory)).toContain("exports no resolveResumeLaunchIdentity");
  });

  test("says of a pi that cannot start what it said", async () => {
    const directory = buildStandIn(join(root, "a"), "A");
    const pi = join(directory, "node_modules", "@earendil-works", "pi-coding-agent");
    rmSync(pi, { recursive: true });
    buildBrokenPi(pi);
    expect(await reasonFor(directory)).toMatch(/cannot start: .*no such engine/);
  });

  test("offers v1 by its sync function where the async one is gone", async () => {
    const directory = buildStandIn(join(root, "a"), "A");
    rmSync(library(directory, "entwurf-async"));
    const opened = await openEntwurf(directory, null);
    expect(opened.kind === "opened" && opened.checkout.v1).toBe("sync");
  });

  test("tells the generations apart by their exports alone", async () => {
    for (const generation of ["A", "B"] as const) {
      const directory = buildStandIn(join(root, generation), generation);
      writeFileSync(join(directory, "package.json"), '{"name":"x","version":"9.9.9"}');
      const opened = await openEntwurf(directory, null);
      expect(opened.kind === "opened" && opened.checkout.generation).toBe(generation);
    }
  });
});

function buildBrokenPi(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory);
  const manifest = { name: "@earendil-works/pi-coding-agent", version: "0.0.1", bin: "pi.js" };
  writeFileSync(join(directory, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(directory, "pi.js"), 'throw new Error("no such engine");\n');
}
