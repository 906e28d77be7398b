// What tells one pi from another; plain data, so that it can be handed to another process.

export interface PiOptions {
  readonly command: string;
  readonly commandArguments: readonly string[];
  readonly version: string;
  /** The package.json of its package, for what of it is asked besides its command; null or absent where none was found. */
  readonly packageJson?: string | null;
  /** The extension that serves the control socket and keeps the child resident. */
  readonly residentExtension: string;
  /** The extension that hands a one-shot worker its message, and does nothing else. */
  readonly oneShotExtension: string;
  /** The user's own agent directory, or null to give each cell one of its own. */
  readonly agentDirectory: string | null;
}

/** The agents that there are, as targets name them. */
export const agentNames = ["pi"] as const;

/** The agent taken when none is named. */
export const defaultAgent = agentNames[0];
