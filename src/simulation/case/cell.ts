// The cell of a simulated case: the same names in every run, so that equal runs are equal to the
// byte and what was read once need not be read again.
import type { Cell, Expectation } from "../../evidence/cell.ts";
import type { Lane } from "../../lanes/lane.ts";
import type { SimulatedCase } from "./case.ts";

export const gardenId = "20300115T120000-0a1b2c";

export function cellOf(simulated: SimulatedCase, lane: Lane, expectation: Expectation): Cell {
  return {
    gardenId,
    target: simulated.target,
    lane: lane.name,
    traits: lane.traits,
    scenario: "simulated",
    repetition: 1,
    fidelity: "sim",
    expectation,
    faults: [],
    nonces: {
      seedUser: "SU-5eed0001",
      seedReply: "SR-5eed0002",
      recall: "RC-5eed0003",
      resumeUser: "RU-0e5e0001",
      resumeReply: "RR-0e5e0002",
      followUpUser: "FU-f0110001",
      followUpReply: "FR-f0110002",
    },
    paths: {
      root: "/cell",
      workingDirectory: "/cell/work",
      agentDirectory: "/cell/agent",
      sessionDirectory: "/cell/sessions",
      recordDirectory: "/cell/records",
      lockDirectory: "/cell/locks",
      mailboxDirectory: "/cell/mailboxes",
      receiverDirectory: "/cell/receivers",
      socketDirectory: "/sockets",
      temporaryDirectory: "/tmp",
    },
    timeouts: {
      seedMs: 10_000,
      identityMs: 10_000,
      userTurnMs: 10_000,
      assistantTurnMs: 10_000,
      ...simulated.timeouts,
    },
  };
}
