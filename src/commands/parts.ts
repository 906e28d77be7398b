// The real parts behind the matrix, put together in this one place.
import { builtIn } from "../agents/index.ts";
import { scenarios } from "../gate/scenarios/index.ts";
import { invariants } from "../invariants/index.ts";
import { judgeCell } from "../invariants/judge.ts";
import { lanes } from "../lanes/index.ts";
import type { Parts } from "../matrix/parts.ts";
import { openRunner } from "../matrix/run/open-runner.ts";

export const realParts: Parts = {
  lanes,
  scenarios,
  judge: (evidence, own = []) => judgeCell(evidence, [...invariants, ...own]),
  openRunner,
  findAgent: builtIn.find,
};
