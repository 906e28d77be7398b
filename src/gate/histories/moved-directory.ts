// The working directory is elsewhere now.
import type { History } from "./history.ts";

export const movedDirectory: History = {
  name: "moved-directory",
  summary: "the working directory was moved, and a link left in its place",
  moved: true,
  otherwise: "kept",
};
