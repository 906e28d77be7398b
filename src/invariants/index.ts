// Every claim, in the order of the reports: what was found, what was locked, what came of it,
// what is left. Adding a claim is one file and one line here.
import { appendOnly } from "./claims/append-only.ts";
import { assistantReplied } from "./claims/assistant-replied.ts";
import { bounded } from "./claims/bounded.ts";
import { contextRecalled } from "./claims/context-recalled.ts";
import { dispatcherSurvives } from "./claims/dispatcher-survives.ts";
import { dormantBeforeResume } from "./claims/dormant-before-resume.ts";
import { faultFired } from "./claims/fault-fired.ts";
import { freshIdentity } from "./claims/fresh-identity.ts";
import { historyAccepted } from "./claims/history-accepted.ts";
import { historyKept } from "./claims/history-kept.ts";
import { holderEvidence } from "./claims/holder-evidence.ts";
import { lockHeldBeforeSpawn } from "./claims/lock-held-before-spawn.ts";
import { messageKept } from "./claims/message-kept.ts";
import { modelIdentity } from "./claims/model-identity.ts";
import { mutualExclusion } from "./claims/mutual-exclusion.ts";
import { noLockLeft } from "./claims/no-lock-left.ts";
import { noResidue } from "./claims/no-residue.ts";
import { noToolLeft } from "./claims/no-tool-left.ts";
import { nonceOrdering } from "./claims/nonce-ordering.ts";
import { oneTurn } from "./claims/one-turn.ts";
import { promptAndToolsKept } from "./claims/prompt-and-tools-kept.ts";
import { readingsAgree } from "./claims/readings-agree.ts";
import { refusedCleanly } from "./claims/refused-cleanly.ts";
import { releaseAfterObservation } from "./claims/release-after-observation.ts";
import { residentStays } from "./claims/resident-stays.ts";
import { resumableAgain } from "./claims/resumable-again.ts";
import { resumeContinues } from "./claims/resume-continues.ts";
import { settingsKept } from "./claims/settings-kept.ts";
import { signalsOwnChildren } from "./claims/signals-own-children.ts";
import { singleRelease } from "./claims/single-release.ts";
import { singleWriter } from "./claims/single-writer.ts";
import { socketAnswers } from "./claims/socket-answers.ts";
import { strangersSpared } from "./claims/strangers-spared.ts";
import { trustRespected } from "./claims/trust-respected.ts";
import { turnOutcome } from "./claims/turn-outcome.ts";
import type { Invariant } from "./invariant.ts";

export const invariants: readonly Invariant[] = [
  freshIdentity,
  dormantBeforeResume,
  lockHeldBeforeSpawn,
  singleRelease,
  releaseAfterObservation,
  noLockLeft,
  mutualExclusion,
  holderEvidence,
  readingsAgree,
  trustRespected,
  socketAnswers,
  residentStays,
  turnOutcome,
  nonceOrdering,
  messageKept,
  singleWriter,
  appendOnly,
  assistantReplied,
  contextRecalled,
  historyAccepted,
  historyKept,
  resumeContinues,
  modelIdentity,
  settingsKept,
  promptAndToolsKept,
  oneTurn,
  bounded,
  dispatcherSurvives,
  signalsOwnChildren,
  noToolLeft,
  noResidue,
  resumableAgain,
  refusedCleanly,
  strangersSpared,
  faultFired,
];
