// Where the resident extension lies, as a path that pi can load: TypeScript in a checkout,
// JavaScript in the installed package.
import { fileURLToPath } from "node:url";

const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";

export const residentExtension = fileURLToPath(
  new URL(`../../resume/resident/extension.${ending}`, import.meta.url),
);
