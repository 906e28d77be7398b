// Every claim, in the order of the reports: what was found, what was locked, what came of it,
// what is left. Adding a claim is one file and one line here.
import { appendOnly } from "./append-only.ts";
import { assistantReplied } from "./assistant-replied.ts";
import { bounded } from "./bounded.ts";
import { contextRecalled } from "./context-recalled.ts";
import { dispatcherSurvives } from "./dispatcher-survives.ts";
import { dormantBeforeResume } from "./dormant-before-resume.ts";
import { faultFired } from "./fault-fired.ts";
import { freshIdentity } from "./fresh-identity.ts";
import { holderEvidence } from "./holder-evidence.ts";
import type { Invariant } from "./invariant.ts";
import { lockHeldBeforeSpawn } from "./lock-held-before-spawn.ts";
import { modelIdentity } from "./model-identity.ts";
import { mutualExclusion } from "./mutual-exclusion.ts";
import { noLockLeft } from "./no-lock-left.ts";
import { noResidue } from "./no-residue.ts";
import { nonceOrdering } from "./nonce-ordering.ts";
import { oneTurn } from "./one-turn.ts";
import { refusedCleanly } from "./refused-cleanly.ts";
import { releaseAfterObservation } from "./release-after-observation.ts";
import { residentStays } from "./resident-stays.ts";
import { resumableAgain } from "./resumable-again.ts";
import { settingsKept } from "./settings-kept.ts";
import { singleRelease } from "./single-release.ts";
import { singleWriter } from "./single-writer.ts";
import { socketAnswers } from "./socket-answers.ts";
import { trustRespected } from "./trust-respected.ts";
import { turnOutcome } from "./turn-outcome.ts";

export const invariants: readonly Invariant[] = [
  freshIdentity,
  dormantBeforeResume,
  lockHeldBeforeSpawn,
  singleRelease,
  releaseAfterObservation,
  noLockLeft,
  mutualExclusion,
  holderEvidence,
  trustRespected,
  socketAnswers,
  residentStays,
  turnOutcome,
  nonceOrdering,
  singleWriter,
  appendOnly,
  assistantReplied,
  contextRecalled,
  modelIdentity,
  settingsKept,
  oneTurn,
  bounded,
  dispatcherSurvives,
  noResidue,
  resumableAgain,
  refusedCleanly,
  faultFired,
];
