// Events about what was arranged for a cell: the history of its session, the faults in its way.

export interface SceneEvents {
  /** How the history was made, and what is in the file once it is. */
  "history-made": {
    readonly history: string;
    /** By real turns; by real turns and the death of the agent in the last; or it is the user's own. */
    readonly how: "turns" | "killed" | "own";
    readonly entries: Readonly<Record<string, number>>;
    readonly leaf: string | null;
    readonly bytes: number;
  };
  "fault-armed": { readonly fault: string; readonly detail: string };
  "fault-fired": { readonly fault: string; readonly proof: string };
}
