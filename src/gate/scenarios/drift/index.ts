// What the model was told of itself, and what a bare launch would tell it now.
import type { Scenario } from "../../scenario.ts";
import { seededByAnotherVersion } from "./another-version.ts";
import { seededWithLongCache } from "./cache-retention.ts";
import { instructionsFileChanged } from "./file-changed.ts";
import {
  extensionGone,
  seededWithFewTools,
  seededWithInstructions,
  seededWithOwnPrompt,
} from "./seeded.ts";

export const driftScenarios: readonly Scenario[] = [
  seededWithFewTools,
  seededWithInstructions,
  seededWithOwnPrompt,
  instructionsFileChanged,
  extensionGone,
  seededWithLongCache,
  seededByAnotherVersion,
];
