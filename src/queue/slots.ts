// A provider's limit as keys of the engine's `singleton` policy: of the jobs with one key at most one is active,
// whoever enqueued them, so that the limit holds even where two coordinators do not know of each other. Pure.

interface Slot {
  /** `openai#0` */
  readonly key: string;
  free(): void;
}

export interface Slots {
  /** The first one that is free: no more of them are made than there are cells at once. */
  take(provider: string): Slot;
}

export function openSlots(): Slots {
  const taken = new Map<string, Set<number>>();
  return {
    take(provider) {
      const numbers = taken.get(provider) ?? new Set();
      taken.set(provider, numbers);
      let number = 0;
      while (numbers.has(number)) number += 1;
      numbers.add(number);
      return { key: `${provider}#${number}`, free: () => void numbers.delete(number) };
    },
  };
}
