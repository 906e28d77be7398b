// A run of two lanes on two targets, with a cell that fails and one that was skipped, as the page is
// given it.
import type { Evidence } from "../../../src/evidence/evidence.ts";
import { judgeCell } from "../../../src/invariants/judge.ts";
import type { CellResult } from "../../../src/matrix/summary/result.ts";
import { summarise } from "../../../src/matrix/summary/summary.ts";
import { renderPage } from "../../../src/report/html/page.ts";
import {
  change,
  evidenceOf,
  line,
  lines,
  plainV2,
  type Sample,
  the,
} from "../../invariants/sample.ts";
import { result, versionsOf } from "../../matrix/results.ts";

/** The resident does not answer once its turn has settled. */
const failing: Sample = change(plainV2, the("socket-asked", { moment: "after-turn" }), {
  answer: null,
  failure: "ENOENT",
});

const failed: CellResult = {
  ...result({ lane: "v2", scenario: "plain" }),
  ...judgeCell(evidenceOf(failing)),
};

const google = { agent: "pi", provider: "google", model: "gemini-3", wireApi: "google" };
const cells: readonly CellResult[] = [
  failed,
  result({ lane: "v1", gardenId: "b" }),
  result({ lane: "v2", scenario: "lock-held", gardenId: "c", durationMs: 90 }),
  result({ lane: "v1", scenario: "lock-held", gardenId: "d" }),
  result({ target: google, lane: "v2", gardenId: "e" }),
  result({
    target: google,
    lane: "v1",
    gardenId: "f",
    verdict: "skip",
    because: "no such model in this catalogue",
    durationMs: 0,
  }),
];

const facts = {
  run: "20300102-030405-a1b2",
  directory: "/runs/20300102-030405-a1b2",
  fidelity: "loopback",
  interrupted: false,
  versions: versionsOf,
} as const;

export const failedTitle = "openai/gpt-5.4 v2 plain #1";

export const pageOf = (
  results: readonly CellResult[],
  evidence: ReadonlyMap<CellResult, Evidence>,
): string =>
  renderPage(summarise(results, facts), {
    evidenceOf: (cell) => evidence.get(cell) ?? null,
    reportAll: false,
    runName: facts.run,
  });

export const samplePage = (): string => pageOf(cells, new Map([[failed, evidenceOf(failing)]]));

/** The page of the failing cell whose model answers so. */
export function pageOfReply(text: string): string {
  const reply = line(lines.resumeReply);
  const changed = change(failing, reply, { text });
  return pageOf([failed], new Map([[failed, evidenceOf(changed)]]));
}
