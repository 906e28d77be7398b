import { lockScenarios } from "../../../src/gate/scenarios/lock/index.ts";
import { passesWithEveryLane } from "../harness.ts";

passesWithEveryLane(lockScenarios, { goesWhereItSays: true });
