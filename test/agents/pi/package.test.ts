import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { packageOf, readManifest } from "../../../src/agents/pi/package.ts";

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

function write(path: string, text: string) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o755 });
  return path;
}

/** An installed pi of version 7.7.7, and what its packages may be called. */
function installed(name = "@earendil-works/pi-coding-agent") {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "rm-")));
  roots.push(root);
  const directory = join(root, "node_modules", name);
  const manifest = { name, version: "7.7.7", bin: { pi: "dist/bundle/cli.js" } };
  const path = write(join(directory, "package.json"), JSON.stringify(manifest));
  const script = write(join(directory, "dist", "bundle", "cli.js"), "#!/usr/bin/env node\n");
  // A bundle may have a package.json of its own that says nothing but the kind of its modules.
  write(join(directory, "dist", "package.json"), JSON.stringify({ type: "module" }));
  return { root, path, script };
}

describe("the package of an executable", () => {
  test("is the one around the script itself", () => {
    const { path, script } = installed();
    expect(packageOf(script, "7.7.7")).toMatchObject({ path, version: "7.7.7", script });
  });

  test("is found through a link, as npm makes one", () => {
    const { root, path, script } = installed();
    mkdirSync(join(root, "bin"));
    symlinkSync(script, join(root, "bin", "pi"));
    expect(packageOf(join(root, "bin", "pi"), "7.7.7")?.path).toBe(path);
  });

  test.each([
    '#!/bin/sh\nbasedir=$(dirname "$0")\nexec node  "$basedir/../@earendil-works/pi-coding-agent/dist/bundle/cli.js" "$@"\n',
    `#!/bin/bash\nexec \${basedir}/../@earendil-works/pi-coding-agent/dist/bundle/cli.js "$@"\n`,
  ])("is found through a shell script, as pnpm writes one (%#)", (text) => {
    const { root, path } = installed();
    const wrapper = write(join(root, "node_modules", ".bin", "pi"), text);
    expect(packageOf(wrapper, "7.7.7")?.path).toBe(path);
  });

  test("is found through a person's own script that names the whole path", () => {
    const { root, path, script } = installed();
    const wrapper = write(join(root, "mine"), `#!/bin/sh\nX=1 exec '${script}' "$@"\n`);
    expect(packageOf(wrapper, "7.7.7")?.path).toBe(path);
  });

  test("is not one that the script names and does not stand for", () => {
    const { root, script } = installed();
    const wrapper = write(join(root, "mine"), `#!/bin/sh\n# not ${script}\nexec other "$@"\n`);
    expect(packageOf(wrapper, "8.0.0")).toBeNull();
  });

  test("is none around a program of another name", () => {
    const { script } = installed("epic-tool");
    expect(packageOf(script, "7.7.7")).toBeNull();
    expect(packageOf(process.execPath, process.versions.node)).toBeNull();
  });

  test("is none where the manifest is no JSON, or names no command", () => {
    const { root } = installed();
    expect(readManifest(write(join(root, "package.json"), "{"))).toBeNull();
    expect(readManifest(write(join(root, "package.json"), '{"name":"pi","version":"1.0.0"}'))).toBe(
      null,
    );
    expect(readManifest(join(root, "missing.json"))).toBeNull();
  });
});
