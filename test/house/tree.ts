// The tree as these tests see it: every source file with its text, and who imports whom.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { cruise, type ICruiseResult, type IForbiddenRuleType } from "dependency-cruiser";

export const root = resolve(import.meta.dirname, "../..");

const filesBelow = (directory: string) =>
  readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".generated.ts"))
    .map((name) => ({ name, text: readFileSync(join(directory, name), "utf8") }));

/** Names are relative to `src`. */
export const files = filesBelow(join(root, "src"));

/** Names are relative to `test`. */
export const tests = filesBelow(join(root, "test"));

/** Imports of types count as much as the others: both are what a reader has to know. */
export async function cruised(forbidden: IForbiddenRuleType[]): Promise<ICruiseResult> {
  const { output } = await cruise(["src"], {
    baseDir: root,
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    validate: true,
    ruleSet: { forbidden },
  });
  if (typeof output === "string") throw new Error("dependency-cruiser answered with a text");
  return output;
}
