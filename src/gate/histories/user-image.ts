// A prompt that comes with an image.
import type { History } from "./history.ts";
import { answer, drawPicture, picture } from "./steps.ts";

export const userImage: History = {
  name: "user-image",
  summary: "the user gave an image along with a prompt",
  steps: [[drawPicture], answer],
  later: [{ attached: [picture] }],
  otherwise: "kept",
};
