// How the process ends: by a signal, with the exit code shells expect. The agent drops its own
// signal handlers when its launch turn is over, so these are the only ones left to a resident.

const exitCodes = { SIGTERM: 143, SIGINT: 130, SIGHUP: 129 } as const;
export type EndingSignal = keyof typeof exitCodes;

/** After the clean-up the agent has this long to wind up before the process is ended for it. */
const windUpMs = 1000;

/**
 * Runs `cleanUp` once, at the first signal, then lets the agent go; a second signal ends the
 * process at once. `cleanUp` must be bounded.
 */
export function endOnSignal(cleanUp: (signal: EndingSignal) => Promise<void>): void {
  let ending = false;
  for (const signal of Object.keys(exitCodes) as EndingSignal[]) {
    process.on(signal, () => {
      const code = exitCodes[signal];
      if (ending) process.exit(code);
      ending = true;
      process.exitCode = code;
      const windUp = () => setTimeout(() => process.exit(code), windUpMs).unref();
      cleanUp(signal).then(windUp, windUp);
    });
  }
}
