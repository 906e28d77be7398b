// A dossier, a comparison and a counterexample, as their pages are given them.
import { join } from "node:path";
import { compareRuns } from "../../../src/compare/compare.ts";
import { v1 } from "../../../src/lanes/v1.ts";
import { renderComparisonPage } from "../../../src/report/html/comparison-page.ts";
import { renderCounterexamplePage } from "../../../src/report/html/counterexample-page.ts";
import { renderDossierPage } from "../../../src/report/html/dossier-page.ts";
import { readKeptFile } from "../../../src/simulation/explore/keep.ts";
import { replay } from "../../../src/simulation/explore/replay.ts";
import { nodeWorld } from "../../../src/world/node.ts";
import { asked, cells, measured, run } from "../../compare/two-runs.ts";
import { convincing, dossierOf, holding } from "../../dossier/dossier-results.ts";

/** The new lane fails `plain` on the first target, once. */
export function dossierPage(because = "seen"): string {
  const violated = { ...holding("nonce-ordering", "violated"), because };
  const spoilt = convincing().map((cell, index) =>
    index === 0 ? { ...cell, verdict: "fail" as const, claims: [violated] } : cell,
  );
  return renderDossierPage(dossierOf(spoilt));
}

/** One row is worse, and all of it slower. */
export function comparisonPage(): string {
  const [fast, slow] = [measured(1, 1000, 0.01), measured(2, 1100, 0.02)];
  const before = [...cells(60, { scenario: "race", ...fast }), ...cells(4, fast)];
  const after = [...cells(60, { scenario: "race", ...slow }), ...cells(4, { verdict: "fail" })];
  return renderComparisonPage(compareRuns(run(before), run(after, "1.5.2"), asked));
}

const keptFile = join(import.meta.dirname, "../../../counterexamples/single-writer-887496bf.json");

/** Two dispatchers of the lane without a lock. */
export async function counterexamplePage(): Promise<string> {
  const kept = await readKeptFile(nodeWorld().files, keptFile);
  const { examined, violation, unjudged, sha256 } = await replay(kept, v1);
  const commands = [{ what: "run it again", command: "pnpm matrix replay kept.json" }];
  const bytes = `Evidence: SHA-256 ${sha256}.`;
  return renderCounterexamplePage({ kept, examined, violation, unjudged, bytes, commands });
}
