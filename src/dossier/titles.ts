// Titles of cells that nobody ran, made when they are read: of very many repetitions of every scenario
// they would be nearly all that a dossier holds. Pure.

/** A list of titles, or what can be read as one. */
export interface Titles extends Iterable<string> {
  readonly length: number;
  slice(from: number, to: number): readonly string[];
}

class MadeTitles implements Titles {
  readonly length: number;
  readonly #make: () => Iterable<string>;

  constructor(length: number, make: () => Iterable<string>) {
    this.length = length;
    this.#make = make;
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#make()[Symbol.iterator]();
  }

  slice(from: number, to: number): readonly string[] {
    const read: string[] = [];
    let at = 0;
    for (const title of this) {
      if (at >= to) break;
      if (at >= from) read.push(title);
      at += 1;
    }
    return read;
  }

  /** As an array is written. */
  toJSON(): readonly string[] {
    return [...this];
  }
}

export const titlesMade = <Of>(of: readonly Of[], title: (each: Of) => string): Titles =>
  of.length === 0
    ? []
    : new MadeTitles(of.length, function* () {
        for (const each of of) yield title(each);
      });

/** One after the other; a list where all of them are. */
export function joined(parts: readonly Titles[]): Titles {
  if (parts.every(Array.isArray)) return parts.flat();
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return new MadeTitles(length, function* () {
    for (const part of parts) yield* part;
  });
}
