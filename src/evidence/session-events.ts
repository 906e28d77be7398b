// Events about the conversation itself: the session's file, its entries, what was said into it, and
// what arrived at the model.

import type { HeldPart, RequestValues } from "./held.ts";
import type { Moment } from "./moment.ts";
import type { ModelOutcome } from "./outcome.ts";
import type { EndedWait } from "./processor.ts";
import type { ProviderSays } from "./provider-rules.ts";
import type { SessionFile, TranscriptEntry, UndecodableBytes } from "./session.ts";

export interface SessionEvents {
  "session-listed": { readonly moment: Moment; readonly files: readonly SessionFile[] };
  /** The seed's turn was not run: the agent's own session code wrote what it would have left. */
  "session-made": { readonly reply: string };
  /** What the model has to be told again, as the gate reads it off the dormant session. */
  "history-held": { readonly path: string; readonly parts: readonly HeldPart[] };
  /** Whether the subject's own look finds the session, and finds it fit to be resumed. */
  "subject-looked": {
    readonly moment: Moment;
    /** The one file that it would resume; null where it would refuse. */
    readonly path: string | null;
    /** Why it would refuse; empty where it would not. */
    readonly flaw: string;
    /** How it read the file that it would resume; absent in records that did not keep it. */
    readonly session?: {
      readonly cwd: string;
      readonly provider: string;
      readonly model: string;
    };
  };
  /** The bytes that existed before the resume, read once before it and once at the end. */
  "session-prefix": {
    readonly moment: Moment;
    readonly path: string;
    readonly bytes: number;
    readonly sha256: string;
    /** The text itself, kept once (before the resume) so that a claim can check the hash. */
    readonly content: string | null;
    /** It is too long to be kept; absent where it is not. */
    readonly tooLong?: true;
    /** A secret was taken out of the text: it does not give the hash. */
    readonly redacted?: true;
    /** What of it is no text, left out of `content`; absent where all of it is. */
    readonly undecodable?: readonly UndecodableBytes[];
  };
  "session-entry": TranscriptEntry & {
    readonly path: string;
    readonly index: number;
    readonly offset: number;
    readonly bytes: number;
  };
  /** A line that is not one: cut off, or not the agent's format. */
  "session-line-unreadable": {
    readonly path: string;
    readonly index: number;
    readonly offset: number;
    readonly bytes: number;
    readonly because: string;
  };
  /** A rule of the real provider for which the request recorded just before it was refused. */
  "model-refused": {
    readonly turn: "seed" | "twin" | "resume" | "follow-up" | "recovery";
    readonly wireApi: string;
    readonly rule: string;
    readonly sentence: string;
    readonly path: string;
  };
  "turn-settled": {
    readonly turn: "seed" | "resume" | "follow-up" | "recovery";
    readonly because: "replied" | "terminal-reply" | "child-exited" | "timed-out" | "interrupted";
  };
  "message-sent": EndedWait & {
    readonly moment: Moment;
    readonly nonce: string;
    readonly accepted: boolean;
    readonly error: string | null;
    /** The message itself; absent in records that did not keep it. */
    readonly text?: string;
  };
  /** What arrived at the embedded provider; never recorded at live fidelity. */
  "model-requested": {
    /** `twin`: of a process that was never stopped, with the resumed turn's prompt. */
    readonly turn: "seed" | "twin" | "resume" | "follow-up" | "recovery";
    readonly wireApi: string;
    readonly transport: string;
    readonly model: string;
    readonly messages: number;
    readonly userMessages: number;
    readonly status: number;
    readonly outcome: ModelOutcome;
    /** What the embedded provider was told to do; left out where the request asked no model. */
    readonly behaviour?: string;
    readonly recalled: boolean;
    /** Whether any message of it held the recall token, in whatever words. */
    readonly carried?: boolean;
    readonly lastUserText: string;
    readonly durationMs: number;
    /** What it told the model; of a twin and of resumed turns only, and absent in records that did not keep it. */
    readonly values?: RequestValues;
  } & ProviderSays;
}
