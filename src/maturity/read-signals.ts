import type { SignalReading } from '#domain/maturity.ts';
import type { MaturityFacts } from '#domain/maturity-facts.ts';
import { asOf, notKnown, type Scope } from './scope.ts';
import { type Bar, meets, type Signal } from './signals/define.ts';
import { signals } from './signals/index.ts';

/** Reads one signal of a scope. A source that is not known makes it unknown, never bad. */
export function readSignal(signal: Signal, scope: Scope): SignalReading {
  const { id, sources, minimum, bars } = signal;
  const missing = notKnown(scope.facts, sources);
  if (missing !== null) return { signal: id, state: 'unknown', because: missing, connected: false };
  const measured = signal.measure(scope);
  if ('notApplicable' in measured) return { signal: id, state: 'not_applicable', because: measured.notApplicable };
  if ('unknown' in measured) return { signal: id, state: 'unknown', because: measured.unknown, connected: true };
  const { value, of, proof, missed } = measured;
  const enough = measured.minimum ?? minimum;
  if (of < enough) {
    return { signal: id, state: 'unknown', because: `Seen ${of} of at least ${enough}.`, connected: true };
  }
  const declared = sources.some((source) => {
    const observed = scope.facts[source];
    return observed.known && observed.provenance === 'declared';
  });
  return {
    signal: id,
    state: 'known',
    value,
    of,
    grade: bars === null ? 'trend' : gradeOf(value, bars, proof === null || proof === 'proven', held(signal, scope)),
    proof,
    missed,
    asOf: asOf(scope, sources),
    provenance: declared ? 'declared' : 'machine',
  };
}

/** Reads every signal of a scope, in the order of the list. */
export function readSignals(scope: Scope): readonly SignalReading[] {
  return signals.map((signal) => readSignal(signal, scope));
}

function gradeOf(
  value: number,
  { evidenced, verified }: { readonly evidenced: Bar; readonly verified: Bar },
  proven: boolean,
  held: boolean,
): 'below' | 'evidenced' | 'verified' {
  if (proven && held && meets(value, verified)) return 'verified';
  return meets(value, evidenced) ? 'evidenced' : 'below';
}

/** Whether the weeks before this one met the verified bar too, where that is asked. */
function held({ id, weeks = 1, bars }: Signal, { facts }: Scope): boolean {
  if (bars === null || weeks === 1) return true;
  const before = (historyOf(facts)[id] ?? []).slice(-(weeks - 1));
  return before.length === weeks - 1 && before.every((value) => meets(value, bars.verified));
}

/** Of one model its own weeks; of several those of all together. */
function historyOf({ models, history, historyOfAll }: MaturityFacts): Readonly<Record<string, readonly number[]>> {
  const [only, second] = models;
  return only === undefined || second !== undefined ? historyOfAll : (history[only.id] ?? {});
}
