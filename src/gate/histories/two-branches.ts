// A person went back in the session and on from there.
import type { History } from "./history.ts";

export const twoBranches: History = {
  name: "two-branches",
  summary: "the session has two branches, and goes on from the later one",
  appended: () => [
    { remember: true },
    { append: "user", text: "This way." },
    { append: "assistant", blocks: [{ say: "That way." }] },
    { goBack: true },
    { append: "user", text: "The other way." },
    { append: "assistant", blocks: [{ say: "As you like." }] },
  ],
  otherwise: "kept",
};
