// What is printed of an enumeration: its size before, how far it has come, and what is known after it.
// Plain text, for people.
import type { Enumeration } from "../simulation/explore/exhaustive/enumerate.ts";
import { passes } from "../simulation/explore/exhaustive/passes.ts";
import { type EnumerationState, expectedOf } from "../simulation/explore/exhaustive/progress.ts";
import type { Space } from "../simulation/explore/exhaustive/spaces.ts";
import { unjudgedIn } from "./exploration.ts";

const number = (value: number) => Math.round(value).toLocaleString("en-US");

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

/** Before it begins. */
export function sizeText(
  lane: string,
  spaces: readonly Space[],
  state: EnumerationState,
  descents: number,
): string {
  const { estimates, schedules } = state;
  const expected = expectedOf(state);
  const known = estimates.filter((estimate) => estimate !== null).length;
  const size = expected
    ? `about ${number(expected.schedules)} schedules (± ${number(expected.error)}; estimated from ${number(descents * spaces.length)} random descents, not counted)`
    : `their schedules not estimated yet (${known} spaces are)`;
  const done = sum(schedules);
  return `${lane}: ${spaces.length} spaces, ${size}${done === 0 ? "" : `; ${number(done)} are done`}.\n`;
}

/** `msNow` and `doneBefore` are of this part of it: how fast it goes is told by that alone. */
export function progressLine(state: EnumerationState, ms: number, doneBefore: number): string {
  const { schedules, pass } = state;
  const expected = expectedOf(state);
  const done = sum(schedules);
  const rate = ms > 0 ? ((done - doneBefore) * 1000) / ms : 0;
  const left = expected && rate > 0 ? Math.max(0, expected.schedules - done) / rate : null;
  const time = left === null ? "" : `, about ${Math.ceil(left / 60)} min left`;
  const of = expected ? ` of about ${number(expected.schedules)}` : "";
  return `${number(done)}${of} schedules (pass ${Math.min(pass + 1, passes.length)} of ${passes.length}), ${number(rate)} a second${time}`;
}

export function enumerationText(
  lane: string,
  spaces: readonly Space[],
  { state, complete, found }: Enumeration,
  continued: string,
): string {
  const { schedules, elapsedMs, endless, disturbed } = state;
  const expected = expectedOf(state);
  const total = sum(schedules);
  const seconds = (elapsedMs / 1000).toFixed(0);
  const head = `${lane}: ${number(total)} schedules in ${seconds} s`;
  if (found) return `${head}: a claim is broken.\n`;
  const wrong = [
    ...(endless > 0 ? [`${number(endless)} schedules never came to their end.`] : []),
    ...(disturbed === null
      ? []
      : [`Not complete: ${disturbed} was changed, which the reduction takes as unchanged.`]),
  ];
  if (!complete) {
    const of = expected ? ` of about ${number(expected.schedules)}` : "";
    const stopped = `stopped after ${number(total)}${of} schedules, and nothing is broken so far. Go on with:`;
    return `${[head, ...wrong, stopped, `  ${continued}`].join("\n")}\n`;
  }
  const groups = Map.groupBy(spaces.keys(), (index) => spaces[index]?.group ?? "");
  const known = [...groups].map(([group, members]) => {
    const count = sum([...members].map((index) => schedules[index] ?? 0));
    return `complete for ${group}: ${number(count)} schedules in ${[...members].length} scenes, ${heldText(state)}`;
  });
  return `${[head, ...(disturbed === null ? known : []), ...wrong, ...judgedLines(state)].join("\n")}\n`;
}

function heldText(state: EnumerationState): string {
  const judged = new Map(state.judged.map(([name, count]) => [name, count]));
  const open = unjudgedIn({ judged }).length;
  if (open === 0) return "every claim held";
  return open === judged.size ? "no claim was judged" : "every claim that was judged held";
}

const judgedLines = ({ judged }: EnumerationState): readonly string[] =>
  judged.map(([name, count]) =>
    count === 0
      ? `${name} was judged in no schedule: nothing is shown.`
      : `${name} was judged in ${number(count)} of them.`,
  );
