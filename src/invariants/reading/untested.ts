// Why a cell that ran to its end says nothing of its subject: it never came to a dormant session.
// Then no claim has anything to look at, and one cause stands for all of them.
import type { EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf, firstOf, lastOf } from "../../evidence/evidence.ts";
import { cutShort } from "./checks.ts";

/** What such a phase takes is its model's, its agent's and the machine's: no word on the subject. */
export const isBeforeSubject = (phase: string) =>
  ["prepare", "identity", "seed", "session"].includes(phase);

/** The cause in one line; null for a cell in which the subject was asked, or that was cut short. */
export function whyUntested(evidence: Evidence): string | null {
  if (cutShort(evidence) !== null || firstOf(evidence, "dispatch-started")) return null;
  const end = eventsOf(evidence, "phase-ended").find(
    ({ phase, outcome }) => isBeforeSubject(phase) && outcome !== "done",
  );
  if (end === undefined) return null;
  const said = lastOf(evidence, "error-output")?.lines ?? [];
  return [causeOf(evidence, end), ...(said.length > 0 ? [said.join(" / ")] : [])].join(": ");
}

function causeOf(evidence: Evidence, { phase, outcome, because }: EventOf<"phase-ended">): string {
  if (outcome === "timed-out") {
    const started = eventsOf(evidence, "phase-started").find((event) => event.phase === phase);
    return `${words[phase] ?? phase} did not end within ${started?.timeoutMs ?? "its"} ms`;
  }
  const failure = firstOf(evidence, "child-start-failed");
  if (phase === "seed" && failure) return `${because} (${failure.message})`;
  return because || `${words[phase] ?? phase} failed`;
}

const words: Readonly<Record<string, string>> = {
  prepare: "the preparation",
  identity: "the look for what bears the garden id",
  seed: "the seed",
  session: "the look for the seed's session",
};
