// Sends the spans of a run to a collector of OpenTelemetry, where that is asked for. It comes after the reports, is
// bounded, and changes no verdict: what did not arrive is said in one line.
import { readEvidence } from "../matrix/store/read-evidence.ts";
import type { Summary } from "../matrix/summary/summary.ts";
import { envelope } from "../report/otlp/envelope.ts";
import { spansOf } from "../report/otlp/spans.ts";
import { plain } from "../report/plain.ts";
import type { Io } from "./command.ts";

export interface SpanExport {
  /** Of the collector, whole, without a password. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly withContent: boolean;
}

interface Bounds {
  /** Of one request, and of all of them, in milliseconds. */
  readonly requestMs: number;
  readonly totalMs: number;
  readonly cellsPerRequest: number;
}

const usual: Bounds = { requestMs: 10_000, totalMs: 30_000, cellsPerRequest: 50 };

export async function exportSpans(
  summary: Summary,
  to: SpanExport,
  io: Pick<Io, "stderr" | "interruption">,
  bounds = usual,
): Promise<void> {
  const ran = summary.cells.filter(({ verdict }) => verdict !== "skip");
  const until = AbortSignal.any([io.interruption, AbortSignal.timeout(bounds.totalMs)]);
  for (let sent = 0; sent < ran.length; sent += bounds.cellsPerRequest) {
    const batch = ran.slice(sent, sent + bounds.cellsPerRequest);
    const fault = await post(bodyOf(batch, summary, to), to, until, bounds.requestMs);
    if (fault === null) continue;
    io.stderr.write(
      `OpenTelemetry: ${sent} of ${ran.length} cells were sent to ${to.url}: ${plain(fault, 200)}. The result stands.\n`,
    );
    return;
  }
}

/** A cell whose evidence cannot be read has no spans; its verdict says so already. */
function bodyOf(cells: Summary["cells"], summary: Summary, { withContent }: SpanExport): string {
  const { run, directory, versions } = summary;
  const spans = cells.flatMap((cell) => {
    if (directory === null || run === null) return [];
    try {
      return spansOf(readEvidence(directory, cell), cell, { run, withContent });
    } catch {
      return [];
    }
  });
  return envelope(spans, versions?.tool ?? "");
}

/** Null where all of it was taken; else why not. */
async function post(
  body: string,
  { url, headers }: SpanExport,
  until: AbortSignal,
  requestMs: number,
): Promise<string | null> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body,
      redirect: "manual",
      signal: AbortSignal.any([until, AbortSignal.timeout(requestMs)]),
    });
    const text = await response.text();
    return response.ok ? rejectedIn(text) : `it answered ${response.status}`;
  } catch (error) {
    const { name, cause, message } = error as Error & { readonly cause?: { code?: string } };
    if (name === "TimeoutError") return "it did not answer in time";
    return name === "AbortError" ? "interrupted" : (cause?.code ?? message);
  }
}

function rejectedIn(text: string): string | null {
  try {
    const { rejectedSpans = 0, errorMessage = "" } = JSON.parse(text).partialSuccess ?? {};
    return Number(rejectedSpans) > 0 ? `it rejected ${rejectedSpans} spans: ${errorMessage}` : null;
  } catch {
    return null;
  }
}
