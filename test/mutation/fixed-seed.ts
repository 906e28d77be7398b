// Settings of the properties while mutants are run. A property carries its random seed in its name,
// and Stryker finds a test again by that name: the seed must be the same in every run. A mutant is
// dead at the first counterexample; shrinking it would only cost time.
import fc from "fast-check";

fc.configureGlobal({ seed: 1, numRuns: 50, endOnFailure: true });
