// The claims of a cell as sentences. Each marks the events that show it, in timeline and table.
import type { Names, ShownClaim } from "../page-data.ts";
import { adjust } from "./page-state.ts";
import { claimSigns, plural } from "./words.ts";

interface ClaimsProps {
  readonly claims: readonly ShownClaim[];
  readonly marked: ShownClaim | null;
  readonly names: Names;
  readonly hasEvents: boolean;
}

export function Claims({ claims, marked, names, hasEvents }: ClaimsProps) {
  const of = (verdict: ShownClaim["verdict"]) => claims.filter((each) => each.verdict === verdict);
  const list = (shown: readonly ShownClaim[]) => (
    <ul class="claims">
      {shown.map((claim) => (
        <Claim
          key={claim.claim}
          isMarked={claim === marked}
          claim={claim}
          names={names}
          hasEvents={hasEvents}
        />
      ))}
    </ul>
  );
  const folded = (verdict: ShownClaim["verdict"], what: string) => {
    const shown = of(verdict);
    return (
      shown.length > 0 && (
        <details>
          <summary>
            {claimSigns[verdict]} {plural(shown.length, "claim")} {what}
          </summary>
          {list(shown)}
        </details>
      )
    );
  };
  if (claims.length === 0) return <p>None was judged.</p>;
  return (
    <>
      {list([...of("violated"), ...of("unknown")])}
      {folded("holds", "shown to hold")}
      {folded("not-applicable", "not applicable here")}
    </>
  );
}

interface ClaimProps {
  readonly claim: ShownClaim;
  readonly isMarked: boolean;
  readonly names: Names;
  readonly hasEvents: boolean;
}

function Claim({ claim, isMarked, names, hasEvents }: ClaimProps) {
  const { verdict, because, events, hazard } = claim;
  const { name = "", sentence = "" } = names.claims[claim.claim] ?? {};
  return (
    <li class={`claim ${verdict} ${isMarked ? "marked" : ""}`}>
      <h3>
        <span aria-hidden="true">{claimSigns[verdict]} </span>
        {name}{" "}
        <span class="faint">{hazard === null ? verdict : `${verdict}, hazard ${hazard}`}</span>
      </h3>
      <p>{sentence}</p>
      <p>
        <strong>Because</strong> {because}
      </p>
      {hasEvents && events.length > 0 && (
        <p>
          <button type="button" aria-pressed={isMarked} onClick={() => adjust({ claim: name })}>
            ◆ Mark its {plural(events.length, "event")}
          </button>{" "}
          {events.slice(0, 20).map((seq) => (
            <button type="button" class="link" key={seq} onClick={() => showEvent(seq, name)}>
              {seq}
            </button>
          ))}
        </p>
      )}
    </li>
  );
}

function showEvent(seq: number, name: string): void {
  adjust({ claim: name });
  const line = document.getElementById(`event-${seq}`);
  line?.scrollIntoView({ block: "center" });
  line?.focus({ preventScroll: true });
}
