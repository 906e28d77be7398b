// What a config file and a user's own lanes and scenarios import.
export { defineScenario } from "./gate/scenario.ts";
export { defineLane } from "./lanes/lane.ts";
export { defineMatrix, type MatrixConfig } from "./matrix/config.ts";
