// What is said of a message that went over a control socket: where it arrived, and what came back.
import { describe, expect, test } from "vitest";
import type { UnstampedEvent } from "../../../src/evidence/event.ts";
import { turnOutcome } from "../../../src/invariants/claims/turn-outcome.ts";
import {
  after,
  assistant,
  before,
  change,
  ending,
  line,
  phase,
  type Sample,
  seeded,
  the,
  user,
  v2Cell,
  withCell,
  without,
} from "../sample.ts";
import { toldBy } from "../told.ts";

const told = toldBy(turnOutcome);

const message = "are you there?";
const start = (dispatch: number, words: string): UnstampedEvent => ({
  type: "dispatch-started",
  dispatch,
  intent: "fire-and-forget",
  message: words,
});
const returned = (dispatch: number): UnstampedEvent => ({
  type: "dispatch-returned",
  dispatch,
  outcome: { kind: "sent", via: "control-socket", delivery: "sent", lockDirty: null },
});
const sending = (...events: readonly UnstampedEvent[]): Sample => ({
  cell: { ...v2Cell, expectation: { kind: "sent" } },
  events: [...seeded, ...phase("dispatch", start(1, message), returned(1), ...events), ...ending()],
});
const heard = (text: string): UnstampedEvent => ({
  type: "bystander-heard",
  pid: 5,
  what: "message",
  text,
});
const answered = [user(5, message), assistant(6, "yes")];
const arrived = (times: string) =>
  `violated: [dispatch-returned] says sent; the message arrived ${times}`;

test("a line that the model is told as a user's words may say behind the message who sent it", () => {
  const own = { kind: "custom_message", role: null, toldAs: "user" } as const;
  const delivered = (text: string) => ({ ...user(5, text), ...own }) as UnstampedEvent;
  const said = (text: string) => told(sending(delivered(text), assistant(6, "yes")));
  expect(said(`${message}\n\n<sender/>`)).toMatch(/^holds: /);
  expect(said(`so: ${message}`)).toBe(arrived("0 times"));
  expect(told(sending(user(5, `${message} and more`), assistant(6, "yes")))).toBe(
    arrived("0 times"),
  );
});

describe("a message", () => {
  test.each<readonly [where: string, events: readonly UnstampedEvent[]]>([
    ["in the session, which answers it", answered],
    ["at a bystander, who need not answer", [heard(message)]],
    [
      "in the session more than once, which is for one-turn",
      [...answered, user(7, message), assistant(8, "yes")],
    ],
  ])("arrives %s", (_, events) => {
    expect(told(sending(...events))).toBe(
      "holds: dispatch 1 sent over control-socket ([dispatch-returned])",
    );
  });

  test.each<readonly [what: string, events: readonly UnstampedEvent[]]>([
    ["nothing came", []],
    ["other words came", [user(5, `${message} hello`), assistant(6, "yes"), heard("")]],
    ["only the assistant says it", [assistant(5, message)]],
  ])("does not arrive where %s", (_, events) => {
    expect(told(sending(...events))).toBe(arrived("0 times"));
  });

  test("arrives once, and not in two places", () => {
    expect(told(sending(heard(message), ...answered))).toBe(
      arrived("2 times: [bystander-heard], [session-entry 5]"),
    );
    expect(told(without(sending(heard(message), heard(message)), the("cell-ended")))).toBe(
      arrived("2 times: [bystander-heard], [bystander-heard 2]"),
    );
  });

  test("is known by the words that its own dispatch was given", () => {
    const other = before(sending(...answered), the("dispatch-started"), start(2, "go away"));
    expect(told(other)).toMatch(/^holds/);
    const unsaid = "unknown: nobody recorded what [dispatch-returned] sent";
    const wordless = change(sending(...answered), the("dispatch-started"), { message: undefined });
    expect(told(wordless)).toBe(unsaid);
    expect(told(without(sending(...answered), the("dispatch-started")))).toBe(unsaid);
  });
});

describe("the answer", () => {
  const none = "violated: no reply to the message at line 5 ([session-entry 5])";

  test("has to come after the message, and in whole", () => {
    const sample = sending(...answered);
    expect(told(without(sample, line(6)))).toBe(none);
    expect(told(change(sample, line(6), { stopReason: "length" }))).toBe(none);
    expect(told(change(sample, line(6), { index: 4.5 }))).toBe(none);
    expect(told(after(without(sample, line(6)), line(5), user(6, "hello?")))).toBe(none);
  });

  test("may be lacking by a live provider's fault, and is told as that", () => {
    const live = withCell(sending(...answered), { fidelity: "live" });
    const down = { text: "", stopReason: "error", errorMessage: "503" } as const;
    expect(told(change(live, line(6), down))).toBe(
      "unknown: no reply to the message at line 5 ([session-entry 5]): " +
        "the provider failed with 503",
    );
    const earlier = before(without(live, line(6)), line(5), assistant(4.5, "", down));
    expect(told(earlier)).toBe(none.replace("entry 5", "entry 6"));
  });
});
