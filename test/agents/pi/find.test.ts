import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { findPi } from "../../../src/agents/pi/find.ts";
import { bundledPackage, readManifest } from "../../../src/agents/pi/package.ts";

const root = mkdtempSync(join(tmpdir(), "rm-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});

const packageJson = bundledPackage();
const { script = "", version } = readManifest(packageJson) ?? {};

let count = 0;
function executable(text: string, name = "pi") {
  count += 1;
  const file = join(root, String(count), name);
  mkdirSync(dirname(file));
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return file;
}

const azure = { kind: "known", model: { provider: "azure", api: "azure-openai-responses" } };

describe("the pi that a person names", () => {
  test("brings its own catalogue, read from the package behind a wrapper", async () => {
    const wrapper = executable(`#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`);
    const pi = await findPi(wrapper);
    expect(pi).toMatchObject({ version, named: true, command: wrapper, commandArguments: [] });
    expect(pi).toMatchObject({ catalogFrom: "read from its package" });
    expect(pi.catalog.find("azure", "gpt-5.4")).toMatchObject(azure);
  });

  test("runs on our Node where the one on PATH is too old", async () => {
    process.env.PATH = dirname(executable("#!/bin/sh\necho too old >&2; exit 1\n", "node"));
    const pi = await findPi(script);
    expect(pi).toMatchObject({ command: process.execPath, commandArguments: [script], version });
  });

  test("may be the directory of its package", async () => {
    expect(await findPi(dirname(packageJson))).toMatchObject({ commandArguments: [script] });
    await expect(findPi(root)).rejects.toThrow("a directory that is not pi's package");
  });

  test("says itself which models it has where no package is found from it", async () => {
    const parts = `D='${dirname(script)}'\nexec "${process.execPath}" "$D"/cli.js "$@"\n`;
    const pi = await findPi(executable(`#!/bin/sh\n${parts}`), ["of-its-own"]);
    expect(pi).toMatchObject({ packageJson: null, catalogFrom: "as it says itself" });
    expect(pi.catalog.find("azure", "gpt-5.4")).toMatchObject(azure);
    const pinned = (await findPi()).catalog;
    for (const provider of pi.catalog.providers) {
      const ids = (catalog: typeof pinned) => catalog.models(provider).map(({ id }) => id);
      expect(ids(pi.catalog).sort()).toEqual(ids(pinned).sort());
    }
  });

  test("is refused when nothing tells what it has", async () => {
    const silent = executable(
      '#!/bin/sh\ncase "$1" in --version) echo 1.2.3;; --help) echo --session-id;; esac\n',
    );
    await expect(findPi(silent)).rejects.toThrow("nothing tells which models it has");
  });

  test("is refused when it is missing or something else", async () => {
    await expect(findPi(join(root, "none"))).rejects.toThrow("no such executable");
    await expect(findPi("/bin/cat")).rejects.toThrow(/is not pi|failed/);
  });

  test("is refused with what it said where it cannot start", async () => {
    const broken = executable("#!/bin/sh\necho 'at line 1\nSyntaxError: too old' >&2; exit 1\n");
    await expect(findPi(broken)).rejects.toThrow(/`--version` failed \(SyntaxError: too old\)/);
  });
});
