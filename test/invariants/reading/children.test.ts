// Which processes were started, and by what each of them is known to have ended.
import { describe, expect, test } from "vitest";
import type { UnstampedEvent } from "../../../src/evidence/event.ts";
import { endOf, startedChildren } from "../../../src/invariants/reading/children.ts";
import { before, evidenceOf, plainV2, resumeChild, seedChild, the, without } from "../sample.ts";

test("started children are all of them, or those of one role", () => {
  const roles = (role?: "seed" | "resume") =>
    startedChildren(evidenceOf(plainV2), role).map((child) => child.role);
  expect(roles()).toEqual(["seed", "resume"]);
  expect(roles("resume")).toEqual(["resume"]);
});

describe("the end of a process", () => {
  const open = without(without(plainV2, the("child-exited", { role: "resume" })), the("reaped"));
  const endAfter = (...events: readonly UnstampedEvent[]) => {
    const evidence = evidenceOf(before(open, the("census"), ...events));
    const [child] = startedChildren(evidence, "resume");
    return child && endOf(evidence, child);
  };
  const checked = (alive: boolean, fields: object = {}): UnstampedEvent => ({
    ...({ type: "process-checked", moment: "after-reap", ...resumeChild, alive } as const),
    ...fields,
  });
  const reaped = (verified: boolean, fields: object = {}): UnstampedEvent => ({
    ...({ type: "reaped", ...resumeChild, how: "killed", verified } as const),
    ...fields,
  });
  const exit = { exitCode: 0, signal: null, type: "child-exited", role: "resume" } as const;

  test.each<readonly [what: string, event: UnstampedEvent]>([
    ["its exit", { ...exit, child: { dispatch: null, n: 2 }, ...resumeChild }],
    ["a reaping that saw it gone", reaped(true)],
    ["a check that found it gone", checked(false)],
  ])("is shown by %s", (_, event) => {
    expect(endAfter(event)?.type).toBe(event.type);
  });

  test.each<readonly [what: string, event: UnstampedEvent]>([
    ["the exit of another child", { ...exit, child: { dispatch: null, n: 1 }, ...seedChild }],
    ["a reaping that did not see it gone", reaped(false)],
    ["the reaping of another process that began at the same time", reaped(true, { pid: 5 })],
    ["a check that found it alive", checked(true)],
    ["a check of an earlier process with its pid", checked(false, { startTime: "5" })],
  ])("is not shown by %s", (_, event) => {
    expect(endAfter(event)).toBeUndefined();
  });
});
