// Why a pi that was asked for its version gave none, as one line.

interface Failure {
  readonly message: string;
  readonly stderr?: string;
  /** It was ended by us, because its time was over. */
  readonly killed?: boolean;
}

/** @param error what `execFile` rejected with; @param timeoutMs how long it was waited for. */
export function startFlaw(error: unknown, timeoutMs: number): string {
  const { message, stderr, killed } = error as Failure;
  if (killed) return `no answer within ${timeoutMs / 1000} s`;
  const lines = (stderr || message).split("\n").map((line) => line.trim());
  const told = lines.find((line) => /error/i.test(line)) ?? lines.find(Boolean);
  return told?.slice(0, 200) ?? "no reason given";
}
