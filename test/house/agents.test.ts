// What only pi's own folder may know.
import { expect, test } from "vitest";
import { files } from "./tree.ts";

/** `.pi` as a directory, not as a setting that is called so; two names of entwurf's begin like pi's. */
const words = /pi-coding-agent|--provider\b|--session-id|["'`/]\.pi\b|\bPI_(?!SHELL_ACP_|META\b)/;

/** It has an option of that name itself. */
const namesakes: readonly string[] = [
  "commands/loopback.ts",
  "commands/options.ts",
  "matrix/config/config.ts",
];

test("only its own folder speaks pi's words", () => {
  const found = files
    .filter(({ name, text }) => !name.startsWith("agents/pi/") && words.test(text))
    .map(({ name }) => name);
  expect(found).toEqual(namesakes);
});
