// What the gate passes over: a file that cannot be read is reported, and stops no look at the others.
import type { SkippedFile } from "../../evidence/event.ts";
import { errorCode, messageOf } from "../../world/world.ts";

/** The machine has run out of something: that is no property of one file. */
const ofTheMachine: readonly string[] = ["EMFILE", "ENFILE", "ENOMEM", "EAGAIN"];

/** The file as it is reported; null where the failure says nothing of this file. */
export function asSkipped(path: string, error: unknown): SkippedFile | null {
  const code = errorCode(error);
  if (code === null || ofTheMachine.includes(code)) return null;
  return { path, because: messageOf(error) };
}

/** @throws what the look threw, where that is not for this path alone. */
export async function lookOrNote<T>(
  path: string,
  note: (skipped: SkippedFile) => void,
  look: () => Promise<T>,
): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    const skipped = asSkipped(path, error);
    if (skipped === null) throw error;
    note(skipped);
    return null;
  }
}
