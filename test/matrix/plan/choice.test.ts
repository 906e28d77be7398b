import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { chooser } from "../../../src/matrix/plan/choice.ts";
import { UsageError } from "../../../src/world/usage-error.ts";

const nothing = { testList: null, shuffle: null, limit: null };
const titles = ["pi:one/a v2 plain", "pi:two/b v2 plain"].flatMap((row) => [
  `${row} #1`,
  `${row} #2`,
]);
const listed = (...lines: readonly string[]) =>
  chooser({ ...nothing, testList: { file: "cells.txt", lines } })(titles);

describe("a list of cells", () => {
  test("leaves those that it names, in the plan's order; a row without a number is all of it", () => {
    expect(listed("pi:two/b v2 plain #1", "pi:one/a v2 plain")).toEqual([
      titles[0],
      titles[1],
      titles[2],
    ]);
  });

  test("may be what `matrix list` prints, with comments", () => {
    const lines = [
      "# of Tuesday",
      "",
      "pi:one/a v2 plain #2 (openai-responses)",
      "pi:two/b v2 plain #2 (x)  skipped: it lacks (something)",
      "4 planned, 3 to run",
    ];
    expect(listed(...lines)).toEqual([titles[1], titles[3]]);
  });

  test("is refused with each line that names no cell, by its number", () => {
    const wrong = () => listed("pi:one/a v2 plain #1", "pi:one/a v3 plain", "pi:one/a v2 plain #9");
    expect(wrong).toThrow(UsageError);
    expect(wrong).toThrow(/cells\.txt:2.*"pi:one\/a v3 plain"[\s\S]*cells\.txt:3.*#9/);
  });
});

const someTitles = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 40 });

property.prop([someTitles, fc.integer({ min: 1 })])(
  "a shuffle keeps every cell, and the same seed gives the same order",
  (some, shuffle) => {
    const choose = chooser({ ...nothing, shuffle });
    expect([...choose(some)].sort()).toEqual([...some].sort());
    expect(choose(some)).toEqual(choose(some));
  },
);

property.prop([someTitles, fc.integer({ min: 1 }), fc.nat()])(
  "a cell that goes moves no two others",
  (some, shuffle, index) => {
    const choose = chooser({ ...nothing, shuffle });
    const gone = some[index % Math.max(1, some.length)];
    const left = choose(some).filter((title) => title !== gone);
    expect(choose(some.filter((title) => title !== gone))).toEqual(left);
  },
);

test("seeds give different orders, and every cell may come first", () => {
  const seeds = Array.from({ length: 200 }, (_, index) => index + 1);
  const firsts = seeds.map((shuffle) => chooser({ ...nothing, shuffle })(titles)[0]);
  expect(new Set(firsts).size).toBe(titles.length);
});

test("a limit takes the first ones of the order", () => {
  expect(chooser({ ...nothing, limit: 3 })(titles)).toEqual(titles.slice(0, 3));
  expect(chooser({ ...nothing, limit: 9 })(titles)).toEqual(titles);
  const order = chooser({ ...nothing, shuffle: 7 })(titles);
  expect(chooser({ ...nothing, shuffle: 7, limit: 1 })(titles)).toEqual(order.slice(0, 1));
});
