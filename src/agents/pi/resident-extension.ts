// Where the extensions for resumed children lie, as paths that pi can load: TypeScript in a
// checkout, JavaScript in the installed package.
import { fileURLToPath } from "node:url";

const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";

const pathOf = (name: string): string =>
  fileURLToPath(new URL(`./resident/${name}.${ending}`, import.meta.url));

export const residentExtension = pathOf("extension");
export const oneShotExtension = pathOf("one-shot");
