// A turn whose tool gives an image back.
import type { History } from "./history.ts";
import { answer, drawPicture, picture } from "./steps.ts";

export const toolImage: History = {
  name: "tool-image",
  summary: "the result of a tool holds an image",
  steps: [[drawPicture], [{ call: "read", with: { path: picture } }], answer],
  otherwise: "kept",
};
