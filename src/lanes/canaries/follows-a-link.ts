// Anyone who may write there could get the message, and the prompt with it.
import { defineCanary } from "./canary.ts";

export const followsALink = defineCanary({
  name: "follows-a-link",
  breaks: "a symbolic link in the socket's place is followed to whoever answers there",
  claim: "refused-cleanly",
  alone: true,
  source: "bug",
  scenario: "symlinked-socket",
  alterWorld: (world, _cell, fire) => ({
    ...world,
    files: {
      ...world.files,
      async inspect(path) {
        const status = await world.files.inspect(path);
        if (status.kind !== "symlink") return status;
        fire(`${path} was taken for a socket`);
        return { ...status, kind: "socket" };
      },
    },
  }),
});
