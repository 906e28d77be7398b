import { contentionScenarios } from "../../../src/gate/scenarios/contention/index.ts";
import { passesWithEveryLane } from "../harness.ts";

passesWithEveryLane(contentionScenarios, { goesWhereItSays: true });
