import { describe, expect, it } from 'vitest';
import type { Attestation, MaturityFacts, Observed } from '#domain/maturity-facts.ts';
import { assessPortfolio } from '#maturity/assess-portfolio.ts';
import { capabilityMatrix } from '#maturity/capability-matrix.ts';
import { readSignal, readSignals } from '#maturity/read-signals.ts';
import { capabilityState } from '#maturity/rung.ts';
import { scopeOf } from '#maturity/scope.ts';
import { signals } from '#maturity/signals/index.ts';
import { ago, automatedRecords, facts, historyIs, model, now, promotion } from './practice.ts';

const all = automatedRecords();

function says(person: string, has: boolean, daysAgo = 1): Attestation {
  return { id: `${person}-${daysAgo}`, capability: 'experimentation', model: 'm', person, has, at: ago(daysAgo) };
}

/** Experimentation rests on one signal, X1, of registered versions. */
function rung(change: (known: MaturityFacts) => Partial<MaturityFacts>, attestations: readonly Attestation[] = []) {
  const known = { ...facts(all), attestations };
  const scope = scopeOf({ ...known, ...change(known) }, known.models, now);
  return capabilityState('experimentation', readSignals(scope), scope);
}

const unknown: Observed<never> = { known: false, because: 'No registry connected.' };
const versionsWith = (tracked: number) => (known: MaturityFacts) => ({
  versions: changed(known.versions, (list) =>
    list.map((version, i) => (i < tracked ? version : { ...version, experimentRun: null })),
  ),
});

function changed<T>(observed: Observed<T>, change: (value: T) => T): Observed<T> {
  return observed.known ? { ...observed, value: change(observed.value) } : observed;
}

describe('a rung', () => {
  it.each([
    ['every version tracked', 12, 'verified'],
    ['eleven of twelve tracked', 11, 'evidenced'],
    ['some tracked, and not enough', 9, 'declared'],
    ['none tracked', 0, 'absent'],
  ])('with %s', (_, tracked, expected) => {
    expect(rung(versionsWith(tracked)).rung).toBe(expected);
  });

  it('is absent where machines show none of it, whoever says otherwise', () => {
    expect(rung(versionsWith(0), [says('U1', true)]).rung).toBe('absent');
    expect(rung(versionsWith(12), [says('U1', false)]).rung).toBe('verified');
  });

  it('is not known where nothing is, and declared where people say so', () => {
    expect(rung(() => ({ versions: unknown }))).toMatchObject({ rung: null, because: 'Not known: X1.' });
    expect(rung(() => ({ versions: unknown }), [says('U1', true)]).rung).toBe('declared');
    expect(rung(() => ({ versions: unknown }), [says('U1', false)]).rung).toBe('absent');
  });

  it('takes the newest answer of each person for 180 days, and shows that they disagree', () => {
    const state = (...answers: readonly Attestation[]) => rung(() => ({ versions: unknown }), answers);
    expect(state(says('U1', true), says('U2', false))).toMatchObject({ rung: 'absent', disagreement: true });
    expect(state(says('U1', false, 9), says('U1', true, 1))).toMatchObject({ rung: 'declared', disagreement: false });
    expect(state(says('U1', true, 180))).toMatchObject({ rung: 'declared', expired: false });
    expect(state(says('U1', true, 181))).toMatchObject({ rung: null, expired: true });
  });

  it('drops by one where its evidence is older than 30 days', () => {
    const asOf = (daysAgo: number) => (known: MaturityFacts) => ({
      versions: { ...known.versions, asOf: ago(daysAgo) },
    });
    expect(rung(asOf(30))).toMatchObject({ rung: 'verified', expired: false });
    expect(rung(asOf(31))).toMatchObject({ rung: 'evidenced', expired: true });
  });

  it('is at most declared where its records come from people', () => {
    expect(rung((known) => ({ versions: { ...known.versions, provenance: 'declared' } })).rung).toBe('declared');
  });

  it('is at most evidenced while one of its signals is not known', () => {
    const known = facts(all, undefined, ['releases', 'alerts']);
    const scope = scopeOf(known, known.models, now);
    const monitoring = capabilityState('monitoring', readSignals(scope), scope);
    expect(monitoring).toMatchObject({ rung: 'evidenced', because: 'Evidenced; not known: M1, M2, M4, M5.' });
  });
});

function reading(id: string, known: MaturityFacts) {
  const signal = signals.find((one) => one.id === id);
  if (signal === undefined) throw new Error(`no signal ${id}`);
  return readSignal(signal, scopeOf(known, known.models, now));
}

describe('what keeps a signal honest', () => {
  it('a monitor that was silent for 180 days counts only once a drill is caught', () => {
    const silent = { ...all, alerts: [] };
    expect(reading('M1', facts(silent))).toMatchObject({ value: 0, proof: 'unproven', grade: 'below' });
    const drill = (passed: boolean) => ({
      ...silent,
      drills: [{ id: 'd', model: 'm', of: 'monitor' as const, subject: 'monitor', at: ago(9), passed }],
    });
    expect(reading('M1', facts(drill(true)))).toMatchObject({ value: 1, proof: 'proven', grade: 'verified' });
    expect(reading('M1', facts(drill(false)))).toMatchObject({ value: 0, proof: 'unproven' });
    const young = all.monitors.map((monitor) => ({ ...monitor, createdAt: ago(179) }));
    expect(reading('M1', facts({ ...silent, monitors: young }))).toMatchObject({
      proof: 'untried',
      grade: 'evidenced',
    });
  });

  it('a way back is verified only once it was gone', () => {
    expect(reading('G4', facts(all))).toMatchObject({ grade: 'verified' });
    expect(reading('G4', facts({ ...all, drills: [] }))).toMatchObject({ state: 'unknown' });
    const back = promotion({ changed: 'rollback', servedAt: ago(3) });
    const gone = facts({ ...all, drills: [], promotions: [...all.promotions, back] });
    expect(reading('G4', gone)).toMatchObject({ grade: 'verified', proof: 'proven' });
    const drills = all.drills.map((drill) => ({ ...drill, passed: false }));
    expect(reading('G4', facts({ ...all, drills }))).toMatchObject({ grade: 'below', proof: 'unproven' });
  });

  it('what serves has to be registered for four weeks', () => {
    const weeks = (values: readonly number[]) => reading('G1', { ...facts(all), ...historyIs({ G1: values }) });
    expect(weeks([1, 1, 1])).toMatchObject({ grade: 'verified' });
    expect(weeks([1, 1])).toMatchObject({ grade: 'evidenced' });
    expect(weeks([1, 1, 0.9, 1])).toMatchObject({ grade: 'evidenced' });
  });

  it('two currencies are never added, and money is exact', () => {
    const [line] = all.spend;
    const spend = (...lines: readonly object[]) => facts({ spend: lines.map((one) => ({ ...line!, ...one })) });
    expect(reading('K1', spend({}, { currency: 'USD' }))).toMatchObject({ state: 'unknown', connected: true });
    expect(reading('K4', spend({}))).toMatchObject({ value: 0.5, grade: 'trend' });
    const dimes = Array.from({ length: 10 }, () => ({ total: '0.1', labelled: '0.08' }));
    expect(reading('K1', spend(...dimes))).toMatchObject({ value: 0.8, grade: 'evidenced' });
  });

  it('a log of requests is not asked of what serves in batches', () => {
    const resources = all.resources.map((resource) => ({ ...resource, kind: 'batch' as const }));
    expect(reading('S1', facts({ ...all, resources }))).toMatchObject({ state: 'not_applicable' });
  });

  it('too few records make it unknown, and say how many there are', () => {
    const promotions = all.promotions.slice(0, 4);
    expect(reading('G3', facts({ promotions }))).toMatchObject({ state: 'unknown', because: 'Seen 4 of at least 5.' });
  });

  it('a model that changes seldom is judged by its last five promotions, within two years', () => {
    const every = (days: number) => ({
      promotions: all.promotions.map((promotion, i) => ({ ...promotion, servedAt: ago(days * i) })),
    });
    expect(reading('G3', facts(every(100)))).toMatchObject({ state: 'known', of: 5 });
    expect(reading('G3', facts(every(200)))).toMatchObject({ state: 'unknown', because: 'Seen 4 of at least 5.' });
  });
});

describe('a portfolio', () => {
  it('counts no need that is waived, until the waiver ends, and shows it', () => {
    const critical = model({ declared: { ...model().declared, missionCritical: true } });
    const of = (expiresAt: string) => {
      const waiver = {
        id: 'W-1',
        capability: 'monitoring' as const,
        model: 'm',
        reason: 'moved',
        approver: 'U9',
        expiresAt,
      };
      const known = { ...facts({ ...all, monitors: [] }, [critical]), waivers: [waiver] };
      return assessPortfolio(known, known.models, now, capabilityMatrix, {});
    };
    expect(of(ago(-1))).toMatchObject({ next: { kind: 'stop' }, waived: [{ id: 'W-1' }] });
    expect(of(ago(1))).toMatchObject({ next: { kind: 'build', capability: 'monitoring' }, waived: [] });
  });

  it('sees only the records of its own models', () => {
    const known = facts(all, [model(), model({ id: 'n', team: 'recs' })]);
    const other = assessPortfolio(known, known.models.slice(1), now, capabilityMatrix, {});
    expect(other.delivery?.closedChanges).toBe(0);
    const both = assessPortfolio(known, known.models, now, capabilityMatrix, {});
    expect(both.models.map(({ level }) => level.kind)).toEqual(['levels', 'insufficient']);
  });
});
