// Events about what was arranged for a cell: the history of its session, the faults in its way.

export interface SceneEvents {
  /** How the history was made, and what is in the file once it is. */
  "history-made": {
    readonly history: string;
    /**
     * How the last real turn ended: by itself, by SIGKILL, by SIGTERM, or aborted by the agent; or it is
     * the user's own session.
     */
    readonly how: "turns" | "killed" | "terminated" | "aborted" | "own";
    /**
     * By real turns alone; or the agent's own session code, or a change to the file by hand, came
     * after them. Absent in records that knew real turns only, and for the user's own.
     */
    readonly made?: "turns" | "session-code" | "by-hand";
    readonly entries: Readonly<Record<string, number>>;
    readonly leaf: string | null;
    readonly bytes: number;
  };
  "fault-armed": { readonly fault: string; readonly detail: string };
  "fault-fired": { readonly fault: string; readonly proof: string };
}
