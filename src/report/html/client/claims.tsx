// The claims of a cell as sentences. Each marks the events that show it, in timeline and table.
import type { EvidenceEvent } from "../../../evidence/event.ts";
import type { Evidence } from "../../../evidence/evidence.ts";
import type { Names, ShownClaim } from "../page-data.ts";
import { wordsOf } from "./event-words.ts";
import { adjust } from "./page-state.ts";
import { claimSigns, durationText, plural } from "./words.ts";

/** The rest stands in the table, marked. */
const mostInWords = 12;

interface ClaimsProps {
  readonly claims: readonly ShownClaim[];
  readonly marked: ShownClaim | null;
  readonly names: Names;
  readonly evidence: Evidence | null;
}

export function Claims({ claims, marked, names, evidence }: ClaimsProps) {
  const of = (verdict: ShownClaim["verdict"]) => claims.filter((each) => each.verdict === verdict);
  const list = (shown: readonly ShownClaim[]) => (
    <ul class="claims">
      {shown.map((claim) => (
        <Claim
          key={claim.claim}
          isMarked={claim === marked}
          claim={claim}
          names={names}
          evidence={evidence}
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
  readonly evidence: Evidence | null;
}

function Claim({ claim, isMarked, names, evidence }: ClaimProps) {
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
      {evidence !== null && events.length > 0 && (
        <>
          <button type="button" aria-pressed={isMarked} onClick={() => adjust({ claim: name })}>
            ◆ Mark its {plural(events.length, "event")}
          </button>
          <ul class="shown-by">
            {events.slice(0, mostInWords).map((seq) => (
              <ShownBy
                key={seq}
                event={evidence.events[seq]}
                claim={name}
                root={evidence.cell.paths.root}
              />
            ))}
          </ul>
        </>
      )}
    </li>
  );
}

interface ShownByProps {
  readonly event: EvidenceEvent | undefined;
  readonly claim: string;
  readonly root: string;
}

/** Events are numbered by their place. */
function ShownBy({ event, claim, root }: ShownByProps) {
  if (event === undefined) return null;
  const { seq, atMs, type } = event;
  return (
    <li>
      <button type="button" class="link" onClick={() => showEvent(seq, claim)}>
        event {seq}
      </button>{" "}
      at {durationText(atMs)}: <strong>{type}</strong>{" "}
      <span class="faint">{wordsOf(event, root)}</span>
    </li>
  );
}

function showEvent(seq: number, name: string): void {
  adjust({ claim: name });
  const line = document.getElementById(`event-${seq}`);
  line?.scrollIntoView({ block: "center" });
  line?.focus({ preventScroll: true });
}
