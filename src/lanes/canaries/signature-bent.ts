// One letter of what the provider sealed: it cannot know its own reasoning again.
import { defineCanary } from "./canary.ts";
import { rewriteSession } from "./parts.ts";

export const signatureBent = defineCanary({
  name: "signature-bent",
  breaks: "one letter of a stored signature is another one when the session is resumed",
  claim: "resume-continues",
  tells: ["encrypted_content (changed)", "it costs: cache, reasoning"],
  source: "claim",
  history: "thinking",
  notSimulated: "the simulated model is told nothing in full",
  seams: (seams, fire) => ({
    async start(launch, directory) {
      await rewriteSession(seams, (text) => text.replace(lastLetter, bent));
      fire("a signature in the session has another letter");
      return seams.start(launch, directory);
    },
  }),
});

/** The end of a sealed value within a value that is JSON itself. */
const lastLetter = /(encrypted_content\\":\\"[^"\\]+)([^"\\])(\\")/;

const bent = (_: string, before: string, letter: string, after: string) =>
  `${before}${letter === "A" ? "B" : "A"}${after}`;
