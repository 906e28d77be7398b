// The package's entry: what a config file and a user's own lanes, scenarios, claims, agents and reporters import.
// Every type in a signature is here as well, so that it can be named; a test sees to it.
export {
  type Agent,
  type AgentDefinition,
  type AgentDescription,
  defineAgent,
  type FoundAgent,
  type HeldTarget,
  type HeldText,
  type OwnAgentDescription,
  oneShotAgent,
  type PiDescription,
  type Redirected,
  type ResumeLaunch,
  type SeedRequest,
  type TranscriptLine,
} from "./agents/agent.ts";
export type { DemonstratedTurn, Demonstration } from "./agents/built-in.ts";
export type { PiOptions } from "./agents/description.ts";
export type { TrustPreflight, TrustVerdict } from "./agents/trust.ts";
export {
  type Cell,
  type CellHistory,
  type CellPaths,
  type CellTarget,
  type Expectation,
  type Fidelity,
  type HistoryFate,
  type LaneTraits,
  type Liveness,
  type Nonces,
  type ObservedLiveness,
  type Refusal,
  type RejectReason,
  rejectReasons,
  type Timeouts,
} from "./evidence/cell.ts";
export type { ChildReference } from "./evidence/child.ts";
export type {
  ChildRole,
  DispatchOutcome,
  EventBodies,
  EventOf,
  EventType,
  EvidenceEvent,
  GatePart,
  LockHolder,
  NonceOnDisk,
  ObservedProcess,
  Phase,
  ProcessIdentity,
  SessionFile,
  SocketKind,
  Stamp,
  TurnOutcome,
  UnstampedEvent,
  WatchOutcome,
} from "./evidence/event.ts";
export {
  type Evidence,
  eventsOf,
  firstOf,
  lastOf,
  type Versions,
  type WithEvents,
} from "./evidence/evidence.ts";
export type { Moment } from "./evidence/moment.ts";
export type { LockConflict, ModelOutcome, ReleaseResult } from "./evidence/outcome.ts";
export type {
  ProviderSays,
  RefusedBy,
  RequestUsage,
  RuleBreach,
} from "./evidence/provider-rules.ts";
export type { RecordEvent } from "./evidence/recorder.ts";
export type { SceneEvents } from "./evidence/scene-events.ts";
export type { LaunchAsked, TranscriptEntry, UndecodableBytes } from "./evidence/session.ts";
export type { SessionEvents } from "./evidence/session-events.ts";
export type { SkippedFile, StrangerEvents } from "./evidence/stranger-events.ts";
export type { ChildFault } from "./formats/fault.ts";
export { type Intent, intents } from "./formats/intent.ts";
export { type Backend, backends, type RecordFields, recordVersion } from "./formats/record.ts";
export { type DispatchOptions, dispatchOnce } from "./gate/dispatching.ts";
export type { History, HistorySteps, LaterTurn } from "./gate/histories/history.ts";
export type { CellModel, ModelSource, ObservedRequest } from "./gate/models.ts";
export type { DormantFile, Session } from "./gate/observe/session.ts";
export { type ObservedTurn, observeResidency, observeTurn } from "./gate/observe/turns.ts";
export { observeResumed, type ResumeSteps, resumeAndObserve } from "./gate/resuming.ts";
export { type DormantFacts, defineScenario, type Scenario } from "./gate/scenario.ts";
export type {
  AnnouncedChild,
  SpawnOptions,
  Stage,
  StageContext,
  StageFaults,
  StartedChild,
  WaitResult,
} from "./gate/stage.ts";
export { placeLock, placeStaleLock, proveByReclaim } from "./gate/toolbox/lock-scene.ts";
export { needsLock, needsResident } from "./gate/toolbox/needs.ts";
export { type Inspection, proveByInspection } from "./gate/toolbox/proofs.ts";
export { placeFile, rewriteRecord, takeAwayLater } from "./gate/toolbox/props.ts";
export {
  defineClaim,
  type Explained,
  holds,
  type Invariant,
  type Judgement,
  type Numbered,
  notApplicable,
  unknown,
  violated,
} from "./invariants/invariant.ts";
export type { CellVerdict, ClaimJudgement } from "./invariants/judge.ts";
export type { Circumstances, SimulatedPart } from "./invariants/reading/circumstances.ts";
export {
  type Announced,
  defineLane,
  type Lane,
  type LaneSurroundings,
  type OwnLaunch,
  type ResumeRequest,
  type Seams,
} from "./lanes/lane.ts";
export type { Behaviour } from "./loopback/behaviour.ts";
export type { StopReason } from "./loopback/reply.ts";
export type { Step, StepBlock } from "./loopback/steps.ts";
export type { JsonObject } from "./loopback/wire/shape.ts";
export type { CompareSettings } from "./matrix/config/compare-shape.ts";
export { defineMatrix, type MatrixConfig, type NameOrDefinition } from "./matrix/config/config.ts";
export type { NamedTarget } from "./matrix/config/target.ts";
export type { CanaryStamp } from "./matrix/summary/canary-stamp.ts";
export type { Attempt, CellResult, Coordinates } from "./matrix/summary/result.ts";
export type { Counts, RunFacts, Summary } from "./matrix/summary/summary.ts";
export { defineReporter, type Reporter, type ReportOptions } from "./report/reporters/reporter.ts";
export type { Meaning, Paint } from "./report/style.ts";
export type { TerminalOptions } from "./report/terminal.ts";
export type { AcquireResult, HeldLock, TakenFrom } from "./resume/lock.ts";
export type { LockFile } from "./resume/lock-file.ts";
export type { Mailbox, Receiver } from "./resume/mailbox.ts";
export type { Counterpart } from "./scene/counterpart.ts";
export type { Scene } from "./scene/scene.ts";
export type { StopSignal } from "./world/stop.ts";
export type {
  Child,
  Clock,
  Connection,
  ConnectResult,
  ExitResult,
  FileKind,
  FileStatus,
  Files,
  NewFile,
  Processes,
  SignalResult,
  Sockets,
  SpawnRequest,
  StartResult,
  Watch,
  World,
} from "./world/world.ts";
