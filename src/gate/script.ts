// Scripts of ours that run as processes of their own: TypeScript in a checkout (Node strips the
// types itself), JavaScript in the installed package.
import { fileURLToPath } from "node:url";

const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";

/** `actors/main` → its absolute path. */
export function scriptPath(name: string): string {
  return fileURLToPath(new URL(`./${name}.${ending}`, import.meta.url));
}
