// The shape of a command, and all it may use of the process. A command returns its exit code;
// it never ends the process and never reads globals.
import type { Command } from "commander";
import type { Parts } from "../matrix/parts.ts";
import type { World } from "../world/world.ts";

export interface Output {
  write(text: string): void;
  /** Columns; null where it is no terminal. */
  readonly columns: number | null;
  /** Of a terminal; absent or 0 where it does not say. */
  readonly rows?: number;
  /**
   * Until the function that is returned is called, what anybody else writes to this stream is handed over in the
   * stream's place: `write` goes on to reach it. Of a terminal.
   */
  divert?(take: (text: string) => void): () => void;
  /** Told until the function that is returned is called. Of a terminal. */
  watch?(onChange: (change: "resized" | "continued") => void): () => void;
}

export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Asked for on the command line (default: environment and terminal decide). */
  readonly colourless?: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  readonly systemTemporaryDirectory: string;
  readonly userId: number;
  /** Aborted by the first Ctrl-C. */
  readonly interruption: AbortSignal;
  /** The layers below the matrix; loaded when first asked for. */
  parts(): Promise<Parts>;
  world(): Promise<World>;
}

export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** Taken when no command is named. */
  readonly isDefault?: boolean;
  /** Adds arguments, options and examples. Runs at every start: it must import nothing heavy. */
  define(command: Command): void;
  /** Resolves with the exit code. */
  execute(
    positional: readonly string[],
    options: Readonly<Record<string, unknown>>,
    io: Io,
  ): Promise<number>;
}
