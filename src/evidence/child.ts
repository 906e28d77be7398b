// How a child of a cell is named: by its starter, and a number that this starter gave.

export interface ChildReference {
  /** The dispatch whose own process started it; null for whatever the gate's process started. */
  readonly dispatch: number | null;
  /** Counted from 1 by that process. */
  readonly n: number;
}

export const isSameChild = (left: ChildReference, right: ChildReference | undefined): boolean =>
  left.dispatch === right?.dispatch && left.n === right.n;

/** `3`, or `2.1` for the first one of dispatch 2; also in the names of its files. */
export const childName = ({ dispatch, n }: ChildReference): string =>
  dispatch === null ? String(n) : `${dispatch}.${n}`;
