// How long the processes of a cell wait for a processor while somebody waits for them. What a process
// waits just now the system counts only once it runs again, so each is looked at now and then.
import type { ChildReference, ProcessIdentity } from "../../evidence/event.ts";
import type { EndedWait } from "../../evidence/processor.ts";
import type { Processes, ProcessorTime, World } from "../../world/world.ts";

/** How much of what a process waits just now may go unseen, in milliseconds; a look takes some hundredths. */
const lookMs = 250;

/** Of its bound: a timer counts from a time that was read before a long step. */
const nearly = 0.9;

/** What is known of a wait once it is over; nothing where it did not come to its bound. */
type TellWait = () => EndedWait;

/** What of a started child has to be known. */
interface Followed {
  readonly child: ChildReference;
  readonly identity: ProcessIdentity | null;
  readonly exited: boolean;
}

export interface ProcessorWatch {
  /** From its start on, until it has exited. */
  follow(child: Followed): void;
  /** Begins a wait; bounded by 0, it is told of whenever it ends. */
  wait(boundMs: number): TellWait;
  /** The subject waits for this child from now on, and not since its start. */
  from(pid: number): void;
  /** From there to a signal of the subject's to it; to be called just before that is sent. */
  untilSignal(pid: number): EndedWait;
  /** From that signal on. */
  sinceSignal(pid: number | null): EndedWait;
}

interface Bounds {
  readonly observeMs: number;
  readonly killGraceMs: number;
}

type Look = NonNullable<Processes["processorTime"]>;
type Clock = World["clock"];

const blind: ProcessorWatch = {
  follow: () => undefined,
  from: () => undefined,
  wait: () => () => ({}),
  untilSignal: () => ({}),
  sinceSignal: () => ({}),
};

/** One that tells nothing where the system does not tell. */
export function watchProcessors(
  world: World,
  bounds: Bounds,
  isOver: () => boolean,
): ProcessorWatch {
  const { clock, host } = world;
  const look = world.processes.processorTime;
  const own = look && host.startTime !== null ? { pid: host.pid, startTime: host.startTime } : null;
  if (!look || !own || look(own) === null) return blind;
  const accounts: Account[] = [openAccount(clock, look, own, null)];
  const wait = waiting(clock, accounts);
  const waits = new Map<number, { readonly start: TellWait; signal?: TellWait }>();
  const from = (pid: number) => void waits.set(pid, { start: wait(bounds.observeMs) });
  return {
    wait,
    from,
    follow(child) {
      if (!child.identity) return;
      const account = openAccount(clock, look, child.identity, child);
      accounts.push(account);
      from(child.identity.pid);
      void lookNowAndThen(clock, account, isOver);
    },
    untilSignal(pid) {
      const known = waits.get(pid);
      if (!known) return {};
      known.signal = wait(bounds.killGraceMs);
      return known.start();
    },
    sinceSignal: (pid) => (pid === null ? {} : (waits.get(pid)?.signal?.() ?? {})),
  };
}

/** What one process has waited in all, in milliseconds; null once it is gone. */
interface Account {
  readonly pid: number;
  /** Null for our own process. */
  readonly child: Followed | null;
  totalMs(): number | null;
}

function openAccount(
  clock: Clock,
  look: Look,
  identity: ProcessIdentity,
  child: Followed | null,
): Account {
  let last: ProcessorTime | null = null;
  let stillSinceMs = 0;
  return {
    pid: identity.pid,
    child,
    totalMs() {
      const nowMs = clock.monotonicMs();
      const time = child?.exited ? null : look(identity);
      if (!isStill(last, time)) stillSinceMs = nowMs;
      last = time;
      return time && time.waitedMs + nowMs - stillSinceMs;
    },
  };
}

/** Who was ready to run and has not run since, was ready all the while: only who runs can go to sleep. */
function isStill(before: ProcessorTime | null, after: ProcessorTime | null): boolean {
  if (!before?.isReady || !after?.isReady) return false;
  return before.turns === after.turns && before.ranMs === after.ranMs;
}

function waiting(clock: Clock, accounts: readonly Account[]): ProcessorWatch["wait"] {
  return (boundMs) => {
    const beganMs = clock.monotonicMs();
    const before = new Map(accounts.map((account) => [account, account.totalMs() ?? 0]));
    return () => {
      const ofMs = Math.round(clock.monotonicMs() - beganMs);
      if (ofMs < boundMs * nearly) return {};
      const processes = accounts.flatMap((account) => {
        const total = account.totalMs();
        if (total === null) return [];
        // Of one that began meanwhile, all of it lies within the wait.
        const inItMs = Math.round(total - (before.get(account) ?? 0));
        // The system's clock is not ours, and what was unseen before may be counted in it.
        const waitedMs = Math.min(ofMs, Math.max(0, inItMs));
        return [{ pid: account.pid, child: account.child?.child ?? null, waitedMs }];
      });
      return { processorWaits: { ofMs, processes } };
    };
  };
}

/** Nobody awaits it. */
async function lookNowAndThen(clock: Clock, account: Account, isOver: () => boolean) {
  while (!isOver() && account.totalMs() !== null) await clock.sleep(lookMs);
}
