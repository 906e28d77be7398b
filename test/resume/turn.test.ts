import { describe, expect, test } from "vitest";
import { parseLine } from "../../src/agents/pi/transcript.ts";
import { awaitTurn } from "../../src/resume/turn.ts";
import { virtualClock } from "../virtual-clock.ts";

const sessionPath = "/sessions/one.jsonl";
const message = "the prompt of this turn";
const bounds = { connectMs: 50, pollMs: 250, timeoutMs: 2_000 };

interface Said {
  readonly text: string;
  readonly stopReason: string;
  readonly errorMessage?: string;
}

interface Story {
  /** When the resident's turn settles; default: never. */
  readonly settlesAtMs?: number;
  readonly says?: Said | null;
  /** When connecting begins to fail, and with what. */
  readonly goneAtMs?: number;
  readonly goneCode?: string;
  readonly session?: readonly (readonly [role: "user" | "assistant", said: string | Said])[];
  /** When the directory of the session tells of a change. */
  readonly rings?: readonly number[];
}

async function play(story: Story) {
  const { clock, at, run } = virtualClock();
  let changed: () => void = () => undefined;
  let asked = 0;
  for (const atMs of story.rings ?? []) at(atMs, () => changed());
  const settled = () => clock.monotonicMs() >= (story.settlesAtMs ?? Infinity);
  const info = () => ({
    sessionId: "s",
    pid: 1,
    cwd: "/",
    model: null,
    resident: true,
    idle: settled(),
    settledTurns: settled() ? 1 : 0,
  });
  const respond = (request: string) => {
    const { command } = JSON.parse(request);
    const data = command === "get_info" ? info() : (story.says ?? null);
    return JSON.stringify({ type: "response", command, success: true, data });
  };
  const sockets = {
    async connect() {
      asked += 1;
      if (clock.monotonicMs() >= (story.goneAtMs ?? Infinity)) {
        return { kind: "failed", code: story.goneCode ?? "ECONNREFUSED" };
      }
      let answer = "";
      const connection = {
        async send(text: string) {
          answer = respond(text);
        },
        readLine: async () => answer,
        close() {},
      };
      return { kind: "connected", connection };
    },
  };
  const lines = (story.session ?? []).map(([role, said]) => {
    const content = typeof said === "string" ? said : said.text;
    const ending = typeof said === "string" ? {} : said;
    return JSON.stringify({ type: "message", message: { role, content, ...ending } });
  });
  const files = {
    watch(_directory: string, onChange: () => void) {
      changed = onChange;
      return { close() {} };
    },
    async readText(path: string) {
      if (path !== sessionPath || !story.session) throw new Error("no such file");
      return `${lines.join("\n")}\n`;
    },
  };
  const world = { clock, files, sockets } as unknown as Parameters<typeof awaitTurn>[0];
  const question = { socketPath: "/control/s.sock", sessionPath, message, parseLine, ...bounds };
  const outcome = await run(awaitTurn(world, question));
  return { outcome, asked, endedAtMs: clock.monotonicMs() };
}

const reply = { text: "as asked", stopReason: "stop" };
const replied = { kind: "replied", ...reply };
const unanswered = {
  kind: "failed",
  stopReason: null,
  message: "the resident ended before it had replied",
};

describe("asked of a resident that lives", () => {
  test("waits for the turn to settle, then gives its last word", async () => {
    const { outcome, endedAtMs } = await play({ settlesAtMs: 700, says: reply });
    expect(outcome).toEqual(replied);
    expect(endedAtMs).toBe(750);
  });

  test("looks at once when the session's directory changes", async () => {
    const { outcome, endedAtMs } = await play({ settlesAtMs: 700, says: reply, rings: [400, 701] });
    expect(outcome).toEqual(replied);
    expect(endedAtMs).toBe(701);
  });

  test("tells a turn that stopped for any other reason as failed, with the agent's words", async () => {
    const says = { text: "half", stopReason: "error", errorMessage: "429 slow down" };
    const { outcome } = await play({ settlesAtMs: 0, says });
    expect(outcome).toEqual({ kind: "failed", stopReason: "error", message: "429 slow down" });
    const length = await play({ settlesAtMs: 0, says: { text: "half", stopReason: "length" } });
    expect(length.outcome).toEqual({ kind: "failed", stopReason: "length", message: null });
  });

  test("tells a turn that settled without a word as failed", async () => {
    const { outcome } = await play({ settlesAtMs: 0, says: null });
    expect(outcome).toMatchObject({ kind: "failed", stopReason: null });
  });

  test("says that it saw nothing, in bounded time, while the turn goes on", async () => {
    const { outcome, endedAtMs } = await play({ says: reply });
    expect(outcome).toMatchObject({ kind: "not-observed" });
    expect(endedAtMs).toBe(bounds.timeoutMs);
  });

  test("does not take silence for an end: only a dead socket is one", async () => {
    for (const goneCode of ["EAGAIN", "ETIMEDOUT", "EACCES"]) {
      const { outcome } = await play({ goneAtMs: 0, goneCode, session: [["user", message]] });
      expect(outcome).toMatchObject({ kind: "not-observed" });
    }
  });
});

describe("read from the session of a resident that is gone", () => {
  for (const goneCode of ["ECONNREFUSED", "ENOENT"]) {
    test(`finds the reply it had written (${goneCode})`, async () => {
      const session = [["user", message] as const, ["assistant", reply] as const];
      const { outcome } = await play({ goneAtMs: 300, goneCode, session });
      expect(outcome).toEqual(replied);
    });
  }

  test("never gives an earlier turn's reply for a turn that has none", async () => {
    const session = [
      ["user", "before"],
      ["assistant", reply],
      ["user", message],
    ] as const;
    expect((await play({ goneAtMs: 0, session })).outcome).toEqual(unanswered);
  });

  test("never gives a later turn's reply for a turn that has none", async () => {
    const session = [
      ["user", message],
      ["user", "after"],
      ["assistant", reply],
    ] as const;
    expect((await play({ goneAtMs: 0, session })).outcome).toEqual(unanswered);
  });

  test("takes the last of several attempts", async () => {
    const attempt = { text: "", stopReason: "error", errorMessage: "500" };
    const session = [
      ["user", message],
      ["assistant", attempt],
      ["assistant", reply],
    ] as const;
    expect((await play({ goneAtMs: 0, session })).outcome).toEqual(replied);
  });

  test("says that it saw nothing where the session cannot be read", async () => {
    expect((await play({ goneAtMs: 0 })).outcome).toMatchObject({ kind: "not-observed" });
  });
});
