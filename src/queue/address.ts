// Where the queue is: a PostgreSQL URL, which may hold a password and is never printed or recorded. Pure.
import type { Redact } from "../matrix/live/redact.ts";
import { UsageError } from "../world/usage-error.ts";

export interface QueueAddress {
  readonly url: string;
  /** Takes the URL, and what of it is secret, out of a text. */
  readonly redact: Redact;
}

/** The variable of `--queue`; a command line is seen by everybody on the machine. */
export const queueVariable = "MATRIX_QUEUE";

/** @throws UsageError for what is no PostgreSQL URL; it does not repeat it. */
export function queueAddress(url: string): QueueAddress {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !["postgres:", "postgresql:"].includes(parsed.protocol)) {
    const message = `is no PostgreSQL URL: write postgres://user@host:5432/database, with ?sslmode=verify-full for TLS. A password may stand in it, in PGPASSWORD or in ~/.pgpass; ${queueVariable} keeps the URL off the command line`;
    throw new UsageError("Nothing was run.", [{ where: "the queue's address", message }]);
  }
  const secrets = [url, parsed.href, ...passwordsIn(parsed)].filter((text) => text !== "");
  // Longest first: a password stands in the URL as well.
  secrets.sort((a, b) => b.length - a.length);
  return {
    url,
    redact: (text) => secrets.reduce((so, secret) => so.replaceAll(secret, "[queue]"), text),
  };
}

/** As it is written in the URL and as the server gets it. */
function passwordsIn({ password, searchParams }: URL): string[] {
  const given = searchParams.get("password") ?? "";
  return [password, given, ...(decoded(password) ?? [])];
}

function decoded(text: string): string[] | null {
  try {
    return [decodeURIComponent(text)];
  } catch {
    return null;
  }
}
