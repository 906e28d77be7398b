// What lies where sessions and records are kept and is neither: it stops nobody, and is reported. Only
// a failure of the machine itself (out of descriptors, of memory) is no property of one file.
import type { SkippedFile } from "../evidence/event.ts";
import { errorCode, messageOf, noRegularFile } from "../world/world.ts";

export type OnSkip = (skipped: SkippedFile) => void;

const ofTheMachine = ["EMFILE", "ENFILE", "ENOMEM", "EAGAIN"];

const words: Readonly<Record<string, string>> = {
  ENOENT: "a link that leads nowhere, or gone since it was listed",
  EISDIR: "a directory",
  ENOTDIR: "no directory",
  EACCES: "closed to this user",
  EPERM: "closed to this user",
  ELOOP: "a link that leads in a circle",
  [noRegularFile]: "no regular file",
};

/** The file as it is reported; null where the failure says nothing of this file. */
export function skippedFor(path: string, error: unknown): SkippedFile | null {
  const code = errorCode(error);
  // What has no code is a mistake of ours, or says itself what is wrong.
  if (code === null || ofTheMachine.includes(code)) return null;
  return { path, because: words[code] ?? messageOf(error) };
}

/** @throws what the work threw, if that is not for this path alone. */
export async function orSkip<T>(
  path: string,
  onSkip: OnSkip | undefined,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    const skipped = skippedFor(path, error);
    if (skipped === null) throw error;
    onSkip?.(skipped);
    return null;
  }
}

/** `; passed over: …`, for a caller that finds nothing; empty where nothing was. */
export function passedOver(skipped: readonly SkippedFile[]): string {
  if (skipped.length === 0) return "";
  const [first] = skipped;
  const rest = skipped.length === 1 ? "" : `, and ${skipped.length - 1} more`;
  return `; passed over: ${first?.path} (${first?.because})${rest}`;
}

/** An error about a whole store, which nobody can go on without: what, where, what to do. */
export function closedStore(directory: string, what: string, error: unknown): Error {
  const code = errorCode(error);
  const message = `${directory} cannot be listed (${messageOf(error)}), so nobody can say ${what}: make it a directory that this user may read`;
  return Object.assign(new Error(message, { cause: error }), code === null ? {} : { code });
}
