// What one cell is: the coordinates, names and bounds that its evidence is judged against.
// Plain data, decided before anything runs; it must never learn what happened.

export type Fidelity = "sim" | "loopback" | "live";

export type Liveness = "live" | "dormant" | "indeterminate";

/** `unsupported`: the backend has no way to tell, so nothing was probed. */
export type ObservedLiveness = Liveness | "unsupported";

/** Every reason for which a dispatch may be refused. A refusal is a decision, not an error. */
export const rejectReasons = [
  "bad-target",
  "target-address-conflict",
  "target-locked",
  "dormant-fire-forget-unsupported",
  "indeterminate-no-spawn",
  "owned-live-no-autosend",
  "mailbox-undeliverable",
  "backend-liveness-unsupported",
  "untrusted-fail-fast",
] as const;
export type RejectReason = (typeof rejectReasons)[number];

/** Upper bounds of the gate's phases, all in milliseconds. */
export interface Timeouts {
  /** The seed's turn, to the exit of its agent. */
  readonly seedMs: number;
  /** Looks at the session and its identity before the dispatch. */
  readonly identityMs: number;
  /** From a child's start to its answering socket. */
  readonly observeMs: number;
  /** From the dispatch to the prompt's entry in the session. */
  readonly userTurnMs: number;
  /** From the prompt's entry to the reply's. */
  readonly assistantTurnMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly killGraceMs: number;
  /** Between two looks at what cannot be watched. */
  readonly pollMs: number;
}

/**
 * Random words that tie an observation to this one cell. A prompt never holds an answer in one
 * piece: `seedReply`, `resumeReply` and `followUpReply` are asked for in parts, and `recall`
 * stands only in the seed's prompt.
 */
export interface Nonces {
  readonly seedUser: string;
  readonly seedReply: string;
  readonly recall: string;
  readonly resumeUser: string;
  readonly resumeReply: string;
  readonly followUpUser: string;
  readonly followUpReply: string;
}

/** Absolute paths of one cell. All but `socketDirectory` lie below `root`. */
export interface CellPaths {
  readonly root: string;
  readonly workingDirectory: string;
  readonly agentDirectory: string;
  readonly sessionDirectory: string;
  readonly recordDirectory: string;
  readonly lockDirectory: string;
  readonly mailboxDirectory: string;
  readonly receiverDirectory: string;
  readonly socketDirectory: string;
  readonly temporaryDirectory: string;
  /** What HOME is to the cell's processes (default: `root`). */
  readonly homeDirectory?: string;
}

/** What a lane promises; a claim about a promise that was not made is not applicable. */
export interface LaneTraits {
  /** The resumed child stays and answers on its control socket after the turn. */
  readonly resident: boolean;
  /** The resume is guarded by the per-session lock. */
  readonly locking: boolean;
  /** The agent chooses the session's id, and the record maps the garden id to it. */
  readonly mapsIdentity?: true;
  /** Of an id without a record it asks its socket who is there, whatever is wanted of it. */
  readonly probesUnrecorded?: true;
  /** It goes by the session alone: it reads no record, and asks nobody about trust. */
  readonly recordless?: true;
  /** It comes back before the turn has ended, and tells nobody how the turn ended. */
  readonly silentOnTurn?: true;
  /** It goes by the first model that a session names, and takes none that was switched to another. */
  readonly firstModel?: true;
}

export interface Refusal {
  readonly reason: RejectReason;
  readonly observedLiveness: ObservedLiveness | null;
}

/** What must come out of a cell. */
export type Expectation =
  | {
      readonly kind: "resumed";
      /** One dispatch of several resumes; each of the others is refused as one of these. */
      readonly others?: readonly Refusal[];
      /** A successor's lock stands where its own would be released, and has to be left there. */
      readonly superseded?: true;
    }
  | {
      readonly kind: "turn-failed";
      /** The model comes to a normal end and says something else (default: a failure). */
      readonly ends?: "replied";
      /** A later dispatch takes the session up again and gets the follow-up's reply. */
      readonly recovers?: true;
    }
  | {
      readonly kind: "refused";
      readonly reason: RejectReason;
      readonly observedLiveness: ObservedLiveness | null;
    }
  /** The dispatch throws; `message` is a regular expression that its words must match. */
  | { readonly kind: "threw"; readonly message: string }
  | { readonly kind: "retained" }
  | { readonly kind: "sent" }
  | { readonly kind: "delivered" }
  | {
      readonly kind: "start-failed";
      /** How the watch over the child ends (default: `spawn-start-failed`). */
      readonly watch?: "spawn-start-failed" | "child-exited";
    }
  /** The names of the claims that are violated. */
  | { readonly kind: "hazard"; readonly shows: readonly string[] };

export interface CellTarget {
  readonly agent: string;
  /** The agent's version, where a run tests several of them; absent where all its cells share one. */
  readonly version?: string;
  readonly provider: string;
  readonly model: string;
  /** The wire format the provider speaks, or null where it is not known. */
  readonly wireApi: string | null;
}

/**
 * What becomes of a history on the wire when it is resumed: it is sent whole; the agent puts in or
 * leaves out what the provider would not take; the provider refuses it; a part of it is never sent.
 */
export const historyFates = ["kept", "repaired", "refused", "lost"] as const;
export type HistoryFate = (typeof historyFates)[number];

/** A model that had a turn of a history, as a target names it. */
export type HistoryModel = Pick<CellTarget, "provider" | "model" | "wireApi">;

export interface CellHistory {
  /** As selected by `--history`. */
  readonly name: string;
  readonly fate: HistoryFate;
  /** The rule for which it is refused, by the provider's table. */
  readonly rule?: string;
  /** Other models than the target's that had a turn of it. */
  readonly models?: readonly HistoryModel[];
  /** Claims that the agent itself violates with it, whichever lane resumes it. */
  readonly shows: readonly string[];
  /** A copy of a session file of the user's own; its name is the file's path. */
  readonly made?: "own";
  /** Its last turn ends with the death of the agent, by SIGKILL. */
  readonly killed?: true;
  /** Its last turn ends with the death of the agent, by SIGTERM. */
  readonly terminated?: true;
}

export interface Cell {
  readonly gardenId: string;
  readonly target: CellTarget;
  readonly lane: string;
  readonly traits: LaneTraits;
  readonly scenario: string;
  /** Counted from 1. */
  readonly repetition: number;
  readonly fidelity: Fidelity;
  readonly expectation: Expectation;
  /** Names of the faults that must be proved to have fired for the cell to count. */
  readonly faults: readonly string[];
  readonly nonces: Nonces;
  readonly paths: CellPaths;
  readonly timeouts: Timeouts;
  /**
   * The process of the seed goes on with the resumed turn's prompt, and the session is cut back to what
   * it was before: what that process asked is what the resumed one has to ask.
   */
  readonly twin?: true;
  /**
   * Who had the seed's turn: nobody, where the agent's own session code writes what it would have left
   * (default: a real agent).
   */
  readonly seed?: "made";
  /** The version of the agent that the dormant session is made with; absent where it is the target's own. */
  readonly seededBy?: string;
  /** What the dormant session holds; absent where it is one turn of text. */
  readonly history?: CellHistory;
}

/** `pi:openai/gpt-5.4`, or `pi@1.5.2:openai/gpt-5.4` where a run tests several versions of its agent. */
export function targetName({
  agent,
  version,
  provider,
  model,
}: Omit<CellTarget, "wireApi">): string {
  return `${agent}${version === undefined ? "" : `@${version}`}:${provider}/${model}`;
}

/** `pi:openai/gpt-5.4`, whatever the version of its agent. */
export function unversionedName({ version: _, ...target }: Omit<CellTarget, "wireApi">): string {
  return targetName(target);
}
