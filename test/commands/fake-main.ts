// The command line with parts that need no agent, for tests that kill or interrupt it.
import { nodeWorld } from "../../src/world/node.ts";
import { fakeParts } from "../matrix/fake-parts.ts";
import { mainWith } from "./main-with.ts";

await mainWith(fakeParts(nodeWorld()));
