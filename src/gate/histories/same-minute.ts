// The resume comes so soon that no clock that counts minutes tells it from the seed.
import type { History } from "./history.ts";

export const sameMinute: History = {
  name: "same-minute",
  summary: "the seed and its resume are in one minute of the wall clock",
  sameMinute: true,
  otherwise: "kept",
};
