// What the documents say is there is there: links lead somewhere, flags exist, command lines can be read by the program.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { CommanderError } from "commander";
import { describe, expect, test } from "vitest";
import { pages } from "../../tools/pages.ts";
import { describedCommands, program } from "../../tools/program.ts";
import { site } from "../../tools/site.ts";
import { root } from "./tree.ts";

const all = pages();
const flags = new Set([
  ...describedCommands().flatMap(({ options }) => options.flatMap(({ names }) => names)),
  "--help",
  "--version",
]);

/** Flags of other programs, each with whose it is. */
const foreign: Readonly<Record<string, string>> = {
  "--approve": "pi",
  "--append-system-prompt": "pi",
  "--extension": "pi",
  "--model": "pi",
  "--name": "pi",
  "--no-extensions": "pi",
  "--no-session": "pi",
  "--session": "pi",
  "--session-control": "pi",
  "--session-id": "pi",
  "--system-prompt": "pi",
  "--thinking": "pi",
  "--tools": "pi",
  "--logLevel": "stryker",
  "--max-old-space-size": "node",
  "--mutate": "stryker",
  "--reporter append-only": "pnpm",
};

describe.each([...all])("$path", (page) => {
  test("no link is dead, and no anchor", () => {
    const dead = page.links
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const [file = "", anchor] = link.split("#");
        const target = file === "" ? page.path : normalize(join(dirname(page.path), file));
        const anchors = all.find(({ path }) => path === target)?.anchors;
        return !existsSync(join(root, target)) || (anchor && !anchors?.includes(anchor));
      });
    expect(dead).toEqual([]);
  });

  test("no flag is dead", () => {
    const code = [...page.words, ...page.shellLines.filter((line) => commandsIn(line).length > 0)];
    const named = code.flatMap((text) => text.match(/(?<![\w-])--[a-z][a-zA-Z-]*/g) ?? []);
    expect([...new Set(named)].filter((flag) => !flags.has(flag) && !foreign[flag])).toEqual([]);
  });

  test("each command line is one that the program can read", () => {
    const lines = [...page.words, ...page.shellLines].flatMap(commandsIn);
    expect(lines.flatMap((words) => complaint(words) ?? [])).toEqual([]);
  });
});

test("dead things are seen", () => {
  expect(commandsIn("LIVE=1 pnpm matrix --target 'a b' && ls # --x")).toEqual([
    ["--target", "a b"],
  ]);
  expect(commandsIn("npx resume-matrix check <run> …")).toEqual([["check", "run"]]);
  expect(complaint(["--no-such-flag"])).toMatch(/unknown option/);
  expect(complaint(["chekc"])).toMatch(/too many arguments/);
  expect(complaint(["list", "--what", "nothing"])).toMatch(/Allowed choices/);
  expect(complaint(["list", "--what", "claims"])).toBeNull();
  const counted = all.flatMap((page) => [...page.words, ...page.shellLines].flatMap(commandsIn));
  expect(counted.length).toBeGreaterThan(50);
});

/** The words behind `matrix` of each command in a line, as a shell splits them. */
function commandsIn(line: string): readonly (readonly string[])[] {
  return line
    .replace(/(^|\s)#(\s.*)?$/, "")
    .split(/&&|;| \|\|? /)
    .flatMap((part) => {
      const called =
        /^\s*(?:[A-Z_]+=\S+ )*(?:(?:npx -y pnpm@10|pnpm) (?:-s )?matrix|npx resume-matrix|resume-matrix|matrix)(?= |$)(.*)$/.exec(
          part,
        );
      return called === null ? [] : [wordsOf(called[1] ?? "")];
    });
}

/** A placeholder stands for some word, a number where one is counted. */
const wordsOf = (text: string): readonly string[] =>
  [
    ...text
      .replace(/ \[options\]/g, "")
      .replace(/'?<([^>]*)>'?|\[(\w+)(?:\.\.\.)?\]/g, (_all, one = "", other = "") =>
        (one || other).replaceAll(" ", "-"),
      )
      .matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g),
  ]
    .map(([, single, double, bare]) => single ?? double ?? bare ?? "")
    .filter((word, index, words) => word !== "…" || words[index - 1]?.startsWith("--"))
    .map((word) => (/^(?:N|n|count|number|seed|dollars)$/.test(word) ? "1" : word))
    // Of several that are named as alternatives, the first stands for all.
    .map((word) => (word === "shell" ? "bash" : (word.split("|")[0] ?? word)));

/** What the program says against it; null where it would be run. Nothing is. */
function complaint(words: readonly string[]): string | null {
  const command = program();
  // Its name alone speaks of the command, and is not to be typed.
  if (words.length === 1 && command.commands.some((each) => each.name() === words[0])) return null;
  for (const each of command.commands) each.action(() => undefined);
  try {
    command.parse([...words], { from: "user" });
    return null;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? null : `matrix ${words.join(" ")}: ${error.message}`;
  }
}

/** Commands of pnpm itself, before which it looks at no script: `pnpm docs` asks for a page of the registry. */
const ofPnpm =
  "add audit bin bugs cache config create deploy dlx docs doctor exec fetch help home import info init install licenses link list outdated pack patch prune publish rebuild remove repo root search store unlink update view why".split(
    " ",
  );

test("no script is hidden behind a command of pnpm's own", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(Object.keys(scripts)).toContain("site");
  expect(ofPnpm.filter((name) => name in scripts)).toEqual([]);
});

describe("the site", () => {
  const files = site();

  test("has every page, and each link of it leads to a page, an anchor or a file", () => {
    expect(files.size).toBe(all.length);
    const dead = [...files].flatMap(([name, text]) =>
      [...text.matchAll(/ href="([^"]*)"/g)]
        .map(([, href = ""]) => href)
        .filter((href) => !/^https?:/.test(href))
        .filter((href) => {
          const [file = "", anchor] = href.split("#");
          const page = files.get(file === "" ? name : file);
          if (page === undefined) return !existsSync(join(root, normalize(join("out/docs", file))));
          return anchor !== undefined && !page.includes(` id="${anchor}"`);
        }),
    );
    expect(dead).toEqual([]);
  });

  test("loads nothing, and runs nothing", () => {
    for (const text of files.values()) {
      expect(text).not.toMatch(/<script|<link|src="https?:|@import|url\(/);
      expect(text).toContain("default-src 'none'");
    }
  });
});
