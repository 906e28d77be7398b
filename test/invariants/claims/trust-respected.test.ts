// What is said of a child's directory: whether it was trusted, asked about in time, and approved.
import { describe, expect, test } from "vitest";
import { trustRespected } from "../../../src/invariants/claims/trust-respected.ts";
import { after, change, moveBefore, paths, plainV2, type Sample, the, without } from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(trustRespected);
const asked = the("trust-asked");
const child = the("child-requested", { role: "resume" });
const work = paths.workingDirectory;

const approved = change(plainV2, asked, { approve: true });
const telling = (sample: Sample) =>
  change(sample, child, (event) => ({
    arguments: [...(event.arguments as string[]), "--approve"],
  }));

test("each question is told with its answer", () => {
  expect(told(plainV2)).toBe(`holds: ${work} trusted, approval false ([trust-asked])`);
  expect(told(telling(approved))).toBe(`holds: ${work} trusted, approval true ([trust-asked])`);
  const refused = without(change(plainV2, asked, { trusted: false, because: "a saved no" }), child);
  expect(told(refused)).toBe(`holds: ${work} not trusted, approval false ([trust-asked])`);
});

describe("a child", () => {
  test.each<readonly [flaw: string, sample: Sample, approval: boolean]>([
    [
      "started although a saved no",
      change(plainV2, asked, { trusted: false, because: "a saved no" }),
      false,
    ],
    ["runs in /elsewhere", change(plainV2, child, { workingDirectory: "/elsewhere" }), false],
    ["was told of an approval", telling(plainV2), false],
    ["was not told of the approval", approved, true],
    [
      "was started before the question",
      moveBefore(plainV2, asked, the("child-started", { role: "resume" })),
      false,
    ],
    [
      "started although nobody knows it, was told of an approval",
      telling(change(plainV2, asked, { trusted: false, because: "nobody knows it" })),
      false,
    ],
  ])("is at fault: it %s", (flaw, sample, approval) => {
    expect(told(sample)).toBe(
      `violated: child 2 ([child-requested 2]) ${flaw}; ` +
        `[trust-asked] asked for ${work}, approval ${approval}`,
    );
    expect(shownBy(trustRespected)(sample).toSorted()).toEqual([
      "[child-requested 2]",
      "[trust-asked]",
    ]);
  });

  test("answers for the question of its own dispatch", () => {
    const question = {
      ...({ type: "trust-asked", dispatch: 2, workingDirectory: "/elsewhere" } as const),
      trusted: false,
      approve: false,
      because: "a saved no",
    };
    expect(told(after(plainV2, asked, question))).toBe(
      `holds: ${work} trusted, approval false ([trust-asked]), ` +
        "/elsewhere not trusted, approval false ([trust-asked 2])",
    );
  });
});

test("where nobody asked it says so", () => {
  expect(told(without(plainV2, asked))).toBe("not-applicable: no dispatch came to ask for trust");
});
