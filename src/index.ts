// The package's entry: what a config file and a user's own lanes and scenarios import.
export {
  type Agent,
  type AgentDefinition,
  type AgentDescription,
  defineAgent,
  type FoundAgent,
  type HeldTarget,
  type HeldText,
  type OwnAgentDescription,
  type Redirected,
  type ResumeLaunch,
  type SeedRequest,
  type TranscriptLine,
} from "./agents/agent.ts";
export type { TrustPreflight, TrustVerdict } from "./agents/trust.ts";
export type {
  Cell,
  CellPaths,
  CellTarget,
  Expectation,
  Fidelity,
  LaneTraits,
  Nonces,
  Refusal,
  RejectReason,
  Timeouts,
} from "./evidence/cell.ts";
export type {
  DispatchOutcome,
  EventOf,
  EvidenceEvent,
  LockHolder,
  SessionFile,
  TurnOutcome,
  WatchOutcome,
} from "./evidence/event.ts";
export { type Evidence, eventsOf, firstOf, lastOf } from "./evidence/evidence.ts";
export { type DispatchOptions, dispatchOnce } from "./gate/dispatching.ts";
export type { Session } from "./gate/observe/session.ts";
export { observeResidency, observeTurn } from "./gate/observe/turns.ts";
export { observeResumed, type ResumeSteps, resumeAndObserve } from "./gate/resuming.ts";
export { defineScenario, type Scenario } from "./gate/scenario.ts";
export type { SpawnOptions, Stage, StageFaults, StartedChild } from "./gate/stage.ts";
export { placeLock, placeStaleLock, proveByReclaim } from "./gate/toolbox/lock-scene.ts";
export { needsLock, needsResident } from "./gate/toolbox/needs.ts";
export { proveByInspection } from "./gate/toolbox/proofs.ts";
export { placeFile, rewriteRecord, takeAwayLater } from "./gate/toolbox/props.ts";
export { defineLane, type Lane, type ResumeRequest, type Seams } from "./lanes/lane.ts";
export { defineMatrix, type MatrixConfig } from "./matrix/config/config.ts";
export type { Summary } from "./matrix/summary/summary.ts";
export { defineReporter, type Reporter, type ReportOptions } from "./report/reporters/reporter.ts";
export type { AcquireResult, HeldLock } from "./resume/lock.ts";
export type { Child, World } from "./world/world.ts";
