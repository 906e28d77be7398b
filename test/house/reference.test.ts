// Every flag and config key is listed, each with what it means: docs/reference.md is what the program says of itself.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { docCommentsOf } from "../../tools/doc-comments.ts";
import { describedCommands } from "../../tools/program.ts";
import { referencePage } from "../../tools/reference.ts";
import { root } from "./tree.ts";

const page = readFileSync(join(root, "docs/reference.md"), "utf8");

test("the page is current: `pnpm reference` writes it", () => {
  expect(page).toBe(referencePage());
});

test("no command, flag or key is without its words", () => {
  const rows = page.split("\n").filter((line) => /^\| `/.test(line));
  const flags = describedCommands().flatMap(({ options }) => options);
  const keys = [...docCommentsOf("src/matrix/config/config.ts", "MatrixConfig").keys()];
  expect(rows.length).toBeGreaterThan(flags.length + keys.length);
  for (const key of keys) expect(page).toContain(`\n| \`${key}\` | `);
  expect(rows.filter((line) => / \| {2}\|$/.test(line))).toEqual([]);
});
