// The shape of a claim: a name, a sentence a maintainer would sign, and a pure judgement.
// A claim reads one evidence and nothing else.
import type { EvidenceEvent } from "../evidence/event.ts";
import type { Evidence } from "../evidence/evidence.ts";
import type { SimulatedPart } from "./reading/circumstances.ts";

export type Judgement =
  /** The claim was put to the test and stood; `events` are what it rests on. */
  | { readonly verdict: "holds"; readonly because: string; readonly events: readonly number[] }
  /** `events` are the sequence numbers that show the violation. */
  | { readonly verdict: "violated"; readonly because: string; readonly events: readonly number[] }
  /** There was nothing to look at where there should have been. */
  | { readonly verdict: "unknown"; readonly because: string; readonly events: readonly number[] }
  | {
      readonly verdict: "not-applicable";
      readonly because: string;
      readonly events: readonly number[];
    };

/** For a person who meets its name for the first time; shown by `matrix explain`. */
export interface Explained {
  /** Why it matters: what goes wrong where it does not hold. */
  readonly why: string;
  /** What usually makes it fail. */
  readonly causes: string;
}

export interface Invariant {
  readonly name: string;
  /** A full sentence, true exactly when the claim holds. */
  readonly claim: string;
  /** Of those built in, each has it. */
  readonly explained?: Explained;
  judge(evidence: Evidence): Judgement;
  /** Where simulation may ask it; without this it must hold in every simulated case. */
  readonly simulated?: SimulatedPart;
}

/** Types a claim that a user brings in a file of their own. */
export function defineClaim(claim: Invariant): Invariant {
  return claim;
}

/** An event, as far as a judgement names it. */
export type Numbered = Pick<EvidenceEvent, "seq">;

const sequence = (events: readonly Numbered[]) => events.map((event) => event.seq);

export const holds = (because: string, ...events: readonly Numbered[]): Judgement => ({
  verdict: "holds",
  because,
  events: sequence(events),
});

export const violated = (because: string, ...events: readonly Numbered[]): Judgement => ({
  verdict: "violated",
  because,
  events: sequence(events),
});

export const unknown = (because: string, ...events: readonly Numbered[]): Judgement => ({
  verdict: "unknown",
  because,
  events: sequence(events),
});

export const notApplicable = (because: string): Judgement => ({
  verdict: "not-applicable",
  because,
  events: [],
});
