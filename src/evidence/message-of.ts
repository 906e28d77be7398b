// What was thrown, in words. Anything may be, and nothing about it may be relied on: this must
// never throw itself.

export function messageOf(error: unknown): string {
  try {
    const message = error instanceof Error ? error.message : String(error);
    return typeof message === "string" ? message : String(message);
  } catch {
    return `something that has no words (${typeof error})`;
  }
}
