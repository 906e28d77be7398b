// The in-toto Statement of an archive, with the predicate for test results, so that it can be signed
// and checked with the usual tools. Its subject is the manifest, which names every other file. Pure.
// https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
// https://in-toto.io/attestation/test-result/v0.1
import { cellTitle, outcomeOf } from "../matrix/summary/result.ts";
import type { Summary } from "../matrix/summary/summary.ts";
import { type Manifest, manifestName, sha256 } from "./manifest.ts";

export const statementName = "statement.json";

/** Deterministic: the same archive and results, the same bytes. */
export function statementText(
  manifest: Manifest,
  manifestText: string,
  summaries: readonly Summary[],
): string {
  const tests = (...wanted: string[]) =>
    summaries.flatMap(({ run, cells }) =>
      cells
        .filter((cell) =>
          wanted.includes(cell.verdict === "skip" && cell.unfinished ? "unknown" : outcomeOf(cell)),
        )
        .map((cell) => `${run}: ${cellTitle(cell)}`),
    );
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: manifestName, digest: { sha256: sha256(manifestText) } }],
    predicateType: "https://in-toto.io/attestation/test-result/v0.1",
    predicate: {
      result: resultOf(summaries),
      configuration: manifest.files
        .filter(({ name }) => name.endsWith("/run.json"))
        .map((file) => ({ name: file.name, digest: { sha256: file.sha256 } })),
      passedTests: tests("pass"),
      warnedTests: tests("unknown", "known"),
      failedTests: tests("fail"),
    },
  };
  return `${JSON.stringify(statement)}\n`;
}

/** What is open is neither passed nor failed. */
function resultOf(summaries: readonly Summary[]): "PASSED" | "WARNED" | "FAILED" {
  const verdicts = summaries.map(({ verdict }) => verdict);
  if (verdicts.includes("fail")) return "FAILED";
  const accepted = summaries.every(({ notAcceptance }) => notAcceptance === null);
  return accepted && verdicts.every((verdict) => verdict === "pass") ? "PASSED" : "WARNED";
}
