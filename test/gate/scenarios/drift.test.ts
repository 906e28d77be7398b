// Every scenario of the group, end to end, with each lane that can be put through it.

import { driftScenarios } from "../../../src/gate/scenarios/drift/index.ts";
import { passesWithEveryLane } from "../harness.ts";

passesWithEveryLane(driftScenarios, { goesWhereItSays: true });
