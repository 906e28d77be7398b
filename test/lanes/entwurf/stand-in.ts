// Builds the stand-in package in a directory of its own: same exports, our code, not entwurf.
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Generation } from "../../../src/lanes/entwurf/checkout.ts";

const source = fileURLToPath(new URL("./stand-in/", import.meta.url));
const scope = "@earendil-works";

/** `directory` must not exist yet; it resolves to the pi that this project depends on. */
export function buildStandIn(directory: string, generation: Generation): string {
  const extensions = join(directory, "pi-extensions");
  mkdirSync(extensions, { recursive: true });
  cpSync(join(source, "lib"), join(extensions, "lib"), { recursive: true });
  cpSync(join(source, "control.ts"), join(extensions, "control.ts"));
  if (generation === "B") overlay(join(extensions, "lib"));
  const manifest = {
    name: "stand-in",
    version: `0.0.0-${generation.toLowerCase()}`,
    type: "module",
    pi: { extensions: ["./pi-extensions/control.ts"] },
  };
  writeFileSync(join(directory, "package.json"), JSON.stringify(manifest));
  linkPi(directory);
  return directory;
}

/** v1 went with generation B, and so did looking a session up by its id. */
function overlay(library: string): void {
  const from = join(source, "generation-b");
  for (const name of readdirSync(from)) {
    const text = readFileSync(join(from, name), "utf8").replaceAll('"../lib/', '"./');
    writeFileSync(join(library, name), text);
  }
  writeFileSync(join(library, "entwurf-async.ts"), "export {};\n");
}

function linkPi(directory: string): void {
  const manifest = findPackageJSON(`${scope}/pi-coding-agent`, import.meta.url);
  if (manifest === undefined) throw new Error("pi is not installed; run the install");
  mkdirSync(join(directory, "node_modules", scope), { recursive: true });
  const link = join(directory, "node_modules", scope, "pi-coding-agent");
  symlinkSync(dirname(manifest), link);
}
