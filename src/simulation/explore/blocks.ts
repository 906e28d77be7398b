// An exploration is cut into blocks of cases, each with a random seed of its own: whoever runs a block
// draws the same cases, so that it does not matter how many run them at once. Pure.

/** Small enough that workers end together, large enough that handing one out costs nothing. */
export const casesInBlock = 250;

export interface Block {
  /** From 0. */
  readonly number: number;
  readonly randomSeed: number;
  readonly runs: number;
}

export function blocksOf(randomSeed: number, runs: number): readonly Block[] {
  const count = Math.ceil(runs / casesInBlock);
  return Array.from({ length: count }, (_, number) => ({
    number,
    randomSeed: seedOf(randomSeed, number),
    runs: Math.min(casesInBlock, runs - number * casesInBlock),
  }));
}

/** The first block has the seed itself; the others are far from it and from each other (splitmix32). */
function seedOf(randomSeed: number, number: number): number {
  if (number === 0) return randomSeed;
  let mixed = (randomSeed + Math.imul(number, 0x9e3779b9)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 1;
}
