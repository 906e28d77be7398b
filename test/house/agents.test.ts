// What only pi's own folder may know.
import { expect, test } from "vitest";
import { files } from "./tree.ts";

/** `.pi` as a directory, not as a field: `simulation.pi` and the setting `pi` are names of our own. */
const words = /pi-coding-agent|--provider\b|--session-id|["'`/]\.pi\b|\bPI_/;

/** The upstream's words: it is an extension of pi, and some of its variables begin like pi's. */
const upstream = "lanes/entwurf/";
const upstreams = /\bPI_(?:SHELL_ACP_|META\b)/g;

/** It has an option of that name itself. */
const namesakes: readonly string[] = [
  "commands/loopback.ts",
  "commands/options.ts",
  "matrix/config/config.ts",
];

test("only its own folder speaks pi's words", () => {
  const found = files
    .filter(({ name }) => !name.startsWith("agents/pi/"))
    .filter(({ name, text }) => {
      const own = name.startsWith(upstream) ? text.replaceAll(upstreams, "") : text;
      return words.test(own);
    })
    .map(({ name }) => name);
  expect(found).toEqual(namesakes);
});
