// What repetitions and phases measured: how often rows pass and how sure that is, how long phases take.
import type { Overview } from "../page-data.ts";
import { IntervalPicture } from "./interval-picture.tsx";
import { LatencyPicture } from "./latency-picture.tsx";
import { Section } from "./parts.tsx";

export function Measured({ overview }: { readonly overview: Overview }) {
  const { rates, latencies } = overview;
  if (rates === null && latencies === null) return null;
  return (
    <Section title="Measured" id="measured">
      {rates !== null && <IntervalPicture plot={rates} />}
      {latencies !== null && <LatencyPicture plot={latencies} />}
    </Section>
  );
}
