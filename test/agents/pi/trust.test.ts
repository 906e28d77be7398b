import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createPiTrust } from "../../../src/agents/pi/trust.ts";

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** A working directory below `org`, with resources that pi asks about unless told otherwise. */
function createHome({ resources = true } = {}) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "rm-")));
  roots.push(root);
  const agentDirectory = join(root, "agent");
  const directory = join(root, "org", "work");
  mkdirSync(agentDirectory);
  mkdirSync(directory, { recursive: true });
  if (resources) {
    mkdirSync(join(directory, ".pi"));
    writeFileSync(join(directory, ".pi", "settings.json"), "{}");
  }
  const save = (decisions: Record<string, boolean>) =>
    writeFileSync(join(agentDirectory, "trust.json"), JSON.stringify(decisions));
  const ask = (...prefixRoots: string[]) =>
    createPiTrust({ agentDirectory, prefixRoots })(directory);
  return { root, directory, save, ask };
}

describe("the rules", () => {
  /** A package whose trust manager, if it has one, trusts nothing unless it was asked. */
  function packageWith(manager: string | null) {
    const root = realpathSync(mkdtempSync(join(tmpdir(), "rm-")));
    roots.push(root);
    const packageJson = join(root, "package.json");
    writeFileSync(packageJson, '{"type":"module"}');
    mkdirSync(join(root, "dist", "core"), { recursive: true });
    if (manager) writeFileSync(join(root, "dist", "core", "trust-manager.js"), manager);
    return packageJson;
  }
  const anything = `export const hasTrustRequiringProjectResources = () => true;
    export class ProjectTrustStore { getEntry() { return null; } }`;

  test.each([
    ["are those of the pi under test", anything, "denied"],
    ["are the pinned pi's where that one has none", null, "trusted"],
    ["are the pinned pi's where that one has others", "export const other = 1;", "trusted"],
  ])("%s", async (_name, manager, kind) => {
    const { directory, root } = createHome({ resources: false });
    const packageJson = packageWith(manager);
    const options = { agentDirectory: join(root, "agent"), prefixRoots: [], packageJson };
    expect((await createPiTrust(options)(directory)).kind).toBe(kind);
  });
});

const approved = { kind: "trusted", approve: true };

describe("a directory", () => {
  test("with a saved yes is approved", async () => {
    const { directory, save, ask } = createHome();
    save({ [directory]: true });
    expect(await ask()).toEqual(approved);
  });

  test("below one with a saved yes is approved", async () => {
    const { root, save, ask } = createHome();
    save({ [join(root, "org")]: true });
    expect(await ask()).toEqual(approved);
  });

  test("with a saved no is denied, saying what to change", async () => {
    const { directory, save, ask } = createHome();
    save({ [directory]: false });
    const because = expect.stringMatching(/is not trusted; change it in .*trust\.json/);
    expect(await ask()).toEqual({ kind: "denied", because });
  });

  test("below one with a saved no is denied, naming that one", async () => {
    const { root, save, ask } = createHome();
    save({ [join(root, "org")]: false });
    const because = expect.stringContaining(`inherited from ${join(root, "org")}`);
    expect(await ask()).toEqual({ kind: "denied", because });
  });

  test("with a saved no is denied even under an operator's root", async () => {
    const { root, directory, save, ask } = createHome();
    save({ [directory]: false });
    expect((await ask(root)).kind).toBe("denied");
  });

  test("that nobody decided about is approved under an operator's root", async () => {
    const { root, ask } = createHome();
    expect(await ask(join(root, "org"))).toEqual(approved);
  });

  test("is not covered by a root that only begins alike", async () => {
    const { root, ask } = createHome();
    mkdirSync(join(root, "or"));
    expect((await ask(join(root, "or"))).kind).toBe("denied");
  });

  test("is covered by a root's real path, and not by a link's name", async () => {
    const { root, ask } = createHome();
    mkdirSync(join(root, "far"));
    symlinkSync(join(root, "org"), join(root, "near"));
    symlinkSync(join(root, "far"), join(root, "org", "out"));
    expect(await ask(join(root, "near"))).toEqual(approved);
    expect((await ask(join(root, "org", "out"))).kind).toBe("denied");
  });

  test("that nobody decided about is denied where pi would ask", async () => {
    const { ask } = createHome();
    const because = expect.stringContaining("run pi there once");
    expect(await ask()).toEqual({ kind: "denied", because });
  });

  test("with nothing in it that needs trust is trusted without an approval", async () => {
    const { ask } = createHome({ resources: false });
    expect(await ask()).toEqual({ kind: "trusted", approve: false });
  });
});
