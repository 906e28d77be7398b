// Proofs that a fault struck, taken from what the subject itself met; without one the cell counts
// for nothing.
import type { EventOf } from "../../evidence/event.ts";
import { lastOf } from "../../evidence/evidence.ts";
import type { Stage } from "../stage.ts";

export type Inspection = EventOf<"socket-inspected">;

/** The fault fired if the subject's last look at the socket is as `struck` says. */
export function proveByInspection(
  stage: Stage,
  fault: string,
  struck: (inspection: Inspection) => boolean,
  scene: string,
): void {
  const inspection = lastOf(stage, "socket-inspected");
  if (!inspection || !struck(inspection)) return;
  const { dispatch, path, kind, code, liveness } = inspection;
  const met = `dispatch ${dispatch} met ${code ?? kind} at ${path}: ${liveness}`;
  stage.record({ type: "fault-fired", fault, proof: `${scene}; ${met}` });
}
