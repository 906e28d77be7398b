// A run that nobody watches: only what went wrong with the run itself is said.
import type { Io } from "./command.ts";
import type { Follower } from "./follow.ts";

export function followQuietly({ stderr }: Pick<Io, "stderr">): Follower {
  return {
    onPlanned: nothing,
    onStarted: nothing,
    onEvent: nothing,
    onAttempt: nothing,
    onResult: nothing,
    onNotice: (line) => stderr.write(`${line}\n`),
    close: nothing,
  };
}

const nothing = () => undefined;
