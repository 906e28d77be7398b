// One scenario for each way in which a model can misbehave during the resumed turn. The seed and
// the message after the turn meet a model that behaves, so that only the one turn is spoilt.
import type { Expectation } from "../../../evidence/cell.ts";
import type { EventOf } from "../../../evidence/event.ts";
import { eventsOf } from "../../../evidence/evidence.ts";
import type { Explained } from "../../../invariants/invariant.ts";
import type { Behaviour, BehaviourKind } from "../../../loopback/behaviour.ts";
import { wireFormats } from "../../../loopback/wire/index.ts";
import type { Counterpart } from "../../../scene/counterpart.ts";
import { resumeAndObserve } from "../../resuming.ts";
import { defineScenario, type Scenario } from "../../scenario.ts";
import type { Stage } from "../../stage.ts";

export interface Misbehaviour {
  /** The scenario's name, and that of its fault. */
  readonly name: string;
  readonly summary: string;
  readonly explained: Explained;
  readonly behaviour: Behaviour;
  /** Met by the first request of the turn only (default: by all of them). */
  readonly once?: true;
  readonly expectation: Expectation;
  readonly simulated?: Counterpart;
}

/** Bounds pi's own retries: two more attempts, almost at once. */
export const quickRetries = { retry: { enabled: true, maxRetries: 2, baseDelayMs: 20 } };

/** Why none of these can be run against a real provider. */
export const notLive = "it needs a model that can be told how to behave";

export function misbehaviour(options: Misbehaviour): Scenario {
  const { name, summary, explained, behaviour, once, expectation, simulated } = options;
  return defineScenario({
    name,
    summary,
    explained,
    expect: () => expectation,
    ...(simulated ? { simulated } : {}),
    faults: [name],
    notLive,
    ownsModel: true,
    agentSettings: quickRetries,
    cannotRun: (_lane, wireApi) => cannotSay(wireApi, behaviour.kind),
    async arrange(stage) {
      armBehaviour(stage, name, behaviour, once);
    },
    act: (stage, session) =>
      resumeAndObserve(stage, session, {
        afterTurn() {
          proveBehaviour(stage, name, behaviour);
          stage.model.behave([]);
        },
      }),
  });
}

/** Why a wire format has no way to misbehave like this, or null. */
export function cannotSay(wireApi: string | null, kind: BehaviourKind): string | null {
  const because = wireFormats.find(({ api }) => api === wireApi)?.cannot?.[kind];
  return because === undefined ? null : `${wireApi} cannot express "${kind}": ${because}`;
}

export function armBehaviour(stage: Stage, fault: string, behaviour: Behaviour, once?: true): void {
  stage.record({ type: "fault-armed", fault, detail: JSON.stringify(behaviour) });
  if (once) stage.model.behave([behaviour]);
  else stage.model.behave([], behaviour);
}

/** Records the proof that the model server did it, where it did. */
export function proveBehaviour(stage: Stage, fault: string, behaviour: Behaviour): void {
  const shown = eventsOf(stage, "model-requested").filter(
    (request) => request.turn === "resume" && shows(request, behaviour),
  );
  if (shown.length === 0) return;
  const proof = shown.map(describe).join("; ");
  stage.record({ type: "fault-fired", fault, proof });
}

/** A timer may fire a little before its time, by another clock. */
const timerSlackMs = 5;

/** How the server itself says that a request ended; what is not listed was replied to. */
const outcomes: Partial<Record<BehaviourKind, string>> = {
  status: "refused",
  reset: "reset",
  truncate: "truncated",
  hang: "hung",
};

function shows(request: EventOf<"model-requested">, behaviour: Behaviour): boolean {
  if (request.behaviour !== behaviour.kind) return false;
  if (request.outcome !== (outcomes[behaviour.kind] ?? "replied")) return false;
  if (behaviour.kind === "status") return request.status === behaviour.status;
  if (behaviour.kind !== "slow-first-token") return true;
  return request.durationMs >= behaviour.delayMs - timerSlackMs;
}

function describe({ seq, status, outcome, behaviour, durationMs }: EventOf<"model-requested">) {
  const how = `${behaviour}, status ${status}, ${outcome}, ${Math.round(durationMs)} ms`;
  return `request at event ${seq}: ${how}`;
}
