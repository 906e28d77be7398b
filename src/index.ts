// The package's entry: what a config file and a user's own lanes and scenarios import.
export type { Agent, ResumeLaunch } from "./agents/agent.ts";
export type { Cell, Expectation, LaneTraits, Timeouts } from "./evidence/cell.ts";
export type {
  DispatchOutcome,
  EvidenceEvent,
  TurnOutcome,
  WatchOutcome,
} from "./evidence/event.ts";
export type { Evidence } from "./evidence/evidence.ts";
export type { Session } from "./gate/observe/session.ts";
export { defineScenario, type Scenario } from "./gate/scenario.ts";
export type { Stage } from "./gate/stage.ts";
export { defineLane, type Lane, type ResumeRequest, type Seams } from "./lanes/lane.ts";
export { defineMatrix, type MatrixConfig } from "./matrix/config/config.ts";
export type { Summary } from "./matrix/summary/summary.ts";
export { defineReporter, type Reporter, type ReportOptions } from "./report/reporters/reporter.ts";
export type { AcquireResult, HeldLock } from "./resume/lock.ts";
export type { Child, World } from "./world/world.ts";
