// Every scenario of the group, end to end, with each lane that can be put through it.

import { decisionScenarios } from "../../../src/gate/scenarios/decision/index.ts";
import { passesWithEveryLane } from "../harness.ts";

passesWithEveryLane(decisionScenarios, { goesWhereItSays: true });
