// A session that another provider's model had a turn of, with reasoning and a call: its ids and its seals
// are foreign to the one that goes on, which had a turn before it and one after. pi leaves its reasoning
// out; before 1.3 it told it as if it had been said.
import type { CellTarget, HistoryModel } from "../../../evidence/cell.ts";
import type { History } from "../history.ts";
import { answer, run } from "../steps.ts";

/** What the foreign model thinks before it calls, and before it answers. */
export const foreignThoughts = ["Let me look.", "Enough."] as const;

const [before, after] = foreignThoughts;

/** pi's own format is sent the transcript as it is: what is foreign in it is left to the gateway. */
const raw = { "pi-messages": "kept" } as const;

/** `told` says what of its turns is foreign to every other provider. */
export function switchedFrom(origin: HistoryModel, told: string): History {
  return {
    name: `switched-from-${origin.provider}`,
    summary: `a model of ${origin.provider} had a turn in between: ${told}`,
    later: [
      {
        steps: () => [
          [{ think: before }, run("echo one")],
          [{ think: after }, ...answer],
        ],
        with: ({ provider }: CellTarget) => (provider === origin.provider ? null : origin),
      },
      {},
    ],
    otherwise: "repaired",
    takenOn: raw,
  };
}
