// What a reader relies on in each file, checked against the text of the tree.
import { parse } from "@swc/core";
import { describe, expect, test } from "vitest";
import { mayTouch } from "./may-touch.ts";
import { files, tests } from "./tree.ts";

const names = (found: readonly { readonly name: string }[]) => found.map(({ name }) => name);

describe("effects", () => {
  const ambient =
    /\b(process\.(env|argv|cwd|exit|stdout|stderr|hrtime|kill|platform)\b|Date\.now|performance\.now|setTimeout|setInterval|Math\.random|new Date\(\))/;

  test("no clock, timer, randomness or environment is read outside the files whose job it is", () => {
    const strays = files.filter(({ name, text }) => !mayTouch.has(name) && ambient.test(text));
    expect(names(strays)).toEqual([]);
  });

  test("a file whose job it is does touch the machine", () => {
    const platform = /"node:(?!path"|crypto"|util"|zlib")|process\.(on|pid)\b/;
    const idle = [...mayTouch].filter((listed) => {
      const text = files.find(({ name }) => name === listed)?.text ?? "";
      return !ambient.test(text) && !platform.test(text);
    });
    expect(idle).toEqual([]);
  });

  test("only main ends the process", () => {
    const own =
      /^(main\.ts|world\/node\/guard\.ts|gate\/(dispatcher|toolbox\/actors)\/|agents\/pi\/(faults|resident)\/|resume\/resident\/)/;
    const strays = files.filter(
      ({ name, text }) => !own.test(name) && /process\.exit\(/.test(text),
    );
    expect(names(strays)).toEqual([]);
  });
});

describe("files", () => {
  test("stay small enough to read in one go", () => {
    expect(names(files.filter(({ text }) => text.length > 12_000))).toEqual([]);
  });

  test("name no machine and no user", () => {
    const local = /\/(home|Users|work|root)\/[a-z]/;
    expect(names(files.filter(({ text }) => local.test(text)))).toEqual([]);
  });

  test("begin by saying what they are", () => {
    const silent = files.filter(({ text, name }) => {
      const lead = text.startsWith("#!") ? text.slice(text.indexOf("\n") + 1) : text;
      return !lead.startsWith("//") && !name.includes("/scenarios/");
    });
    expect(names(silent)).toEqual([]);
  });

  test("hide no line break behind a spread of what was just written", () => {
    expect(names([...files, ...tests].filter(({ text }) => /\.\.\.\{ /.test(text)))).toEqual([]);
  });
});

describe("functions", () => {
  const mostLines = 60;

  test("fit on a screen", async () => {
    const found = await Promise.all(files.map(longFunctions));
    expect(found.flat()).toEqual([]);
  });

  async function longFunctions({ name, text }: (typeof files)[number]): Promise<string[]> {
    const module = await parse(text, {
      syntax: "typescript",
      tsx: name.endsWith(".tsx"),
      target: "es2022",
    });
    // Positions count bytes, and the module's own end is the end of the last statement.
    const offset = module.span.end - Buffer.byteLength(text.trimEnd());
    const bytes = Buffer.from(text);
    return functionSpans(module.body).flatMap(({ start, end }) => {
      const lines = bytes
        .subarray(start - offset, end - offset)
        .toString()
        .split("\n");
      return lines.length > mostLines ? [`${name}: ${lines.length} lines from ${lines[0]}`] : [];
    });
  }
});

interface Span {
  readonly start: number;
  readonly end: number;
}

const functionTypes = new Set([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "ClassMethod",
  "MethodProperty",
]);

function functionSpans(node: unknown): readonly Span[] {
  if (typeof node !== "object" || node === null) return [];
  const { type, span, function: method } = node as Record<string, unknown>;
  const own = (span ?? (method as { span?: Span } | undefined)?.span) as Span | undefined;
  const inner = Object.values(node).flatMap(functionSpans);
  return functionTypes.has(String(type)) && own ? [own, ...inner] : inner;
}

describe("speed", () => {
  // V8 makes such a function an old object at once, and all that it knows lives until the next
  // full collection: a tenth of the time of a simulated schedule, as measured.
  test("no function is written straight into a property in what a simulation runs", () => {
    const written = /\.\w+ (\?\?|\|\|)?= (async )?(function|\([^()]*\)(: [^=]+)? =>|\w+ =>)/;
    const simulated = /^(evidence|world|resume|invariants|gate|simulation)\//;
    const apart =
      /^(world\/node|resume\/resident|gate\/(dispatcher|toolbox\/actors|toolbox\/faults))\//;
    const strays = files
      .filter(({ name }) => simulated.test(name) && !apart.test(name))
      .flatMap(({ name, text }) => text.split("\n").map((line) => `${name}: ${line.trim()}`))
      .filter((line) => written.test(line) && !/: (const|let) /.test(line));
    expect(strays).toEqual([]);
  });
});
