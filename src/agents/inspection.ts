// What is found in a session file without running anything, and the requests that its resume would send.
// Plain data; each agent reads its own files.
import type { WireApi } from "../loopback/reply.ts";
import type { Breach } from "../loopback/rules/rule.ts";

export interface Inspection extends SessionFacts {
  /** How many of each kind; a message is told with its role. */
  readonly entries: Readonly<Record<string, number>>;
  readonly tree: TreeFacts;
  /** The models that the path names, one after the other. */
  readonly models: readonly { readonly provider: string; readonly model: string; line: number }[];
  readonly thinkingLevels: readonly { readonly level: string; readonly line: number }[];
  /** Blocks on the path. */
  readonly blocks: BlockFacts;
  /** Lines on the path with a compaction. */
  readonly compactions: readonly number[];
  readonly orphanCalls: readonly Orphan[];
  readonly orphanResults: readonly Orphan[];
  /** What pi puts right whatever the provider. */
  readonly repairs: readonly Repair[];
  readonly requests: readonly ForeseenRequest[];
}

export interface TreeFacts {
  readonly leaf: string | null;
  readonly onPath: number;
  readonly offPath: number;
  /** Entries with more than one child. */
  readonly branchPoints: number;
  readonly leaves: number;
  readonly lost: readonly { readonly line: number; readonly parentId: string }[];
  /** The path begins at an entry whose parent is lost: all before it will not be sent. */
  readonly pathIsCut: boolean;
}

export interface BlockFacts {
  readonly calls: number;
  readonly images: { readonly count: number; readonly bytes: number };
  readonly thinking: { readonly count: number; readonly signed: number; readonly redacted: number };
}

export interface Orphan {
  readonly line: number;
  readonly id: string;
  readonly name: string;
}

/** What the file itself shows. */
export interface SessionFacts {
  readonly header: { readonly id: string; readonly cwd: string; readonly version: number } | null;
  readonly file: FileFacts;
}

interface FileFacts {
  readonly bytes: number;
  readonly lines: number;
  readonly longestLine: { readonly line: number; readonly bytes: number };
  readonly byteOrderMark: boolean;
  /** The file ends within a line, and that line is no JSON. */
  readonly tornTail: boolean;
  /** Lines that are no JSON object with a type, the torn tail included. */
  readonly unreadable: readonly number[];
  /** Lines that are so dense that only their ids were read. */
  readonly unread: readonly number[];
}

type RepairKind = "reply-dropped" | "result-added" | "thinking-dropped" | "edited-out";

/** What pi puts right before it sends, and where in the file the reason stands. */
export interface Repair {
  readonly kind: RepairKind;
  readonly line: number;
  readonly detail?: string;
}

export interface Aim {
  readonly api: WireApi;
  readonly provider: string;
  readonly model: string;
}

/** The request that a resume would send with one more prompt, as far as it can be foreseen. */
export interface ForeseenRequest extends Aim {
  /** The session's own model, or one that stands for the wire format. */
  readonly isOwnModel: boolean;
  /** Of the transcript, with the prompt. */
  readonly messages: number;
  /** Roughly: what stands in the file of it, and the format's own around it. */
  readonly bytes: number;
  /** Very roughly: a quarter of the bytes of text, and 1,500 an image. */
  readonly tokens: number;
  /** Besides the repairs that every provider gets. */
  readonly repairs: readonly Repair[];
  /**
   * Firm ones would be refused; the others are weak or unconfirmed. Of each rule the first places; in a
   * long session one that looks for ids used twice looks at some 2,000 messages at once.
   */
  readonly breaches: readonly Breach[];
}
