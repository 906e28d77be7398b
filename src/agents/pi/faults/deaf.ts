// A fault in a child, as an extension of pi: SIGTERM reaches it and changes nothing. Only SIGKILL,
// which no process can refuse, ends it.

const deafTo = "SIGTERM";

export default function fault(): void {
  process.removeAllListeners(deafTo);
  // With a listener of our own the default, which is to die, does not apply.
  process.on(deafTo, () => undefined);
  for (const method of ["on", "once", "addListener", "prependListener"] as const) {
    const listen = process[method].bind(process) as (...received: unknown[]) => NodeJS.Process;
    process[method] = (...received: unknown[]) =>
      received[0] === deafTo ? process : listen(...received);
  }
}
