// Runs one case again and says whether it still breaks a claim, and that it gives the same bytes.
import { createHash } from "node:crypto";
import { encodeEvidence } from "../evidence/codec.ts";
import type { Lane } from "../lanes/lane.ts";
import type { Kept } from "./keep.ts";
import { type Examined, examine, type Violation } from "./verdict.ts";

export interface Replayed {
  readonly examined: Examined;
  /** The violation of the claim that it was kept for, if it is still violated. */
  readonly violation: Violation | null;
  /** Hash of the evidence; the same case has the same one, wherever it is run. */
  readonly sha256: string;
}

export async function replay({ simulated, claim }: Kept, lane: Lane): Promise<Replayed> {
  const examined = await examine(simulated, { lane, traced: true });
  const violation = examined.violations.find((each) => each.claim === claim) ?? null;
  const sha256 = createHash("sha256").update(encodeEvidence(examined.evidence)).digest("hex");
  return { examined, violation, sha256 };
}
