// The real parts behind the matrix, put together in this one place.
import { bundledCatalog } from "../agents/pi/bundled.ts";
import { findPi, NotPiError } from "../agents/pi/find.ts";
import { scenarios } from "../gate/scenarios/index.ts";
import { judgeCell } from "../invariants/judge.ts";
import { lanes } from "../lanes/index.ts";
import type { Parts } from "../matrix/parts.ts";
import { openRunner } from "../matrix/run/open-runner.ts";
import { UsageError } from "../world/usage-error.ts";

export const realParts: Parts = {
  lanes,
  scenarios,
  catalog: bundledCatalog,
  judge: (evidence) => judgeCell(evidence),
  openRunner,
  async findPi(named) {
    try {
      return await findPi(named ?? undefined);
    } catch (error) {
      throw error instanceof NotPiError ? new UsageError(error.message) : error;
    }
  },
};
