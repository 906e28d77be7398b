// Why a scenario cannot be run with a lane, in words; null where it can.
import type { Lane } from "../lanes/lane.ts";

/** A lane that locks also declares an intent and looks before it acts; one without does neither. */
export function needsDecision({ name, traits }: Lane): string | null {
  if (traits.locking) return null;
  return `lane ${name} decides nothing: it takes no intent, looks at no socket and always resumes`;
}

export function needsMailbox({ name, traits }: Lane): string | null {
  return traits.locking ? null : `lane ${name} resumes pi sessions only and has no mailbox`;
}

export function needsResident({ name, traits }: Lane): string | null {
  return traits.resident ? null : `lane ${name} leaves no resident that could be live`;
}

export function needsLock({ name, traits }: Lane): string | null {
  if (traits.locking) return null;
  return `lane ${name} takes no lock and looks at none: it resumes whatever a lock says`;
}
