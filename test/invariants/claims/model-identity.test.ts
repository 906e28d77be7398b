// What is said of each place that names a model: command line, session, wire and reply.
import { describe, expect, test } from "vitest";
import type { SessionFile, UnstampedEvent } from "../../../src/evidence/event.ts";
import { modelIdentity } from "../../../src/invariants/claims/model-identity.ts";
import {
  before,
  change,
  line,
  lines,
  plainV2,
  type Sample,
  sessionName,
  the,
  v2Cell,
  withCell,
  without,
} from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(modelIdentity);
const shown = shownBy(modelIdentity);
const verdictOf = (sample: Sample) => told(sample).split(":")[0];

const resume = the("child-requested", { role: "resume" });
const request = the("model-requested", { turn: "resume" });
const afterSeed = the("session-listed", { moment: "after-seed" });
const reply = line(lines.resumeReply);

const listing = (fields: object, pick = afterSeed): Sample =>
  change(plainV2, pick, ({ files }) => ({
    files: (files as SessionFile[]).map((file) => ({ ...file, ...fields })),
  }));
const asking = (...args: readonly string[]) => change(plainV2, resume, { arguments: args });
const other = { provider: "openai", model: "gpt-4.9-mini" };

describe("one model throughout", () => {
  test("is told by its replies and its requests", () => {
    expect(told(plainV2)).toBe(
      "holds: openai/gpt-5.4 in line 4 ([session-entry 4]), line 6 ([session-entry 6]), " +
        "line 8 ([session-entry 8]); " +
        "on the wire at [model-requested], [model-requested 2], [model-requested 3], [model-requested 4]",
    );
  });

  test("is told by the session where it holds no reply, and nothing of the wire", () => {
    const unsaid = withCell(plainV2, { fidelity: "live" });
    const mute = [lines.seedReply, lines.resumeReply, lines.followUpReply].map(line);
    expect(told([...mute, the("model-requested")].reduce(without, unsaid))).toBe(
      "holds: openai/gpt-5.4 in the session; nothing of the wire is seen at live fidelity",
    );
  });
});

describe("a command line", () => {
  test("is at fault where it asks for another provider or model", () => {
    const elsewhere = asking("--provider", "groq", "--model", "gpt-5.4");
    expect(told(elsewhere)).toBe(
      "violated: [child-requested 2] asked for provider groq, not openai",
    );
    expect(shown(elsewhere)).toEqual(["[child-requested 2]"]);
    expect(told(asking("--provider", "openai", "--model", "gpt-4.9-mini"))).toBe(
      "violated: [child-requested 2] asked for model gpt-4.9-mini, not gpt-5.4",
    );
    expect(
      told(
        change(plainV2, the("child-requested", { role: "seed" }), {
          arguments: ["--model", "gpt-4.9-mini"],
        }),
      ),
    ).toMatch(/^violated: \[child-requested\] asked for model/);
  });

  test.each<readonly [what: string, args: readonly string[]]>([
    ["names both in one", ["--model", "openai/gpt-5.4"]],
    ["names neither", ["the prompt"]],
    ["ends with the flag", ["the prompt", "--model"]],
  ])("is good where it %s", (_, args) => {
    expect(verdictOf(asking(...args))).toBe("holds");
  });

  test("is the agent's: what another child is called with is its own affair", () => {
    const dispatcher: UnstampedEvent = {
      type: "child-requested",
      child: { dispatch: null, n: 7 },
      role: "dispatcher",
      dispatch: 1,
      workingDirectory: "/cells/one",
      marker: null,
      lockOnDisk: null,
      arguments: ["--provider", "groq", "--model", "gpt-4.9-mini"],
    };
    expect(verdictOf(before(plainV2, the("dispatch-started"), dispatcher))).toBe("holds");
  });
});

describe("a session", () => {
  test.each<readonly [says: string, fields: object]>([
    ["records openai/gpt-4.9-mini, not openai/gpt-5.4", { model: other }],
    ["records no model, not openai/gpt-5.4", { model: null }],
    [
      "is named after openai/gpt-4.9-mini, not openai/gpt-5.4",
      { name: sessionName.replace("gpt-5.4", "gpt-4.9-mini") },
    ],
  ])("is at fault where it %s", (says, fields) => {
    expect(told(listing(fields))).toBe(`violated: the session at [session-listed] ${says}`);
    expect(shown(listing(fields))).toEqual(["[session-listed]"]);
  });

  test("is looked into at the end as well", () => {
    const last = the("session-listed", { moment: "after-reap" });
    expect(told(listing({ model: other }, last))).toMatch(/^violated: .* \[session-listed 2\]/);
  });

  test("is good by the last look of each moment: it may have been growing before", () => {
    const growing = listing({ model: null }).events.find(({ type }) => type === "session-listed");
    expect(verdictOf(before(plainV2, afterSeed, ...(growing ? [growing] : [])))).toBe("holds");
  });

  test.each<readonly [what: string, fields: object]>([
    ["a name of another form", { name: "my session" }],
    ["a name that goes on", { name: `${sessionName.replace("gpt", "GPT")} (copy)` }],
    ["no name", { name: null }],
    ["another id, for it is another's", { header: null, model: other }],
  ])("is good with %s", (_, fields) => {
    expect(verdictOf(listing(fields))).toBe("holds");
  });
});

describe("a request", () => {
  test("is at fault where it is for another model, or in another wire format", () => {
    expect(told(change(plainV2, request, { model: "gpt-4.9-mini" }))).toBe(
      "violated: [model-requested 3] asked for gpt-4.9-mini, not gpt-5.4",
    );
    const spoke = change(plainV2, request, { wireApi: "google-vertex" });
    expect(told(spoke)).toBe(
      "violated: [model-requested 3] spoke google-vertex, not openai-responses",
    );
    expect(shown(spoke)).toEqual(["[model-requested 3]"]);
    const target = { ...v2Cell.target, wireApi: null };
    expect(verdictOf(withCell(spoke, { target }))).toBe("holds");
  });

  test("of the resumed turn has to arrive where the provider is the gate's own", () => {
    const unseen = without(plainV2, request);
    expect(told(unseen)).toBe(
      "unknown: no request of the resumed turn arrived at the embedded provider",
    );
    expect(verdictOf(withCell(unseen, { fidelity: "sim" }))).toBe("holds");
    expect(verdictOf(withCell(unseen, { expectation: { kind: "turn-failed" } }))).toBe("holds");
  });
});

describe("an entry of the session", () => {
  const named = "line 6 ([session-entry 6])";

  test.each<readonly [says: string, fields: object]>([
    [`${named} is from openai/gpt-4.9-mini, not openai/gpt-5.4`, { model: "gpt-4.9-mini" }],
    [`${named} is from groq/gpt-5.4, not openai/gpt-5.4`, { provider: "groq" }],
  ])("is at fault: %s", (says, fields) => {
    expect(told(change(plainV2, reply, { ...fields }))).toBe(`violated: ${says}`);
    expect(shown(change(plainV2, reply, { ...fields }))).toEqual(["[session-entry 6]"]);
  });

  test("is at fault where it changes the model without a word", () => {
    expect(told(change(plainV2, line(lines.model), other))).toBe(
      "violated: line 1 ([session-entry]) is from openai/gpt-4.9-mini, not openai/gpt-5.4",
    );
  });

  test.each([{ model: null }, { provider: null }])("is open without a name: %o", (fields) => {
    expect(told(change(plainV2, reply, { ...fields }))).toBe(
      `unknown: ${named} names no provider and model`,
    );
    expect(shown(change(plainV2, reply, { ...fields }))).toEqual(["[session-entry 6]"]);
  });

  test("need not be there where the session was refused, or no model is asked", () => {
    const bare = without(plainV2, the("session-entry"));
    for (const kind of ["resumed", "turn-failed", "retained", "start-failed", "sent"] as const) {
      expect(told(withCell(bare, { expectation: { kind } }))).toBe(
        "unknown: no entry of the session was recorded",
      );
    }
    const refused = { kind: "refused", reason: "bad-target", observedLiveness: null } as const;
    expect(told(withCell(bare, { expectation: refused }))).toBe(
      'not-applicable: scenario plain expects "refused": it has no session to look into',
    );
    expect(told(withCell(plainV2, { expectation: { kind: "delivered" } }))).toBe(
      'not-applicable: scenario plain expects "delivered": no model is asked',
    );
  });
});

describe("a session of the user's own", () => {
  const met = change(plainV2, line(lines.seedReply), { model: "gpt-4.9-mini", offset: 10 });
  const made = (how: "own" | "turns", bytes: number) =>
    before(met, afterSeed, {
      type: "history-made",
      history: "/mine.jsonl",
      how,
      entries: {},
      leaf: null,
      bytes,
    });

  test("may name the models that it met before the cell, and no others", () => {
    expect(verdictOf(made("own", 11))).toBe("holds");
    expect(verdictOf(made("own", 10))).toBe("violated");
    expect(verdictOf(made("turns", 11))).toBe("violated");
  });
});

describe("a history in which another model had a turn", () => {
  const wireApi = "openai-responses";
  const history = {
    name: "model-switched",
    fate: "kept",
    shows: [],
    models: [{ ...other, wireApi }],
  } as const;
  const held = (sample: Sample) => withCell(sample, { history });
  const seedReply = change(plainV2, line(lines.seedReply), other);
  const seedRequest = change(plainV2, the("model-requested", { turn: "seed" }), {
    model: other.model,
  });
  const seedLaunch = change(plainV2, the("child-requested", { role: "seed" }), {
    asked: { ...other, kind: "seed", approve: false, session: null, name: null, thinking: null },
  });

  test.each([
    ["reply", seedReply],
    ["request", seedRequest],
    ["launch", seedLaunch],
  ])("is no drift in a %s of the seed, where the history says so", (_, sample) => {
    expect(verdictOf(held(sample))).toBe("holds");
    expect(verdictOf(sample)).toBe("violated");
    const models = [{ provider: "groq", model: "one-more", wireApi }, ...history.models];
    expect(verdictOf(withCell(sample, { history: { ...history, models } }))).toBe("holds");
    const { models: _models, ...one } = history;
    expect(verdictOf(withCell(sample, { history: one }))).toBe("violated");
  });

  test("is a drift in what came since, and for any third model", () => {
    expect(verdictOf(held(change(plainV2, reply, other)))).toBe("violated");
    expect(verdictOf(held(change(plainV2, request, { model: other.model })))).toBe("violated");
    const third = change(plainV2, line(lines.seedReply), { ...other, model: "gpt-4.8" });
    expect(verdictOf(held(third))).toBe("violated");
    const elsewhere = change(plainV2, line(lines.seedReply), { ...other, provider: "groq" });
    expect(verdictOf(held(elsewhere))).toBe("violated");
    const spoken = change(seedRequest, the("model-requested", { turn: "seed" }), { wireApi: "x" });
    expect(verdictOf(held(spoken))).toBe("violated");
    const relaunched = change(plainV2, resume, {
      asked: {
        ...other,
        kind: "resume",
        approve: false,
        session: null,
        name: null,
        thinking: null,
      },
    });
    expect(verdictOf(held(relaunched))).toBe("violated");
    const nameless = change(plainV2, line(lines.seedReply), { provider: null, model: null });
    expect(verdictOf(held(nameless))).toBe("unknown");
  });
});
