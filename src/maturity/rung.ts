import { epochMs } from '#domain/instant.ts';
import { type Capability, type CapabilityState, type Rung, rungs, type SignalReading } from '#domain/maturity.ts';
import type { Attestation } from '#domain/maturity-facts.ts';
import { type Scope, withinDays } from './scope.ts';
import { signals } from './signals/index.ts';

/** How long what people say counts, in days. */
export const answersLastDays = 180;
const evidenceLastsDays = 30;

type Known = Extract<SignalReading, { readonly state: 'known' }>;

/** What a capability of one model has, from all of its readings. Evidence of machines goes above what people say. */
export function capabilityState(capability: Capability, all: readonly SignalReading[], scope: Scope): CapabilityState {
  const mine = new Set(signals.filter(({ capabilities }) => capabilities.includes(capability)).map(({ id }) => id));
  const readings = all.filter(({ signal }) => mine.has(signal));
  const said = attested(capability, scope);
  const known = readings.filter((reading): reading is Known => reading.state === 'known' && reading.grade !== 'trend');
  const expired = known.some(({ asOf }) => !withinDays(asOf, evidenceLastsDays, scope.nowMs));
  const found = rungOf(known, readings, said.has);
  const rung = expired && found.rung !== null ? below(found.rung) : found.rung;
  return {
    capability,
    rung,
    because: expired ? `${found.because} The evidence is older than ${evidenceLastsDays} days.` : found.because,
    readings,
    expired: expired || said.expired,
    disagreement: said.disagreement,
  };
}

function rungOf(
  known: readonly Known[],
  all: readonly SignalReading[],
  declared: boolean | null,
): { readonly rung: Rung | null; readonly because: string } {
  const unknown = all.filter(({ state }) => state === 'unknown');
  const names = (list: readonly SignalReading[]) => list.map(({ signal }) => signal).join(', ');
  const below = known.filter(({ grade }) => grade === 'below');
  const byMachine = known.filter(({ provenance }) => provenance === 'machine');
  if (known.length === 0) {
    if (declared === true) return { rung: 'declared', because: 'People say that it is there; no record shows it.' };
    if (declared === false) return { rung: 'absent', because: 'People say that it is not there.' };
    return { rung: null, because: unknown.length === 0 ? 'Nothing measures it.' : `Not known: ${names(unknown)}.` };
  }
  if (below.length > 0) {
    // Some of it is done: as far as if somebody had said so. Nothing at all overrules whoever says so.
    const some = known.some(({ value, grade }) => grade !== 'below' || value > 0);
    return some
      ? { rung: 'declared', because: `Seen, and not enough: ${names(below)}.` }
      : { rung: 'absent', because: `Records show none of it: ${names(below)}.` };
  }
  if (byMachine.length < known.length) return { rung: 'declared', because: 'Its records come from people.' };
  if (unknown.length > 0) return { rung: 'evidenced', because: `Evidenced; not known: ${names(unknown)}.` };
  const weak = known.filter(({ grade }) => grade !== 'verified');
  if (weak.length > 0) return { rung: 'evidenced', because: `Evidenced; not yet verified: ${names(weak)}.` };
  return { rung: 'verified', because: 'Every signal is verified.' };
}

function below(rung: Rung): Rung {
  return rungs[Math.max(0, rungs.indexOf(rung) - 1)] ?? 'absent';
}

/** What people say: the newest answer of each person counts, for 180 days. */
function attested(capability: Capability, { facts, nowMs }: Scope) {
  const mine = facts.attestations.filter((attestation) => attestation.capability === capability);
  const newest = new Map<string, Attestation>();
  for (const answer of mine) {
    const known = newest.get(answer.person);
    if (known === undefined || epochMs(answer.at) > epochMs(known.at)) newest.set(answer.person, answer);
  }
  const valid = [...newest.values()].filter(({ at }) => withinDays(at, answersLastDays, nowMs));
  const yes = valid.some(({ has }) => has);
  const no = valid.some(({ has }) => !has);
  return {
    // Where people disagree, the answer that claims less is taken, and the disagreement shown.
    has: valid.length === 0 ? null : !no,
    disagreement: yes && no,
    expired: mine.length > 0 && valid.length === 0,
  };
}
