// Which build this is, by its content: a canary's result says nothing of any other.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder with this build's code: `src` of a checkout, `dist` of the installed package. */
const code = fileURLToPath(new URL("../../", import.meta.url));

/** The first 16 hex digits of a SHA-256 over the names and texts of all modules. */
export function buildId(directory = code): string {
  const hash = createHash("sha256");
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|js)$/.test(name))
    .sort();
  for (const name of names) {
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(directory, name)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}
