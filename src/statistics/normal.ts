// The quantile of the standard normal distribution: M. J. Wichura, "Algorithm AS 241: The percentage
// points of the normal distribution", Applied Statistics 37 (1988) 477–484, routine PPND16. Pure.

/** Coefficients of a rational function, the constant term first. */
interface Ratio {
  readonly above: readonly number[];
  readonly below: readonly number[];
}

const central: Ratio = {
  above: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
    45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  below: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597,
    39307.89580009271, 28729.085735721943, 5226.495278852854,
  ],
};

const middle: Ratio = {
  above: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
    1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 7.745450142783414e-4,
  ],
  below: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
    0.015198666563616457, 5.475938084995345e-4, 1.0507500716444169e-9,
  ],
};

const far: Ratio = {
  above: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
    0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  below: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 7.868691311456133e-4,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};

/** Relative error about 1e-16. -Infinity and Infinity at 0 and 1, NaN outside of them. */
export function normalQuantile(probability: number): number {
  const fromMiddle = probability - 0.5;
  if (Math.abs(fromMiddle) <= 0.425) {
    return fromMiddle * ratioAt(central, 0.180625 - fromMiddle * fromMiddle);
  }
  const tail = Math.min(probability, 1 - probability);
  if (tail === 0) return fromMiddle * Infinity;
  const depth = Math.sqrt(-Math.log(tail));
  const distance = depth <= 5 ? ratioAt(middle, depth - 1.6) : ratioAt(far, depth - 5);
  return Math.sign(fromMiddle) * distance;
}

/** How many standard errors a two-sided interval of this confidence reaches to each side. */
export const twoSidedQuantile = (confidence: number) => normalQuantile((1 + confidence) / 2);

const ratioAt = ({ above, below }: Ratio, at: number) =>
  polynomial(above, at) / polynomial(below, at);

const polynomial = (coefficients: readonly number[], at: number) =>
  coefficients.reduceRight((sum, coefficient) => sum * at + coefficient, 0);
