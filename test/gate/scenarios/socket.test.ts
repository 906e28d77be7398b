// Every scenario of the group, end to end, with each lane that can be put through it.

import { socketScenarios } from "../../../src/gate/scenarios/socket/index.ts";
import { passesWithEveryLane } from "../harness.ts";

passesWithEveryLane(socketScenarios, { goesWhereItSays: true });
