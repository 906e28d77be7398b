// The command line with the real parts, and of the scenarios those alone that a dossier asks for.
import { realParts } from "../../src/commands/parts.ts";
import { wantedRows } from "../../src/dossier/wanted.ts";
import { mainWith } from "./main-with.ts";

const asked = new Set(wantedRows.flatMap(({ items }) => items.map(({ scenario }) => scenario)));

await mainWith({
  ...realParts,
  scenarios: realParts.scenarios.filter(({ name }) => asked.has(name)),
});
