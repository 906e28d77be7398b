// Words from outside stay words in every report: none of them can be broken, or made to do anything.
import { validateStrict } from "ctrf";
import { describe, expect, test } from "vitest";
import { reporters } from "../../../src/report/reporters/index.ts";
import { colourless } from "../../../src/report/style.ts";
import { hostileSummary, hostileTexts } from "../hostile.ts";
import { faultsInJunit } from "./junit-schema.ts";

const options = { width: 100, verbose: true, paint: colourless, groupOf: () => "other" };

/** What would be obeyed, reordered or replaced on its way; JSON in one line may escape what it likes. */
const obeyed = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/u;

/** What each format forbids besides. */
const own: Readonly<Record<string, (text: string) => void | Promise<void>>> = {
  json: (text) => void JSON.parse(text),
  ctrf: (text) => validateStrict(JSON.parse(text)),
  junit: async (text) => expect(await faultsInJunit(text)).toEqual([]),
  markdown: (text) => expect(outsideOfCode(text)).not.toMatch(/<|\]\(|@someone/),
  github(text) {
    const commands = text.split("\n").filter((line) => /^\s*::/.test(line));
    expect(commands.map((line) => line.split(" ")[0])).toEqual([
      "::error",
      "::warning",
      "::warning",
    ]);
    expect(text).not.toContain("##[");
  },
};

const outsideOfCode = (text: string) => text.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, "");

// The page packs its texts, and is opened in a browser by its own tests.
const inWords = reporters.filter(({ name }) => name !== "html");

describe.each(inWords)("the reporter $name", ({ name, render, appends }) => {
  test.each(hostileTexts)("shows %s as text", async (_, hostile) => {
    const summary = hostileSummary(hostile);
    const texts = [
      render(summary, options),
      ...(appends ? [appends.render(summary, options)] : []),
    ];
    for (const text of texts) {
      expect(text.replaceAll("\n", "")).not.toMatch(obeyed);
      if (name !== "histories") expect(text).toContain("before ");
    }
    await own[name]?.(texts[0] ?? "");
  });
});
