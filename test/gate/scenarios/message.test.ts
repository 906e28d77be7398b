// Every scenario of the group, end to end, with each lane that can be put through it.

import { messageScenarios } from "../../../src/gate/scenarios/message/index.ts";
import { passesWithEveryLane } from "../harness.ts";

passesWithEveryLane(messageScenarios);
