import { describe, expect, it } from 'vitest';
import { composeDigest } from '#digest/compose.ts';
import { plainLine } from '#digest/define-section.ts';
import { sections } from '#digest/sections/index.ts';
import { digestSections } from '#domain/digest-section.ts';
import { isoWeek } from '#domain/iso-week.ts';
import type { DigestFacts } from '#domain/weekly-digest.ts';
import { euros, full, quiet } from './digest-facts.ts';

const every = { without: [], zone: 'Europe/Amsterdam', missed: [] };
const compose = (facts: DigestFacts, without: (typeof digestSections)[number][] = []) =>
  composeDigest(facts, { ...every, without });
const lines = (facts: DigestFacts) => (compose(facts)?.parts ?? []).flatMap((part) => part.lines.map(plainLine));

describe('the sections', () => {
  it('are those that org.yaml can leave out, in that order', () => {
    expect(sections.map(({ name }) => name)).toEqual(digestSections);
  });

  it.each(sections.flatMap(({ name, say, examples }) => examples.map((example) => [name, say, example] as const)))(
    '%s says what its example says',
    (_name, say, { facts, says }) => {
      const found = say({ ...quiet, ...facts });
      expect(found === null ? null : found.lines.map(plainLine).join('\n')).toBe(says);
    },
  );

  it('have an example of something and one of nothing', () => {
    for (const { name, examples } of sections) {
      expect(examples.filter(({ says }) => says === null).length, name).toBeGreaterThan(0);
      expect(examples.filter(({ says }) => says !== null).length, name).toBeGreaterThan(0);
    }
  });

  it('count a thing once and never add two currencies', () => {
    const [request] = full.waiting;
    if (request === undefined) throw new Error('no request');
    const other = { ...request, number: 20, model: 'card-fraud', perDay: { amount: '3', currency: 'USD' } };
    expect(lines({ ...quiet, waiting: [request, { ...request, number: 13 }, other] })).toEqual([
      '3 requests, the oldest for 3 d: promote `fraud-scorer` v7 to production; meanwhile their models cost €55 and $3.00 a day',
    ]);
  });

  it('leave deciding to teams, and tell leaders how much there is', () => {
    const [team] = compose(full)?.parts.filter(({ section }) => section === 'idle') ?? [];
    expect(team?.lines.map(({ idle }) => idle?.name)).toEqual(['gpu-lab-3', 'fraud-shadow', undefined]);
    const leaders = { ...quiet, idle: full.idle, scope: { kind: 'leaders', id: 'heads', teams: null } } as const;
    expect(lines(leaders)).toEqual([
      '4 things, €45 a day, 3 to decide; the dearest is notebook `gpu-lab-3` of team fraud',
    ]);
    expect(compose(leaders)?.parts[0]?.lines[0]?.idle).toBeUndefined();
  });
});

describe('spot checks', () => {
  it('tell first what is not there, then what nobody has shown; only the former makes a digest', () => {
    const [shown, open] = full.spotChecks;
    if (shown === undefined || open === undefined) throw new Error('there are two');
    const besides = compose({ ...quiet, outside: full.outside, spotChecks: [shown, open] });
    expect(besides?.parts.flatMap((part) => part.lines.map(plainLine)).join('\n')).toContain(
      'model registry of `card/chargeback` was drawn 7 d ago, and nobody has shown it yet; and 1 more claim',
    );
    expect(compose({ ...quiet, spotChecks: [shown, open] })).toBeNull();
    const missing = { ...shown, answered: { by: 'Ana Kovač', shown: false, note: 'nobody kept it' } };
    const made = compose({ ...quiet, spotChecks: [open, missing] });
    expect(made?.parts[0]?.lines.map(plainLine)).toEqual([
      'model monitoring of `card/fraud` is not there, says Ana Kovač, although its records say so; and 1 more claim',
    ]);
    expect(made?.parts[0]?.detail.map(plainLine)).toEqual([
      'model registry of `card/chargeback` was drawn 7 d ago, and nobody has shown it yet',
      'model monitoring of `card/fraud` is not there, says Ana Kovač, although its records say so: “nobody kept it”',
    ]);
  });
});

describe('a digest', () => {
  it('is none where there is nothing to say, or only what stands from week to week', () => {
    expect(compose(quiet)).toBeNull();
    const unchanged = full.maturity === null ? null : { ...full.maturity, changes: [] };
    expect(compose({ ...quiet, maturity: unchanged })).toBeNull();
    expect(compose({ ...quiet, maturity: full.maturity })).not.toBeNull();
    const unspent = { ...euros, amount: '0', change: null, movers: [] };
    expect(compose({ ...quiet, maturity: unchanged, cost: { late: false, currencies: [unspent] } })).toBeNull();
    expect(compose({ ...quiet, cost: { late: true, currencies: [] } })).toBeNull();
    expect(compose({ ...quiet, outside: full.outside })).not.toBeNull();
  });

  it('leaves out what org.yaml says, and is none where that was all', () => {
    const { outside } = full;
    expect(compose({ ...quiet, outside }, ['outside_changes'])).toBeNull();
    expect(compose(full, ['cost', 'labels'])?.parts.map(({ section }) => section)).not.toContain('cost');
  });

  it('has at most twelve lines, and keeps what is urgent; the rest is in its thread', () => {
    const made = compose(full);
    const told = (made?.parts ?? []).flatMap((part) => part.lines);
    expect(told.length + 2).toBeLessThanOrEqual(12);
    expect(made?.inThread.map(({ section }) => section)).toEqual(['labels', 'maturity', 'gaps', 'spot_checks']);
    expect([...(made?.parts ?? []), ...(made?.inThread ?? [])]).toHaveLength(sections.length);
  });

  it.each([
    ['2026-11-16', 47],
    ['2026-12-28', 53],
    ['2027-01-03', 53],
    ['2027-01-04', 1],
    ['2029-12-31', 1],
  ])('of %s is of week %i', (day, week) => expect(isoWeek(day)).toBe(week));
});
