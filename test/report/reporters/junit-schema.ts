// JUnit's XML against the schema beside the tests.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { validateXML } from "xmllint-wasm";

const schema = readFileSync(join(import.meta.dirname, "../schemas/junit.xsd"), "utf8");

/** What xmllint has against it. */
export async function faultsInJunit(xml: string): Promise<readonly string[]> {
  const { errors } = await validateXML({ xml, schema });
  return errors.map(({ message }) => message);
}
