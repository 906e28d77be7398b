// Where the queue is: a PostgreSQL URL, which may hold a password and is never printed or recorded. Pure.
import type { Redact } from "../matrix/live/redact.ts";
import { nearNames } from "../world/near-names.ts";
import { UsageError } from "../world/usage-error.ts";

export interface QueueAddress {
  readonly url: string;
  /** Takes the URL, and what of it is secret, out of a text. */
  readonly redact: Redact;
}

/** The variable of `--queue`; a command line is seen by everybody on the machine. */
export const queueVariable = "MATRIX_QUEUE";

/** What the client reads of an address after its `?`. Whatever else stands there it would pass over in silence. */
const known = [
  "application_name",
  "fallback_application_name",
  "host",
  "idle_in_transaction_session_timeout",
  "lock_timeout",
  "options",
  "password",
  "port",
  "query_timeout",
  "ssl",
  "sslcert",
  "sslkey",
  "sslmode",
  "sslnegotiation",
  "sslrootcert",
  "statement_timeout",
  "uselibpqcompat",
  "user",
];

/** A mode of another spelling would be taken for none of these. */
const tlsModes = ["disable", "prefer", "require", "verify-ca", "verify-full", "no-verify"];

/** @throws UsageError for what is no PostgreSQL URL, or asks for what nobody would do; it does not repeat it. */
export function queueAddress(url: string): QueueAddress {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !["postgres:", "postgresql:"].includes(parsed.protocol)) {
    throw refused([
      `is no PostgreSQL URL: write postgres://user@host:5432/database, with ?sslmode=verify-full for TLS. A password may stand in it, in PGPASSWORD or in ~/.pgpass; ${queueVariable} keeps the URL off the command line`,
    ]);
  }
  const wrong = wrongIn(parsed);
  if (wrong.length > 0) throw refused(wrong);
  const secrets = [url, parsed.href, ...passwordsIn(parsed)].filter((text) => text !== "");
  // Longest first: a password stands in the URL as well.
  secrets.sort((a, b) => b.length - a.length);
  return {
    url,
    redact: (text) => secrets.reduce((so, secret) => so.replaceAll(secret, "[queue]"), text),
  };
}

function wrongIn({ hash, search, searchParams }: URL): readonly string[] {
  const unknown = [...new Set(searchParams.keys())].filter((name) => !known.includes(name));
  // Its rest may then be that of a password.
  if (hash !== "" || (unknown.length > 0 && search.includes("@"))) {
    return ["has a ? or # before its @ or at its end; in a password they are written %3F and %23"];
  }
  const modes = searchParams.getAll("sslmode").filter((mode) => !tlsModes.includes(mode));
  return [
    ...unknown.map((name) => `${unknownName(name)}; leave it out`),
    ...(modes.length > 0 ? [`sslmode is one of ${tlsModes.join(", ")}`] : []),
  ];
}

function unknownName(name: string): string {
  const [near] = nearNames(name, known);
  return `nothing is known of its "${name}"${near === undefined ? "" : ` (did you mean ${near}?)`}`;
}

const refused = (messages: readonly string[]) =>
  new UsageError(
    "Nothing was run.",
    messages.map((message) => ({ where: "the queue's address", message })),
  );

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
