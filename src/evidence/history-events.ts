// Events about what a dormant session holds besides one turn of text.

export interface HistoryEvents {
  /** How the history was made, and what is in the file once it is. */
  "history-made": {
    readonly history: string;
    /** By real turns; by real turns and the death of the agent in the last; by hand. */
    readonly how: "turns" | "killed" | "file";
    readonly entries: Readonly<Record<string, number>>;
    readonly leaf: string | null;
    readonly bytes: number;
  };
}
