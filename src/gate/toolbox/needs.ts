// Why a scenario cannot be run with a lane, in words; null where it can.
import type { Lane } from "../../lanes/lane.ts";

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

/** Whose locks do not say when their holder began cannot tell a later process of that number. */
export function needsStartTime(lane: Lane): string | null {
  if (lane.surroundings?.lockOwner === undefined) return needsLock(lane);
  return `lane ${lane.name} neither writes nor reads when a lock's holder began`;
}

/** A package with processes of its own reads what its children print, and keeps it to itself. */
export function needsErrorOutput({ name, surroundings }: Lane): string | null {
  if (surroundings?.lockOwner === undefined) return null;
  return `lane ${name} reads its child's standard error itself: nothing shows that the flood came`;
}

/** For what a record says, or that it is broken. */
export function needsRecord({ name, traits }: Lane): string | null {
  return traits.recordless ? `lane ${name} goes by the session alone and reads no record` : null;
}

export function needsTrust({ name, traits }: Lane): string | null {
  if (!traits.recordless) return null;
  return `lane ${name} asks nobody whether the directory is trusted: that is left to its agent`;
}

/** A session may be switched to another model, which its next turn has to go by. */
export function needsLastModel({ name, traits }: Lane): string | null {
  if (!traits.firstModel) return null;
  return `lane ${name} goes by the first model of a session and refuses one that was switched`;
}

/** Where the record alone maps the garden id to a session, an id without one is nobody's. */
export function needsUnrecorded({ name, traits }: Lane): string | null {
  return traits.mapsIdentity ? `lane ${name} knows nobody without a record, socket or not` : null;
}

/** For a seed that is launched otherwise than the agent's own. */
export function needsOwnSeed({ name, surroundings }: Lane): string | null {
  return surroundings?.seedArguments ? `lane ${name} launches its seeds in a way of its own` : null;
}
