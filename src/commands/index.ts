// Every command, in the order of the help.
import { bisect } from "./bisect.ts";
import { canary } from "./canary.ts";
import { check } from "./check.ts";
import type { CommandSpec } from "./command.ts";
import { compare } from "./compare.ts";
import { completion } from "./completion.ts";
import { doctor } from "./doctor.ts";
import { dossier } from "./dossier.ts";
import { explain } from "./explain.ts";
import { explore } from "./explore.ts";
import { init } from "./init.ts";
import { inspect } from "./inspect.ts";
import { list } from "./list.ts";
import { loopback } from "./loopback.ts";
import { merge } from "./merge.ts";
import { pack } from "./pack.ts";
import { reap } from "./reap.ts";
import { replay } from "./replay.ts";
import { run } from "./run.ts";
import { showReport } from "./show-report.ts";
import { verify } from "./verify.ts";
import { work } from "./work.ts";

export const commands: readonly CommandSpec[] = [
  run,
  init,
  list,
  explain,
  check,
  merge,
  showReport,
  compare,
  bisect,
  inspect,
  dossier,
  pack,
  verify,
  reap,
  work,
  doctor,
  loopback,
  canary,
  explore,
  replay,
  completion,
];
