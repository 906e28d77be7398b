// Nothing lies about: no file, export or dependency that nobody uses. What knip takes for an entry
// (all that is started as a process, or loaded by another one) stands in `knip.json`.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { root } from "./tree.ts";

interface Finding {
  readonly file: string;
  readonly [kind: string]: unknown;
}

test("nothing is unused", async () => {
  const knip = join(root, "node_modules", "knip", "bin", "knip.js");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [knip, "--no-progress", "--no-exit-code", "--reporter", "json"],
    { cwd: root },
  );
  const { issues } = JSON.parse(stdout) as { readonly issues: readonly Finding[] };
  const unused = issues.flatMap(({ file, ...kinds }) =>
    Object.entries(kinds).flatMap(([kind, found]) =>
      Array.isArray(found) ? found.map(({ name }) => `${file}: ${kind} ${name}`) : [],
    ),
  );
  expect(unused).toEqual([]);
});
