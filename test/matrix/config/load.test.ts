import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadConfig } from "../../../src/matrix/config/load.ts";
import { temporaryDirectory } from "../place.ts";

async function loaded(source: string): Promise<unknown> {
  const place = temporaryDirectory();
  writeFileSync(join(place, "matrix.config.ts"), `export default ${source};\n`);
  return (await loadConfig(place, undefined)).value;
}

test.each([
  '{ get lanes() { throw new Error("no lanes today"); } }',
  '{ targets: [{ get provider() { throw new Error("no lanes today"); } }] }',
])("names the config whose getter throws: %s", async (source) => {
  await expect(loaded(source)).rejects.toThrow(
    /matrix\.config\.ts: cannot be loaded\. Error: no lanes today/,
  );
});

test("reads a config that refers to itself", async () => {
  const value = await loaded(
    '(() => { const made = { lanes: ["v2"] }; return { ...made, made }; })()',
  );
  expect(value).toMatchObject({ lanes: ["v2"] });
});

test.each(["matrix.config.json", "notes.ts", "."])("refuses %s as no program", async (named) => {
  const place = temporaryDirectory();
  writeFileSync(join(place, "matrix.config.json"), "{}");
  mkdirSync(join(place, "notes.ts"));
  await expect(loadConfig(place, named)).rejects.toThrow(/: is no TypeScript or JavaScript file/);
});
