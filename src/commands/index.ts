// Every command, in the order of the help.
import { canary } from "./canary.ts";
import { check } from "./check.ts";
import type { CommandSpec } from "./command.ts";
import { doctor } from "./doctor.ts";
import { dossier } from "./dossier.ts";
import { explore } from "./explore.ts";
import { inspect } from "./inspect.ts";
import { list } from "./list.ts";
import { loopback } from "./loopback.ts";
import { reap } from "./reap.ts";
import { replay } from "./replay.ts";
import { run } from "./run.ts";
import { showReport } from "./show-report.ts";

export const commands: readonly CommandSpec[] = [
  run,
  list,
  check,
  showReport,
  inspect,
  dossier,
  reap,
  doctor,
  loopback,
  canary,
  explore,
  replay,
];
