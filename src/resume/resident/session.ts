// The session that a process runs, as its resident sees it, whichever agent it belongs to.
import type { Host } from "./conversation.ts";

export interface ServedSession {
  readonly id: string;
  /** Undefined for one that is kept nowhere. */
  readonly file: string | undefined;
  readonly workingDirectory: string;
  /** Nobody sits at the terminal: after its turn the process would end by itself. */
  readonly unattended: boolean;
  readonly host: Host;
  model(): { readonly provider: string; readonly id: string } | null;
  /** Whether the process has read this entry, or has written it itself. */
  knows(entryId: string): boolean;
  name(): string | undefined;
  rename(name: string): void;
}
