// Nothing may bear the garden id before the seed: a cell that starts on somebody's leftovers
// proves nothing about a resume.
import { type Evidence, firstOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, unknown, violated } from "../invariant.ts";
import { at } from "../reading/checks.ts";

export const freshIdentity: Invariant = {
  name: "fresh-identity",
  claim: "Before the seed, the garden id had no control socket, no session file and no lock.",
  explained: {
    why: "A cell that starts on somebody's leftovers tests those, and neither a pass nor a failure of it says anything about the resume.",
    causes:
      "A killed earlier run left a lock, a socket or a session under the same id; `matrix reap` lists and removes them.",
  },
  judge,
};

function judge(evidence: Evidence): Judgement {
  const { gardenId } = evidence.cell;
  const check = firstOf(evidence, "identity-checked");
  if (!check) return unknown(`nobody looked whether ${gardenId} was free`);
  if (check.gardenId !== gardenId) {
    return unknown(`${at(check)} looked for ${check.gardenId}, the cell is ${gardenId}`, check);
  }
  const seed = firstOf(evidence, "child-requested");
  if (seed && seed.seq < check.seq) {
    return unknown(`${at(check)} looked only after ${at(seed)} asked for a child`, check, seed);
  }
  const found = [
    check.lock ? ["a lock"] : [],
    check.socket ? ["a control socket"] : [],
    check.sessions.map((path) => `the session file ${path}`),
  ].flat();
  if (found.length > 0) return violated(`${gardenId} already had ${found.join(", ")}`, check);
  return holds(`${at(check)}: ${gardenId} had no session file, no socket and no lock`, check);
}
