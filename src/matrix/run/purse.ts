// What cells may cost. What a cell takes at most is reserved before it begins, by the dearest of its
// target so far; what it took is booked when it is over. Pure.
import type { ModelPrice } from "../../agents/catalog.ts";
import { type CellTarget, targetName } from "../../evidence/cell.ts";
import type { TokenUsage } from "../../evidence/session.ts";
import type { CellResult } from "../summary/result.ts";

/** Of a cell whose target nothing is known of yet: three turns of a coding agent, with room. */
export const assumedTokens = { input: 60_000, output: 3_000 };

/** What one cell takes. */
interface Need {
  /** Read, from the cache or not, and written. */
  readonly tokens: number;
  /** Null where no price is known. */
  readonly usd: number | null;
}

export interface Terms {
  /** For the whole run, what it did before it was continued included; null for no limit. */
  readonly budgetUsd: number | null;
  /** For one cell; null for no limit. */
  readonly tokenLimit: number | null;
  priceOf(target: CellTarget): ModelPrice | null;
}

export interface Purse {
  /** What a cell of the target takes at most, as far as is known. */
  need(target: CellTarget): Need;
  spentUsd(): number;
  /** Reserves what the cell needs where the answer is `now`; `later` when others may leave enough. */
  reserve(target: CellTarget, gardenId: string): "now" | "later" | { readonly never: string };
  /** Books what a cell took in place of what was reserved. One that was refused and has no usage took nothing. */
  book(result: CellResult, wasRefused: boolean): void;
}

/** In billionths of a dollar, so that sums are exact. */
const whole = (usd: number) => Math.round(usd * 1e9);

export const dollars = (usd: number) => `$${usd.toFixed(usd < 0.1 ? 4 : 2)}`;

/** `earlier` are the cells that the run has paid already. */
export function openPurse(terms: Terms, earlier: readonly CellResult[]): Purse {
  const { budgetUsd, tokenLimit, priceOf } = terms;
  const seen = new Map<string, Need>();
  const reserved = new Map<string, number>();
  let spent = 0;
  const need = (target: CellTarget): Need =>
    seen.get(targetName(target)) ?? assumed(priceOf(target));

  const bookUsage = (target: CellTarget, usage: TokenUsage) => {
    const took = { tokens: tokensOf(usage), usd: usdOf(usage, priceOf(target)) };
    const most = seen.get(targetName(target)) ?? { tokens: 0, usd: null };
    const dearest = took.usd === null ? most.usd : Math.max(took.usd, most.usd ?? 0);
    seen.set(targetName(target), { tokens: Math.max(took.tokens, most.tokens), usd: dearest });
    spent += whole(took.usd ?? 0);
  };
  const book: Purse["book"] = ({ target, gardenId, measures, verdict }, wasRefused) => {
    reserved.delete(gardenId);
    if (verdict === "skip") return;
    const { usage = null } = measures ?? {};
    if (usage !== null) bookUsage(target, usage);
    // Nobody can say what it took.
    else if (!wasRefused) spent += whole(need(target).usd ?? 0);
  };
  for (const result of earlier) {
    for (const { usage } of result.attempts ?? []) if (usage) bookUsage(result.target, usage);
    book(result, false);
  }

  return {
    need,
    book,
    spentUsd: () => spent / 1e9,
    reserve(target, gardenId) {
      const { tokens, usd } = need(target);
      if (tokenLimit !== null && tokens > tokenLimit) {
        return { never: `it may take ${tokens} tokens, and the limit is ${tokenLimit}` };
      }
      if (budgetUsd === null) return "now";
      const wanted = whole(usd ?? Number.POSITIVE_INFINITY);
      const held = [...reserved.values()].reduce((sum, each) => sum + each, 0);
      if (spent + held + wanted <= whole(budgetUsd)) {
        reserved.set(gardenId, wanted);
        return "now";
      }
      if (held > 0) return "later";
      const left = dollars(Math.max(0, budgetUsd - spent / 1e9));
      return { never: `it may cost ${dollars(wanted / 1e9)}, and ${left} of the budget is left` };
    },
  };
}

function assumed(price: ModelPrice | null): Need {
  const { input, output } = assumedTokens;
  const dearest = price && Math.max(price.input, price.cacheWrite);
  return {
    tokens: input + output,
    usd: price && (input * (dearest ?? 0) + output * price.output) / 1e6,
  };
}

const tokensOf = (usage: TokenUsage) =>
  usage.inputTokens + usage.outputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;

/** The dearer of what the agent says and what the price says: some agents name no cost as 0. */
function usdOf(usage: TokenUsage, price: ModelPrice | null): number | null {
  if (price === null) return usage.costUsd;
  const byPrice =
    usage.inputTokens * price.input +
    usage.outputTokens * price.output +
    usage.cacheReadTokens * price.cacheRead +
    usage.cacheWriteTokens * price.cacheWrite;
  return Math.max(usage.costUsd ?? 0, byPrice / 1e6);
}
