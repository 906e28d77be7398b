// What a claim tells a person, with the type of each event that it names in place of its number.
import type { Evidence } from "../../src/evidence/evidence.ts";
import type { Invariant } from "../../src/invariants/invariant.ts";
import { evidenceOf, type Sample } from "./sample.ts";

/** `[census]` for an event; `[child-started 2]` for the second one of its type. */
function nameOf({ events }: Evidence, seq: number): string {
  const type = events[seq]?.type;
  const nth = events.slice(0, seq + 1).filter((event) => event.type === type).length;
  return nth > 1 ? `[${type} ${nth}]` : `[${type}]`;
}

const whole = (seen: Sample | Evidence): Evidence => ("versions" in seen ? seen : evidenceOf(seen));

/** Words of a judgement, with names of events for their numbers. */
export const named = (evidence: Evidence, words: string): string =>
  words.replace(/event (\d+)/g, (_, seq) => nameOf(evidence, Number(seq)));

/** As in `violated: left behind: /locks/1.lock ([census])`. */
export const toldBy = (claim: Invariant) => (seen: Sample | Evidence) => {
  const evidence = whole(seen);
  const { verdict, because } = claim.judge(evidence);
  return `${verdict}: ${named(evidence, because)}`;
};

/** The events that a judgement rests on. */
export const shownBy = (claim: Invariant) => (seen: Sample | Evidence) => {
  const evidence = whole(seen);
  return claim.judge(evidence).events.map((seq) => nameOf(evidence, seq));
};
