import { describe, expect, test } from "vitest";
import type { UnstampedEvent } from "../../../src/evidence/event.ts";
import { contextRecalled } from "../../../src/invariants/claims/context-recalled.ts";
import {
  after,
  assistant,
  change,
  entry,
  evidenceOf,
  line,
  lines,
  nonces,
  plainV2,
  replyText,
  reword,
  type Sample,
  the,
  user,
  withCell,
  without,
} from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(contextRecalled);

const answered = (fields: Readonly<Record<string, unknown>>) => {
  const request = the("model-requested", { turn: "resume" });
  const sample = change(plainV2, request, (event) => ({ ...event, ...fields }) as typeof event);
  return contextRecalled.judge(evidenceOf(sample)).verdict;
};

test("a model that was plainly asked without the seed's turn cannot have remembered it", () => {
  expect(answered({ recalled: false })).toBe("violated");
  expect(answered({ recalled: false, behaviour: "plain" })).toBe("violated");
});

test("a request that was answered with a fault tells nothing of what it carried", () => {
  expect(answered({ recalled: false, behaviour: "length" })).toBe("holds");
});

const { recall } = nonces;
const reply = line(lines.resumeReply);

describe("the recall token", () => {
  test("is told by where it was said and where it came back", () => {
    const text = `${nonces.seedUser} ${recall}`;
    const often = after(
      after(plainV2, line(lines.seedUser), user(3.5, text)),
      reply,
      assistant(6.5, replyText),
    );
    expect(told(often)).toBe(
      "holds: cedar-55ee66ff: told at line 3 ([session-entry 3]), line 3.5 ([session-entry 4]), " +
        "recalled at line 6 ([session-entry 7]), line 6.5 ([session-entry 8])",
    );
    expect(shownBy(contextRecalled)(plainV2)).toEqual(["[session-entry 3]", "[session-entry 6]"]);
  });

  test.each<readonly [says: string, sample: Sample]>([
    [
      "no prompt of the seed holds cedar-55ee66ff",
      reword(
        reword(plainV2, lines.seedUser, recall, "it"),
        lines.seedReply,
        nonces.seedReply,
        `${nonces.seedReply} ${recall}`,
      ),
    ],
    [
      "the prompt at line 5 ([session-entry 5]) gives cedar-55ee66ff away",
      reword(plainV2, lines.resumeUser, "the token", recall),
    ],
    [
      "line 6 ([session-entry 6]), line 6.5 ([session-entry 7]) does not hold cedar-55ee66ff",
      after(reword(plainV2, lines.resumeReply, recall, "cedar"), reply, assistant(6.5, "cedar")),
    ],
    [
      "no request of the resumed turn ([model-requested 3]) carried the seed's turn",
      change(plainV2, the("model-requested", { turn: "resume" }), { recalled: false }),
    ],
  ])("is at fault: %s", (says, sample) => {
    expect(told(sample)).toBe(`violated: ${says}`);
  });

  test("may be carried by any one request of the resumed turn", () => {
    const requests = plainV2.events.filter((event) => event.type === "model-requested");
    const blind = requests
      .filter(({ turn }) => turn === "resume")
      .map((event) => ({ ...event, recalled: false }));
    const request = the("model-requested", { turn: "resume" });
    expect(told(after(plainV2, request, ...blind))).toMatch(/^holds/);
    expect(told(after(change(plainV2, request, { recalled: false }), request, ...blind))).toBe(
      "violated: no request of the resumed turn " +
        "([model-requested 3], [model-requested 4]) carried the seed's turn",
    );
  });

  test("cannot be looked for where no word was said, or a live provider failed", () => {
    expect(told(change(plainV2, reply, { text: "" }))).toBe(
      "unknown: the resumed turn has no words to look into",
    );
    const down = change(plainV2, reply, { text: "", stopReason: "error", errorMessage: "503" });
    const live = withCell(without(down, the("model-requested")), { fidelity: "live" });
    expect(told(live)).toBe("unknown: the provider failed at line 6 ([session-entry 6])");
  });

  test("is not asked for where no session was recorded, or no reply is owed", () => {
    expect(told(without(plainV2, the("session-entry")))).toBe(
      "unknown: no entry of the session was recorded",
    );
    expect(told(withCell(plainV2, { expectation: { kind: "turn-failed" } }))).toBe(
      'not-applicable: scenario plain expects "turn-failed": no reply is owed',
    );
  });
});

describe("a session that was compacted before the dispatch", () => {
  const forgot = reword(plainV2, lines.resumeReply, ` ${recall}`, " (no token)");
  const blind = { recalled: false, carried: false };
  const asked = the("model-requested", { turn: "resume" });
  const sent = (fields: Readonly<Record<string, unknown>>) => change(forgot, asked, fields);
  const compacted = (sample: Sample, text: string, kept = lines.seedReply) =>
    after(sample, line(lines.seedReply), {
      ...entry(4.5, { kind: "compaction", text, firstKeptEntryId: `entry-${kept}` }),
      entryId: "entry-4.5",
      parentId: `entry-${lines.seedReply}`,
    } as UnstampedEvent);

  test("owes nothing that it rightly holds no more", () => {
    expect(told(compacted(sent(blind), "They talked."))).toBe(
      "not-applicable: the compaction at line 4.5 ([session-entry 5]) has left out what was told at line 3 ([session-entry 3])",
    );
  });

  test("still may not be given the token away", () => {
    const leak = reword(sent(blind), lines.resumeUser, "the token", recall);
    expect(told(compacted(leak, "They talked."))).toMatch(/^violated: the prompt at line 5/);
  });

  test("owes it where the prompt that told it was kept", () => {
    expect(told(compacted(sent(blind), "They talked.", lines.seedUser))).toMatch(
      /^violated: line 6 .* does not hold cedar-55ee66ff; no request of the resumed turn/,
    );
  });

  test("has remembered where the model was sent the summary that holds it", () => {
    const summary = `The token was ${recall}.`;
    expect(told(compacted(sent({ recalled: false, carried: true }), summary))).toBe(
      "holds: cedar-55ee66ff: summed up at line 4.5 ([session-entry 5]), sent to the model at [model-requested 3]",
    );
    expect(told(compacted(sent(blind), summary))).toMatch(/^violated/);
  });

  test("is judged by the reply where nobody saw what was sent", () => {
    const unseen = without(forgot, the("model-requested"));
    expect(told(compacted(unseen, `The token was ${recall}.`))).toMatch(/^violated/);
    expect(told(compacted(plainV2, "They talked."))).toMatch(/^holds/);
  });

  test("is no excuse where it is the resume's own doing after the reply", () => {
    const late = after(sent(blind), line(lines.resumeReply), {
      ...entry(6.5, { kind: "compaction", text: "", firstKeptEntryId: "entry-6" }),
      entryId: "entry-6.5",
      parentId: "entry-6",
    } as UnstampedEvent);
    expect(told(late)).toMatch(/^violated/);
  });

  test("nor is a branch that the session still goes on from", () => {
    expect(told(sent(blind))).toMatch(/^violated/);
    const back = change(sent(blind), line(lines.seedReply), { parentId: `entry-${lines.name}` });
    expect(told(back)).toBe(
      "not-applicable: the branch that it goes on from has left out what was told at line 3 ([session-entry 3])",
    );
  });
});
