import fc from "fast-check";
import { expect, test } from "vitest";
import { addTo } from "../../src/scaffold/manifest.ts";

const script = { section: "scripts", key: "matrix", value: "resume-matrix" };

test("what is added stands last, in the indent and with the line ends of the others", () => {
  const text =
    '{\n\t"name": "a",\n\t"scripts": {\n\t\t"test": "x"\n\t},\n\t"files": ["a", "b"]\n}\n';
  for (const given of [text, text.replaceAll("\n", "\r\n"), text.trimEnd(), `\ufeff${text}`]) {
    const lineEnd = given.includes("\r\n") ? "\r\n" : "\n";
    const old = '"test": "x"';
    const added = `${old},${lineEnd}\t\t"matrix": "resume-matrix"`;
    expect(addTo(given, [script])).toBe(given.replace(old, added));
  }
});

test("a section that is not there is made at the end", () => {
  expect(addTo('{\n    "name": "a"\n}\n', [script])).toBe(
    '{\n    "name": "a",\n    "scripts": {\n        "matrix": "resume-matrix"\n    }\n}\n',
  );
});

test("a text of any look, and any content, says the same as before and what is added", () => {
  const words = fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true });
  const manifests = fc.record(
    { name: fc.string(), scripts: words, deep: fc.jsonValue(), more: words },
    { requiredKeys: [], noNullPrototype: true },
  );
  const indents = fc.constantFrom("", "  ", "\t", "   ");
  fc.assert(
    fc.property(manifests, indents, (manifest, indent) => {
      const given = JSON.parse(JSON.stringify(manifest));
      const scripts = { ...given.scripts, matrix: "resume-matrix" };
      const text = addTo(JSON.stringify(given, null, indent), [script]);
      expect(JSON.parse(text)).toEqual({ ...given, scripts });
    }),
  );
});
