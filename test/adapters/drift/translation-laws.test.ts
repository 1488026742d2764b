import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DriftKind, translateDrift } from '#adapters/drift/translate-drift.ts';
import { churn, delivery, reportsIn, samples } from './deliveries.ts';

const numRuns = Number(process.env.DRIFT_RUNS ?? 60);
const kinds: readonly DriftKind[] = ['drift-events', 'vertex-monitoring', 'cloud-monitoring'];

/** What a body may have instead of a value that was right. */
const others: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  'NaN',
  'x\u0000\ud800',
  [],
  [[]],
  {},
  { a: 1 },
  '2026-13-45',
];

/** Every place in a JSON value, as the keys that lead to it. */
function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => placesIn(member, [...path, key]))];
}

/** The same JSON with another value at a place; `undefined` takes it away. */
function replaced(json: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other;
  if (Array.isArray(json))
    return json.map((item, index) => (String(index) === key ? replaced(item, rest, other) : item));
  return Object.fromEntries(
    Object.entries(json ?? {}).map(([name, member]) => [name, name === key ? replaced(member, rest, other) : member]),
  );
}

/** Places of refusals that fit a change at a place: above it, below it, or below the same parent. */
function beside(place: readonly string[]): RegExp {
  const parents = place.map((_, index) => `${['', ...place.slice(0, index)].join('/')}/`);
  return new RegExp(
    `^(?:query .*|(?:${parents.map((parent) => RegExp.escape(parent)).join('|') || '/'})|${RegExp.escape(parents.at(-1) ?? '/')}.*)$`,
    's',
  );
}

/** Fails for a translation that could not be stored, or that says not where the fault is. */
function expectSound(kind: DriftKind, sent: ReturnType<typeof delivery>): void {
  const read = translateDrift(kind, sent);
  expect(translateDrift(kind, sent)).toEqual(read);
  if (!read.ok) {
    expect(read.because).toMatch(/^\S.*[.]$/s);
    expect(read.at).toMatch(/^(?:|\/.*|header ce-\w+|query \w+)$/s);
    expect(`${read.because}${read.at}`).not.toMatch(/\p{Cc}|\p{Cs}/u);
    return;
  }
  for (const report of read.reports) {
    const text = JSON.stringify(report);
    expect(text.isWellFormed() && !text.includes('\\u0000') && !/\\ud[89a-f]/.test(text)).toBe(true);
    expect(report.id.length).toBeLessThan(1100);
    expect(new Date(report.at).toISOString()).toBe(report.at);
    for (const { value, threshold } of report.readings) {
      for (const number of [value, threshold]) expect(number === null || Number.isFinite(number)).toBe(true);
    }
  }
}

describe('a translation', () => {
  it.each(kinds)('to %s never throws, whatever bytes or JSON come', (kind) => {
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)),
      fc
        .json()
        .map((data) => Buffer.from(JSON.stringify({ message: { messageId: '1', data: btoa(encodeURI(data)) } }))),
    );
    fc.assert(
      fc.property(body, fc.boolean(), (bytes, named) => expectSound(kind, delivery(bytes, named ? churn : {}))),
      { numRuns },
    );
  });

  it.each(samples)('of %s with one value changed is sound, or refused with the place', (_name, kind, sent) => {
    const json: unknown = JSON.parse(Buffer.from(sent.rawBody).toString());
    const change = fc.record({ place: fc.constantFrom(...placesIn(json)), other: fc.constantFrom(...others) });
    fc.assert(
      fc.property(change, ({ place, other }) => {
        const altered = { ...sent, rawBody: Buffer.from(JSON.stringify(replaced(json, place, other))) };
        expectSound(kind, altered);
        const read = translateDrift(kind, altered);
        // The place itself, what holds it, or what belongs together with it.
        if (!read.ok) expect(`${read.at}/`).toMatch(beside(place));
      }),
      { numRuns: numRuns * 2 },
    );
  });

  it.each(samples)(
    'of %s is the same however often it comes, and one that is cut off is refused',
    (_name, kind, sent) => {
      const ids = (receivedAt: string) => reportsIn(kind, { ...sent, receivedAt }).map(({ id }) => id);
      expect(ids('2026-11-30T15:00:00.000Z')).toEqual(ids(sent.receivedAt));
      for (const length of [0, 1, Math.floor(sent.rawBody.length / 2), sent.rawBody.length - 1]) {
        expect(translateDrift(kind, { ...sent, rawBody: sent.rawBody.slice(0, length) }).ok).toBe(false);
      }
    },
  );

  it('names a place that no database could store in signs that it can', () => {
    for (const name of ['a\u0000b', 'a\ud800b']) {
      const result = { drift_by_columns: { [name]: 'no object' } };
      const body = JSON.stringify({ metrics: [{ metric: 'DataDriftTable', result }] });
      expectSound('drift-events', delivery(body, churn));
      expect(translateDrift('drift-events', delivery(body, churn))).toMatchObject({ ok: false });
    }
  });

  it('does not overflow on a body of brackets', () => {
    for (const kind of kinds) expectSound(kind, delivery('['.repeat(200_000)));
    expectSound('drift-events', delivery(`${'['.repeat(50_000)}${']'.repeat(50_000)}`, churn));
  });
});
