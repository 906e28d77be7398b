// The house rules that a reader relies on, checked against the tree itself.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");
const source = join(root, "src");

const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => ({ name, text: readFileSync(join(source, name), "utf8") }));

/** Bottom to top: a folder may import what stands in its own row or in a lower one. */
const layers = [
  ["evidence", "loopback"],
  ["world"],
  ["resume", "agents"],
  ["lanes", "invariants"],
  ["gate"],
  ["matrix", "simulation"],
  ["canary", "dossier"],
  ["report"],
  ["commands"],
  ["main.ts", "index.ts"],
];

/** Tighter than the layers: all that these folders may import, besides themselves. */
const only: Record<string, readonly string[]> = {
  evidence: [],
  loopback: [],
  invariants: ["evidence"],
  resume: ["agents", "world", "evidence"],
};

const folderOf = (path: string) => path.split("/")[0] as string;
const rank = (folder: string) => layers.findIndex((layer) => layer.includes(folder));

function importsOf({ name, text }: { name: string; text: string }): string[] {
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(
    ([, path]) => path,
  );
  return specifiers.map((path) =>
    path?.startsWith(".")
      ? relative(source, resolve(source, dirname(name), path))
      : (path as string),
  );
}

const edges = files.flatMap((file) =>
  importsOf(file).map((target) => ({ from: file.name, to: target })),
);
const internal = edges.filter(({ to }) => to.endsWith(".ts"));

describe("imports", () => {
  test("every folder has its layer", () => {
    const folders = new Set(files.map(({ name }) => folderOf(name)));
    expect([...folders].filter((folder) => rank(folder) < 0)).toEqual([]);
  });

  test("point one way, down the layers", () => {
    const upward = internal.filter(({ from, to }) => rank(folderOf(to)) > rank(folderOf(from)));
    expect(upward).toEqual([]);
  });

  test("keep evidence, claims, the provider and the subject to themselves", () => {
    const strays = internal.filter(({ from, to }) => {
      const [inner, outer] = [folderOf(from), folderOf(to)];
      return inner !== outer && only[inner] !== undefined && !only[inner].includes(outer);
    });
    expect(strays).toEqual([]);
  });
});

/** Whose job it is to touch the machine; everybody else is handed a world. */
const mayTouch = [
  /^world\/node/,
  /^loopback\//,
  /^resume\/resident\//,
  /^gate\/(dispatcher|toolbox\/actors|toolbox\/faults)\//,
  /^gate\/script\.ts$/,
  /^lanes\/entwurf\/(apart|ask-at-once|children|disk|find|load|models|open)\.ts$/,
  /^agents\/pi\/(find|trust|package|launch|installed|ask-models|newest|resident-extension)\.ts$/,
  /^matrix\/(run|store|clean|live|config)\//,
  /^canary\/loopback\.ts$/,
  /^commands\//,
  /^main\.ts$/,
];
const isAllowed = (name: string) => mayTouch.some((pattern) => pattern.test(name));
const pureModules = new Set(["node:path", "node:crypto", "node:util"]);

describe("effects", () => {
  test("no module of the platform is imported outside the files whose job it is", () => {
    const strays = edges.filter(
      ({ from, to }) => to.startsWith("node:") && !pureModules.has(to) && !isAllowed(from),
    );
    expect(strays).toEqual([]);
  });

  test("no clock, timer, randomness or environment is read outside them either", () => {
    const ambient =
      /\b(process\.(env|argv|exit|stdout|stderr|hrtime|kill|platform)|Date\.now|performance\.now|setTimeout|setInterval|Math\.random|new Date\(\))/;
    const strays = files.filter(({ name, text }) => !isAllowed(name) && ambient.test(text));
    expect(strays.map(({ name }) => name)).toEqual([]);
  });

  test("only main ends the process", () => {
    const own =
      /^(main\.ts|world\/node\/guard\.ts|gate\/(dispatcher|toolbox\/(actors|faults))\/|resume\/resident\/)/;
    const strays = files.filter(
      ({ name, text }) => !own.test(name) && /process\.exit\(/.test(text),
    );
    expect(strays.map(({ name }) => name)).toEqual([]);
  });
});

describe("files", () => {
  test("stay small enough to read in one go", () => {
    const large = files.filter(({ text }) => text.length > 12_000).map(({ name }) => name);
    expect(large).toEqual([]);
  });

  test("name no machine and no user", () => {
    const local = /\/(home|Users|work|root)\/[a-z]/;
    expect(files.filter(({ text }) => local.test(text)).map(({ name }) => name)).toEqual([]);
  });

  test("begin by saying what they are", () => {
    const silent = files.filter(({ text, name }) => {
      const lead = text.startsWith("#!") ? text.slice(text.indexOf("\n") + 1) : text;
      return !lead.startsWith("//") && !name.includes("/scenarios/");
    });
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});

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
