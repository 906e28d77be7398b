// Keeps what a module of the user's does to this process from being taken for a result: an exit of
// its own, an error that nobody caught, an end because nothing is left to wait for. Each is told
// with the place it came from. It decides nothing about what follows.
import { writeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { messageOf } from "../world.ts";

/** Thrown when a module asks to end a process that is not its own. */
export class Intrusion extends Error {
  override readonly name = "Intrusion";
}

export interface Guard {
  /** Ends the process, for the one whose it is. */
  exit(code: number): never;
}

export interface GuardOptions {
  /** What the process ends with if it ends by itself. */
  readonly exitCode: number;
  /** What was being done, as in ` in cell …`; empty where nothing was. */
  during(): string;
  onIntrusion(intrusion: Intrusion): void;
}

export function guardProcess({ exitCode, during, onIntrusion }: GuardOptions): Guard {
  const exit = process.exit.bind(process);
  let isOurs = false;
  process.exit = (code) => {
    const words = `process.exit(${code ?? ""}) was called${placeIn(new Error().stack)}${during()}.`;
    const intrusion = new Intrusion(words);
    onIntrusion(intrusion);
    throw intrusion;
  };
  // Not a listener, so that nobody takes it away with the listeners.
  process.setUncaughtExceptionCaptureCallback((error: unknown) => {
    // It was thrown at a caller who did not catch it, and has been told.
    if (error instanceof Intrusion) return;
    onIntrusion(new Intrusion(`Nobody caught an error${during()}: ${wordsOf(error)}`));
  });
  process.on("exit", () => {
    if (isOurs) return;
    process.exitCode = exitCode;
    writeSync(
      2,
      `\nNo result: the process came to its end with nothing left to wait for${during()}.\n`,
    );
  });
  return {
    exit(code) {
      isOurs = true;
      return exit(code);
    },
  };
}

/** The error with where it came from, or whatever was thrown. */
export function wordsOf(error: unknown): string {
  const stack = error instanceof Error ? error.stack : undefined;
  return typeof stack === "string" ? stack : messageOf(error);
}

const own = fileURLToPath(new URL("../../", import.meta.url));

/** ` at <file:line:column>` of the nearest caller that is not ours nor Node's; empty without one. */
export function placeIn(stack: string | undefined): string {
  const frames = (stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const place = (frame: string) => /\(?((?:file:\/\/|\/)[^()]+:\d+:\d+)\)?$/.exec(frame)?.[1];
  const theirs = frames
    .map(place)
    .map((found) => (found?.startsWith("file:") ? fileURLToPath(found) : found))
    .find((found) => found !== undefined && !found.startsWith(own));
  return theirs === undefined ? "" : ` at ${theirs}`;
}
