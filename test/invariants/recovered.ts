// A first turn that failed, and a second dispatch that took the session up again and got its reply.
import type { UnstampedEvent } from "../../src/evidence/event.ts";
import {
  after,
  before,
  change,
  dispatchStarted,
  line,
  lines,
  nonces,
  plainV2,
  resumeChild,
  type Sample,
  the,
  withCell,
  without,
} from "./sample.ts";

const failure = { stopReason: "error", errorMessage: "400 in the script", text: "" };

const resumed = {
  ...({ kind: "resumed", lockDirty: null } as const),
  watch: { kind: "socket-alive", pid: resumeChild.pid },
} as const;
const failed = { kind: "failed", stopReason: "error", message: "400 in the script" } as const;
const replied = { kind: "replied", text: nonces.followUpReply, stopReason: "stop" } as const;

const started: UnstampedEvent = { ...dispatchStarted, dispatch: 2 };
const returned: UnstampedEvent = {
  type: "dispatch-returned",
  dispatch: 2,
  outcome: { ...resumed, turn: replied },
};

export const recovered: Sample = [
  (s: Sample) => withCell(s, { expectation: { kind: "turn-failed", recovers: true } }),
  (s: Sample) => change(s, line(lines.resumeReply), failure),
  (s: Sample) => change(s, the("turn-settled", { turn: "resume" }), { because: "terminal-reply" }),
  (s: Sample) => change(s, the("dispatch-returned"), { outcome: { ...resumed, turn: failed } }),
  (s: Sample) => without(s, the("message-sent")),
  (s: Sample) => before(s, line(lines.followUpUser), started),
  (s: Sample) => change(s, the("turn-settled", { turn: "follow-up" }), { turn: "recovery" }),
  (s: Sample) => after(s, the("turn-settled", { turn: "recovery" }), returned),
].reduce((sample, step) => step(sample), plainV2);
