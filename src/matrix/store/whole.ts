// Brief results made whole, one at a time: what a claim said where it held is told again by the cell's evidence.
import type { Evidence } from "../../evidence/evidence.ts";
import type { CellJudgement, ClaimJudgement } from "../../invariants/judge.ts";
import type { CellResult } from "../summary/result.ts";
import { readEvidence } from "./read-evidence.ts";

export type WholeOf = (cell: CellResult) => CellResult;

/** `judge` is what the cells were judged by. Only the reasons are taken from it: the verdicts stand. */
export function wholeResults(
  directory: string | null,
  judge: (evidence: Evidence) => CellJudgement,
): WholeOf {
  return (cell) => {
    if (directory === null || cell.claims.length === 0) return cell;
    try {
      return { ...cell, claims: judge(readEvidence(directory, cell)).claims };
    } catch {
      return { ...cell, claims: cell.claims.map(withoutReason) };
    }
  };
}

/** Somebody has taken the evidence away since the cell was judged. */
const withoutReason = (claim: ClaimJudgement): ClaimJudgement =>
  claim.because === "" ? { ...claim, because: "the cell's evidence is no longer there" } : claim;
