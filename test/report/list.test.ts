// The JSON of lists against its published schema, which is made from its shape:
// `npx vitest run test/report/list.test.ts -u` writes it anew.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { z } from "zod";
import { realParts } from "../../src/commands/parts.ts";
import { invariants } from "../../src/invariants/index.ts";
import { listNames, listShape } from "../../src/report/list-shape.ts";
import { inProcess } from "../commands/in-process.ts";
import { temporaryDirectory } from "../matrix/place.ts";

const published = join(import.meta.dirname, "../../docs/list.schema.json");

test("the published schema is the shape that is written", async () => {
  const { $schema, ...schema } = z.toJSONSchema(listShape, {
    io: "input",
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  const title = "What `matrix list --json` prints";
  const text = JSON.stringify({ $schema, title, ...schema }, null, 2);
  await expect(`${text}\n`).toMatchFileSnapshot(published);
});

function place(): string {
  const directory = temporaryDirectory();
  const claim = '{ name: "mine", claim: "It is mine.", judge() {} }';
  const text = `export default { targets: ["openai/gpt-5.4"], claims: [${claim}] };`;
  writeFileSync(join(directory, "matrix.config.js"), text);
  writeFileSync(join(directory, "package.json"), '{"type":"module"}');
  return directory;
}

test.each(listNames)("%s are listed as the schema says, each with its name", async (what) => {
  const validate = new Ajv2020({ strict: true }).compile(
    JSON.parse(readFileSync(published, "utf8")),
  );
  const words = ["list", "--what", what];
  const directory = place();
  const { code, stdout, stderr } = await inProcess(directory, [...words, "--json"], realParts);
  expect(code, stderr).toBe(0);
  const value = JSON.parse(stdout);
  expect(validate(value) ? [] : validate.errors).toEqual([]);
  // The shape leaves out each field that it does not name.
  expect(listShape.parse(value)).toEqual(value);
  expect(Object.keys(value)).toEqual(["listVersion", what]);
  expect(value[what].length).toBeGreaterThan(0);
  const text = (await inProcess(directory, words, realParts)).stdout;
  for (const { name, title } of value[what]) expect(text).toContain(title ?? name);
});

test("a cell has its coordinates, and the title by which a test list names it", async () => {
  const { stdout } = await inProcess(place(), ["list", "--json", "--limit", "1"], realParts);
  expect(JSON.parse(stdout).cells).toEqual([
    {
      title: "pi:openai/gpt-5.4 v2 plain #1",
      target: "openai/gpt-5.4",
      agent: "pi",
      wireApi: "openai-responses",
      lane: "v2",
      scenario: "plain",
      history: "one-turn",
      repetition: 1,
      skip: null,
    },
  ]);
});

test("claims of the config stand behind those built in, and another kind is refused", async () => {
  const words = ["list", "--what", "claims", "--json"];
  const { claims } = JSON.parse((await inProcess(place(), words, realParts)).stdout);
  const names = claims.map(({ name }: { name: string }) => name);
  expect(names).toEqual([...invariants.map(({ name }) => name), "mine"]);
  const wrong = await inProcess(place(), ["list", "--what", "models"], realParts);
  expect(wrong.code).toBe(254);
  expect(wrong.stderr).toContain("Allowed choices are cells, claims");
});
