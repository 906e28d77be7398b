// Runs one case again and says whether it still breaks a claim, and that it gives the same bytes.
import { createHash } from "node:crypto";
import { encodeEvidence } from "../../evidence/codec.ts";
import type { Lane } from "../../lanes/lane.ts";
import { gateClaim, whyNotAsked } from "../case/claims.ts";
import { type Examined, runAndJudge, type Violation } from "../case/verdict.ts";
import type { Kept } from "./keep.ts";

export interface Replayed {
  readonly examined: Examined;
  /** The violation of the claim that it was kept for, if it is still violated. */
  readonly violation: Violation | null;
  /** Why the claim is neither violated nor holds: nothing is shown of it then. Null otherwise. */
  readonly unjudged: string | null;
  /** Hash of the evidence; the same case has the same one, wherever it is run. */
  readonly sha256: string;
}

export async function replay({ simulated, claim }: Kept, lane: Lane): Promise<Replayed> {
  const examined = await runAndJudge(simulated, { lane, traced: true });
  const violation = examined.violations.find((each) => each.claim === claim) ?? null;
  const sha256 = createHash("sha256").update(encodeEvidence(examined.evidence)).digest("hex");
  const unjudged = violation === null ? whyUnjudged(claim, examined) : null;
  return { examined, violation, unjudged, sha256 };
}

function whyUnjudged(claim: string, { judgements }: Examined): string | null {
  if (claim === gateClaim) return null;
  const found = judgements.find(({ name }) => name === claim);
  if (found === undefined) return `it is not asked here. ${whyNotAsked(claim) ?? ""}`.trim();
  return found.verdict === "holds" ? null : `${found.verdict}: ${found.because}`;
}
