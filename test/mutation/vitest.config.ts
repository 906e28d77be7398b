// What Stryker runs against each mutant: the unit tests of the pure core, one worker. It must name
// no test that starts a child, races real processes or waits for a real clock.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "test/agents/pi/resident/loadout.test.ts",
      "test/evidence/*.test.ts",
      "test/invariants/**/*.test.ts",
      "test/dossier/*.test.ts",
      "test/matrix/plan/{plan,showcase}.test.ts",
      "test/matrix/run/schedule.test.ts",
      "test/matrix/summary/*.test.ts",
      "test/report/dossier.test.ts",
      "test/formats/garden-id.test.ts",
      "test/resume/{decide,lock,lock-conflict,lock-file,release,session-name}.test.ts",
      "test/statistics/*.test.ts",
    ],
    setupFiles: ["test/mutation/fixed-seed.ts"],
    environment: "node",
    isolate: false,
    testTimeout: 20_000,
  },
});
