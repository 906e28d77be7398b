// Which version of this tool runs.
import { readFileSync } from "node:fs";

export function toolVersion(): string {
  const manifest = new URL("../../package.json", import.meta.url);
  return JSON.parse(readFileSync(manifest, "utf8")).version;
}
