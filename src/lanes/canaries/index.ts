// Every canary, by where it comes from. None is a lane of a run unless it is named: they are here
// to show that each claim can be violated, and by what.
import type { Lane } from "../lane.ts";
import { aliveByFileExistence } from "./alive-by-file-existence.ts";
import { approveDropped } from "./approve-dropped.ts";
import type { Canary } from "./canary.ts";
import { childKilled } from "./child-killed.ts";
import { clearsAStalledSocket } from "./clears-a-stalled-socket.ts";
import { clearsStrangersAway } from "./clears-strangers-away.ts";
import { createsASession } from "./creates-a-session.ts";
import { danglingParent } from "./dangling-parent.ts";
import { diesAtStart } from "./dies-at-start.ts";
import { doubleRelease } from "./double-release.ts";
import { eexistIgnored } from "./eexist-ignored.ts";
import { exitMissed } from "./exit-missed.ts";
import { failureCalledReply } from "./failure-called-reply.ts";
import { faultWithoutProof } from "./fault-without-proof.ts";
import { firstModel } from "./first-model.ts";
import { followsALink } from "./follows-a-link.ts";
import { forgetsRecord } from "./forgets-record.ts";
import { forkedTranscript } from "./forked-transcript.ts";
import { freesAnotherLock } from "./frees-another-lock.ts";
import { halfLockLeft } from "./half-lock-left.ts";
import { holderDropped } from "./holder-dropped.ts";
import { holderTakenForDead } from "./holder-taken-for-dead.ts";
import { instructionsChanged } from "./instructions-changed.ts";
import { keepsCacheLong } from "./keeps-cache-long.ts";
import { launchesById } from "./launches-by-id.ts";
import { leavesAfterTurn } from "./leaves-after-turn.ts";
import { leftoverLock } from "./leftover-lock.ts";
import { liveCalledBadTarget } from "./live-called-bad-target.ts";
import { lockInWrongDirectory } from "./lock-in-wrong-directory.ts";
import { lockLeakedOnThrow } from "./lock-leaked-on-throw.ts";
import { lockNeverWritten } from "./lock-never-written.ts";
import { looksBeforeLock } from "./looks-before-lock.ts";
import { mailNotWritten } from "./mail-not-written.ts";
import { messageOnCommandLine } from "./message-on-command-line.ts";
import { modelBreaksOff } from "./model-breaks-off.ts";
import { modelCallsATool } from "./model-calls-a-tool.ts";
import { modelForgets } from "./model-forgets.ts";
import { modelHangs } from "./model-hangs.ts";
import { modelIsCutShort } from "./model-is-cut-short.ts";
import { modelReasonsOnly } from "./model-reasons-only.ts";
import { modelSaysOther } from "./model-says-other.ts";
import { modelServerError } from "./model-server-error.ts";
import { modelSplitsWords } from "./model-splits-words.ts";
import { modelUnauthorised } from "./model-unauthorised.ts";
import { neverReleased } from "./never-released.ts";
import { noControlFlag } from "./no-control-flag.ts";
import { noReclaimMarker } from "./no-reclaim-marker.ts";
import { nonceOwnershipIgnored } from "./nonce-ownership-ignored.ts";
import { orphanNotSeen } from "./orphan-not-seen.ts";
import { orphanResult } from "./orphan-result.ts";
import { otherCacheKey } from "./other-cache-key.ts";
import { otherModel } from "./other-model.ts";
import { ownWordsForgotten } from "./own-words-forgotten.ts";
import { prefixRewritten } from "./prefix-rewritten.ts";
import { promptsTwice } from "./prompts-twice.ts";
import { quotesEarlierTurn } from "./quotes-earlier-turn.ts";
import { reclaimMarkerLeft } from "./reclaim-marker-left.ts";
import { releasedAtSpawn } from "./released-at-spawn.ts";
import { releasedOnTimeout } from "./released-on-timeout.ts";
import { renamesSession } from "./renames-session.ts";
import { resultLineLost } from "./result-line-lost.ts";
import { resultNotTold } from "./result-not-told.ts";
import { runsUntrusted } from "./runs-untrusted.ts";
import { secondChild } from "./second-child.ts";
import { secondSession } from "./second-session.ts";
import { sentNotSent } from "./sent-not-sent.ts";
import { signatureBent } from "./signature-bent.ts";
import { slowBeyondBound } from "./slow-beyond-bound.ts";
import { spawnTakenForStart } from "./spawn-taken-for-start.ts";
import { startInOtherUnits } from "./start-in-other-units.ts";
import { startTimeIgnored } from "./start-time-ignored.ts";
import { strayFile } from "./stray-file.ts";
import { takesNoLock } from "./takes-no-lock.ts";
import { toolLeft } from "./tool-left.ts";
import { toolsDropped } from "./tools-dropped.ts";
import { tripsOverAStranger } from "./trips-over-a-stranger.ts";
import { turnNeverReported } from "./turn-never-reported.ts";
import { twoChildren } from "./two-children.ts";
import { twoRecordsUnseen } from "./two-records-unseen.ts";
import { uncaughtError } from "./uncaught-error.ts";
import { wrongCwd } from "./wrong-cwd.ts";

export const canaries: readonly Canary[] = [
  // Mutants of upstream's code.
  lockNeverWritten,
  releasedAtSpawn,
  lockInWrongDirectory,
  otherModel,
  twoChildren,
  aliveByFileExistence,
  approveDropped,
  nonceOwnershipIgnored,
  eexistIgnored,
  wrongCwd,
  noControlFlag,
  doubleRelease,
  childKilled,
  // Models that misbehave.
  modelReasonsOnly,
  modelCallsATool,
  modelIsCutShort,
  modelBreaksOff,
  modelServerError,
  modelUnauthorised,
  modelSaysOther,
  modelSplitsWords,
  modelHangs,
  // Bugs that were met, there or here.
  looksBeforeLock,
  takesNoLock,
  neverReleased,
  lockLeakedOnThrow,
  freesAnotherLock,
  halfLockLeft,
  noReclaimMarker,
  holderTakenForDead,
  holderDropped,
  startTimeIgnored,
  startInOtherUnits,
  releasedOnTimeout,
  spawnTakenForStart,
  exitMissed,
  diesAtStart,
  leavesAfterTurn,
  orphanNotSeen,
  createsASession,
  launchesById,
  firstModel,
  renamesSession,
  runsUntrusted,
  followsALink,
  clearsAStalledSocket,
  liveCalledBadTarget,
  twoRecordsUnseen,
  tripsOverAStranger,
  turnNeverReported,
  quotesEarlierTurn,
  failureCalledReply,
  sentNotSent,
  mailNotWritten,
  messageOnCommandLine,
  forkedTranscript,
  uncaughtError,
  orphanResult,
  resultNotTold,
  toolsDropped,
  ownWordsForgotten,
  instructionsChanged,
  otherCacheKey,
  keepsCacheLong,
  signatureBent,
  resultLineLost,
  toolLeft,
  // For each claim that is left, its opposite.
  leftoverLock,
  secondSession,
  forgetsRecord,
  reclaimMarkerLeft,
  secondChild,
  danglingParent,
  prefixRewritten,
  modelForgets,
  promptsTwice,
  slowBeyondBound,
  strayFile,
  clearsStrangersAway,
  faultWithoutProof,
];

/** Their lanes; other processes find them by this module. */
export const canaryLanes: readonly Lane[] = canaries.map(({ lane }) => ({
  ...lane,
  module: import.meta.filename,
}));
