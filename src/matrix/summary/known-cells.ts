// Which cells fail only by findings that are known, and which known findings no longer show. Pure.
import { weightOf } from "../../invariants/judge.ts";
import { type KnownFinding, speaksOf } from "../known.ts";
import type { CellResult } from "./result.ts";

/** A cell that fails only by known findings says by which; every other one is as it was. */
export function withKnown(
  cells: readonly CellResult[],
  known: readonly KnownFinding[],
): readonly CellResult[] {
  return known.length === 0 ? cells : cells.map((cell) => marked(cell, known));
}

function marked(cell: CellResult, known: readonly KnownFinding[]): CellResult {
  if (cell.verdict !== "fail") return cell;
  const failed = cell.claims.filter((claim) => weightOf(claim) === "fail");
  const reasons = failed.map(({ name }) => whyKnown(name, cell, known));
  const found = reasons.filter((reason) => reason !== null);
  if (found.length === 0 || found.length < reasons.length) return cell;
  return { ...cell, known: [...new Set(found)] };
}

/** What the config says of the claim there; null where it is not known. */
export const whyKnown = (claim: string, cell: CellResult, known: readonly KnownFinding[]) =>
  known.find((entry) => entry.claim === claim && speaksOf(entry, cell))?.because ?? null;

export interface NoLongerShown {
  readonly finding: KnownFinding;
  /** Cells it speaks of in which the claim held. */
  readonly held: number;
}

/**
 * Known findings that this run could have shown and did not: the claim held wherever they speak of,
 * at least once, and no cell there was open or left out.
 */
export function noLongerShown(
  cells: readonly CellResult[],
  known: readonly KnownFinding[],
): NoLongerShown[] {
  return known.flatMap((finding) => {
    const spoken = cells.filter((cell) => speaksOf(finding, cell));
    const judged = spoken.map(({ claims }) =>
      claims.find(({ name, hazard }) => name === finding.claim && hazard !== "shown"),
    );
    const isOpen =
      spoken.some(({ unfinished }) => unfinished) ||
      judged.some((claim) => ["fail", "unknown"].includes((claim && weightOf(claim)) ?? ""));
    const held = judged.filter((claim) => claim && weightOf(claim) === "pass").length;
    return isOpen || held === 0 ? [] : [{ finding, held }];
  });
}
