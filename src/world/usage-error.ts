// What is wrong with what a person asked for. Found before anything runs; it is never used for
// a failure of the world or a mistake of our own.

/** One fault and where it is: a path in the config file, or a flag. */
export interface Fault {
  readonly where: string;
  readonly message: string;
}

/** Thrown to end a command with exit code 254; carries every fault, not just the first. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly faults: readonly Fault[];

  constructor(summary: string, faults: readonly Fault[] = []) {
    super([summary, ...faults.map(({ where, message }) => `  ${where}: ${message}`)].join("\n"));
    this.faults = faults;
  }
}
