// What a run may spend, and what it will cost at most, told before it starts.
import type { ModelPrice } from "../../agents/catalog.ts";
import { type CellTarget, unversionedName } from "../../evidence/cell.ts";
import { UsageError } from "../../world/usage-error.ts";
import { shortName } from "../config/target.ts";
import type { PlannedCell } from "../plan/plan.ts";
import { assumedTokens, dollars, openPurse, type Purse } from "./purse.ts";
import type { RunRequest } from "./run-request.ts";

type Asked = Pick<RunRequest, "prepared" | "continued" | "spending" | "retries">;

/**
 * @throws UsageError under a budget, naming each target of the plan without a known price.
 */
export function purseFor({ prepared, continued, spending }: Asked, plan: readonly PlannedCell[]) {
  const { budgetUsd = null, tokenLimit = null } = spending ?? {};
  const priceOf = (target: CellTarget) => priceIn(prepared, target);
  if (budgetUsd !== null) refuseUnpriced(targetsIn(plan), priceOf);
  const earlier = continued ? [...continued.finished, ...continued.cutShort] : [];
  return openPurse({ budgetUsd, tokenLimit, priceOf }, earlier);
}

/** The config's word comes before the catalogue's. */
function priceIn({ config, found }: Asked["prepared"], target: CellTarget): ModelPrice | null {
  const own = config.prices?.[shortName(target)];
  if (own !== undefined) return own;
  const looked = found.catalog.find(target.provider, target.model);
  return looked.kind === "known" ? (looked.model.price ?? null) : null;
}

function refuseUnpriced(
  targets: readonly CellTarget[],
  priceOf: (target: CellTarget) => ModelPrice | null,
): void {
  const unpriced = targets.filter((target) => priceOf(target) === null);
  if (unpriced.length === 0) return;
  throw new UsageError(
    "Under --budget-usd every model needs a known price; nothing was run.",
    unpriced.map((target) => ({
      where: unversionedName(target),
      message: `the agent's catalogue has no price for it; write one as prices["${shortName(target)}"] in the config`,
    })),
  );
}

const willRun = ({ skip }: PlannedCell) => skip === null;

const targetsIn = (plan: readonly PlannedCell[]): CellTarget[] => [
  ...new Map(
    plan.filter(willRun).map(({ cell: { target } }) => [unversionedName(target), target]),
  ).values(),
];

/** In a sentence or two. A cell of a target that was never run is taken to need `assumedTokens`. */
export function forecast(
  { spending, retries = 0 }: Asked,
  plan: readonly PlannedCell[],
  purse: Pick<Purse, "need" | "spentUsd">,
): string {
  const times = 1 + retries;
  const needs = plan.filter(willRun).map(({ cell }) => purse.need(cell.target));
  const tokens = times * needs.reduce((sum, need) => sum + need.tokens, 0);
  const usd = times * needs.reduce((sum, need) => sum + (need.usd ?? 0), 0);
  const unpriced = targetsIn(plan).filter((target) => purse.need(target).usd === null);
  const isLive = plan.some(({ cell }) => cell.fidelity === "live");
  const each = `${assumedTokens.input} tokens read and ${assumedTokens.output} written by a cell of a target that was not run yet`;
  const spent = purse.spentUsd();
  const { budgetUsd = null } = spending ?? {};
  const told = [
    `${needs.length} ${needs.length === 1 ? "cell" : "cells"} to run${retries > 0 ? `, each up to ${times} times` : ""}: at most ${tokens} tokens, ${dollars(usd)} (an estimate: ${each}).`,
    ...(spent > 0 ? [`${dollars(spent)} was spent on it before.`] : []),
    ...(unpriced.length > 0
      ? [`Without a known price, and not among the dollars: ${unpriced.map(shortName).join(", ")}.`]
      : []),
    ...(budgetUsd === null ? [] : [`No cell begins that may exceed ${dollars(budgetUsd)} in all.`]),
    ...(isLive ? [] : ["That is what it would be live: the embedded provider costs nothing."]),
  ].join(" ");
  return [told, ...skippedIn(plan)].join("\n");
}

/** Each reason once, with how many cells it would keep from running. */
function skippedIn(plan: readonly PlannedCell[]): string[] {
  const reasons = Map.groupBy(plan, ({ skip }) => skip);
  return [...reasons].flatMap(([skip, cells]) =>
    skip === null ? [] : [`${cells.length} would be skipped: ${skip}.`],
  );
}
