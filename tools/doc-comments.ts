// What the doc comments of an interface say of its fields: the one place where a setting is described.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";

/** By name, in one line each; empty where a field has none. `file` is relative to the project. */
export function docCommentsOf(file: string, name: string): ReadonlyMap<string, string> {
  const text = readFileSync(join(root, file), "utf8");
  const [, body] = new RegExp(`^export interface ${name} \\{\\n(.*?)^\\}`, "ms").exec(text) ?? [];
  if (body === undefined) throw new Error(`${file} has no interface ${name}`);
  const fields = body.matchAll(/(?:^ {2}\/\*\*(.*?)\*\/\n)?^ {2}readonly (\w+)\??:/gms);
  return new Map(
    [...fields].map(([, comment = "", field = ""]) => [
      field,
      comment.replace(/[\s*]+/g, " ").trim(),
    ]),
  );
}
