// Shares as people say them. Pure.

/** A share in points of a hundred, with at most two decimals: 0.05 is `5`, -0.16113 is `-16.11`. */
export const points = (share: number): string => String(Number((share * 100).toFixed(2)));
