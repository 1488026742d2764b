import { expect, it } from 'vitest';
import type { Capability, Rung } from '#domain/maturity.ts';
import { type Cell, fitOf } from '#maturity/fit.ts';
import { nextStep } from '#maturity/next-step.ts';
import { maturityInDigest } from '#operations/digest/maturity-of-scope.ts';

const cells = (capability: Capability, rungs: Readonly<Record<string, Rung>>): readonly Cell[] =>
  Object.entries(rungs).map(([model, rung]) => ({
    model,
    tier: 'production',
    capability,
    rung,
    signals: { asked: 1, connected: 1 },
  }));

function told(rungs: Readonly<Record<string, Rung>>) {
  const fit = fitOf([...cells('metadata', rungs), ...cells('evaluation', { a: 'absent', b: 'verified' })]);
  const earlier = { levels: new Map(), fits: [], changes: [] };
  const found = { fit, next: nextStep(fit, {}), earlier, models: [] };
  return maturityInDigest(found, { first: '2026-11-16', last: '2026-11-22' });
}

it('names the same models in a gap and in the step that closes it', () => {
  const { gaps, next } = told({ a: 'absent', b: 'evidenced', c: 'evidenced' });
  expect(next).toMatchObject({ kind: 'build', capability: 'metadata', models: ['a'] });
  expect(gaps.find(({ capability }) => capability === 'metadata')?.models).toEqual(['a']);
});

it('names all that are not proven where it is everywhere', () => {
  const { gaps, next } = told({ a: 'evidenced', b: 'evidenced', c: 'evidenced' });
  expect(next).toMatchObject({ kind: 'build', capability: 'metadata', models: ['a', 'b', 'c'] });
  expect(gaps.find(({ capability }) => capability === 'metadata')?.models).toEqual(['a', 'b', 'c']);
});
