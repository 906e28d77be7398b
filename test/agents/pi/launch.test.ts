import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { launchOf } from "../../../src/agents/pi/launch.ts";

const root = mkdtempSync(join(tmpdir(), "rm-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const path = join(root, "pi");
function launchOfText(text: string | Uint8Array) {
  writeFileSync(path, text);
  return launchOf(path);
}

describe("a script for Node", () => {
  test.each([
    "#!/usr/bin/env node\nimport 'x';\n",
    "#! /usr/bin/env node",
    "#!/usr/bin/env node\r\nimport 'x';\r\n",
    "#!/usr/bin/node\n",
    "#!/opt/node-20/bin/node\n",
  ])("runs on our own Node: %j", (text) => {
    expect(launchOfText(text)).toEqual({ command: process.execPath, commandArguments: [path] });
  });

  test("keeps the flags of its first line", () => {
    const { commandArguments } = launchOfText("#!/usr/bin/env -S node --no-warnings --x=1\n");
    expect(commandArguments).toEqual(["--no-warnings", "--x=1", path]);
  });
});

/** As pnpm writes it, but for what it does on other systems. */
const shimOf = (script: string) => `#!/bin/sh
basedir=$(dirname "$(echo "$0" | sed -e 's,\\\\,/,g')")
if [ -x "$basedir/node" ]; then
  exec "$basedir/node"  "$basedir/${script}" "$@"
else
  exec node  "$basedir/${script}" "$@"
fi
`;

describe("what pnpm puts in the place of a script for Node", () => {
  test("is passed over: the script runs on our own Node, as no child of a shell", () => {
    const script = join(root, "cli.js");
    writeFileSync(script, "");
    const launch = launchOfText(shimOf("cli.js"));
    expect(launch).toEqual({ command: process.execPath, commandArguments: [script] });
  });

  test("is started as it stands where its script is not there", () => {
    expect(launchOfText(shimOf("gone.js"))).toEqual({ command: path, commandArguments: [] });
  });

  test("is taken for one by how it begins: a wrapper of somebody's own may do more", () => {
    const own = shimOf("cli.js").replace("\n", "\nexport MORE=1\n");
    expect(launchOfText(own)).toEqual({ command: path, commandArguments: [] });
  });
});

describe("anything else is started as it stands", () => {
  test.each([
    "#!/bin/sh\nexec node cli.js\n",
    "#!/usr/bin/env bun\n",
    "#!/usr/bin/env nodemon\n",
    "#!/usr/bin/env python3\n#!/usr/bin/env node\n",
    "\n#!/usr/bin/env node\n",
    "#!/usr/bin/env -S NODE_OPTIONS=--x node\n",
    "",
    Buffer.from("7f454c460201010000232f7573722f62696e2f656e76206e6f64650a", "hex"),
  ])("%j", (text) => {
    expect(launchOfText(text)).toEqual({ command: path, commandArguments: [] });
  });
});
