// Every scenario of the group, end to end, with each lane that can be put through it.

import { sessionScenarios } from "../../../src/gate/scenarios/session/index.ts";
import { passesWithEveryLane } from "../harness.ts";

passesWithEveryLane(sessionScenarios, { goesWhereItSays: true });
