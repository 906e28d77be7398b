// Imports go one way, no two files form a circle, and what is pure reaches nothing of the platform.
import type { IForbiddenRuleType, IRegularForbiddenRuleType } from "dependency-cruiser";
import { beforeAll, describe, expect, test } from "vitest";
import { mayTouch } from "./may-touch.ts";
import { apart, knowPi, knowTheSubject, only, pure, rows, toBeRemoved } from "./rooms.ts";
import { cruised, files } from "./tree.ts";

/** A pattern for the paths of these rooms. */
const within = (rooms: readonly string[]) =>
  `^src/(${rooms.map((room) => (room.endsWith(".ts") ? room : `${room}/`)).join("|")})`;

const forbid = (
  name: string,
  from: string,
  to: IRegularForbiddenRuleType["to"],
): IForbiddenRuleType => ({
  name,
  severity: "error",
  from: { path: from },
  to,
});

const rules: IForbiddenRuleType[] = [
  ...rows.flatMap((row, index) => {
    const above = rows.slice(index + 1).flat();
    return row.map((room) => {
      const beside = row.filter((other) => other !== room);
      return forbid("upward", within([room]), { path: within([...above, ...beside, ">"]) });
    });
  }),
  ...Object.entries(only).map(([room, allowed]) =>
    forbid("only", within([room]), { path: "^src/", pathNot: within([room, ...allowed]) }),
  ),
  ...apart.map(([one, other]) => forbid("apart", within([one]), { path: within([other]) })),
  forbid("circle", "^src/", { circular: true }),
  forbid("unresolved", "^src/", { couldNotResolve: true }),
];

const short = (path: string) => path.replace(/^src\//, "");

interface Way {
  readonly from: string;
  readonly to: string;
  readonly platform: boolean;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
}

let ways: readonly Way[] = [];
let violations: readonly { readonly rule: string; readonly way: string }[] = [];

beforeAll(async () => {
  const { modules, summary } = await cruised(rules);
  ways = modules.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved, module, coreModule, dependencyTypes, dynamic }) => ({
      dynamic,
      from: short(source),
      to: coreModule ? module.replace(/^node:/, "") : short(resolved),
      platform: coreModule,
      typeOnly: dependencyTypes.includes("type-only"),
    })),
  );
  violations = summary.violations.map(({ rule, from, to, cycle = [] }) => {
    const end = cycle.length > 0 ? cycle.map(({ name }) => short(name)).join(" → ") : short(to);
    return { rule: rule.name, way: `${short(from)} → ${end}` };
  });
});

const broken = (...names: readonly string[]) =>
  violations.filter(({ rule }) => names.includes(rule)).map(({ way }) => way);

describe("imports", () => {
  test("all of them are seen", () => {
    expect(broken("unresolved")).toEqual([]);
    expect(ways.length).toBeGreaterThan(files.length);
  });

  test("every file stands in one room", () => {
    const homes = rows.flat().map((room) => new RegExp(within([room])));
    const lost = files.filter(
      ({ name }) => homes.filter((home) => home.test(`src/${name}`)).length !== 1,
    );
    expect(lost.map(({ name }) => name)).toEqual([]);
  });

  test("go one way, down the rows", () => {
    expect(broken("upward")).toEqual([]);
  });

  test("form no circle, not even of types", () => {
    expect(broken("circle")).toEqual([]);
  });

  test("keep evidence, claims, the provider and the subject to themselves", () => {
    expect(broken("only")).toEqual([]);
  });

  test("keep the eye apart from what it sees, but for what is still to be removed", () => {
    expect(broken("apart").sort()).toEqual([...toBeRemoved].sort());
  });
});

describe("what is loaded before Node's version is looked at", () => {
  test("is nothing that an older one has not", () => {
    const loaded = new Set(["main.ts"]);
    for (const from of loaded) {
      for (const way of ways) {
        if (way.from === from && !way.typeOnly && !way.dynamic) loaded.add(way.to);
      }
    }
    expect(loaded).toContain("world/node-version.ts");
    const packages = [...loaded].filter((name) => name.includes("node_modules"));
    expect(packages.map((name) => /node_modules\/(?!\.)[^/]+/.exec(name)?.[0])).toEqual([
      "node_modules/p-limit",
    ]);
    expect(loaded).not.toContain("module");
  });
});

describe("pi", () => {
  test("is known to the registry, and to what is made for it alone", () => {
    const from = ways.filter(({ to }) => to.startsWith("agents/pi/")).map((way) => way.from);
    const homes = ["agents/pi/", ...Object.keys(knowPi)];
    expect(from.filter((file) => !homes.some((home) => file.startsWith(home)))).toEqual([]);
    for (const home of homes) expect(from.some((file) => file.startsWith(home))).toBe(true);
  });
});

describe("the gate", () => {
  test("knows the subject's code in the files whose job that is, and nowhere else", () => {
    const known = ways.filter(
      ({ from, to }) => from.startsWith("gate/") && to.startsWith("resume/"),
    );
    const files = [...new Set(known.map(({ from }) => from))];
    expect(files.sort()).toEqual(Object.keys(knowTheSubject).sort());
  });
});

/** They compute, and touch nothing. */
const harmless = new Set(["path", "crypto", "util", "zlib"]);
const touches = ({ platform, typeOnly, to }: Way) => platform && !typeOnly && !harmless.has(to);

describe("the platform", () => {
  test("is imported only by the files whose job it is", () => {
    const strays = ways.filter((way) => touches(way) && !mayTouch.has(way.from));
    expect(strays).toEqual([]);
  });

  test("is not reached from what is pure, on whatever way", () => {
    const isPure = new RegExp(within(pure));
    const starts = files.map(({ name }) => name).filter((name) => isPure.test(`src/${name}`));
    const reached = starts.flatMap((start) => wayToPlatform(start) ?? []);
    expect(reached).toEqual([]);
  });
});

/** The shortest one that runs, as a text; null when there is none. */
function wayToPlatform(start: string): string | null {
  const seen = new Set([start]);
  const open = [[start]];
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    for (const way of ways) {
      if (way.from !== path.at(-1) || way.typeOnly || seen.has(way.to)) continue;
      if (touches(way)) return [...path, way.to].join(" → ");
      seen.add(way.to);
      if (!way.platform) open.push([...path, way.to]);
    }
  }
  return null;
}
