import { expect, it } from 'vitest';
import { joinedFacts } from '#operations/maturity/joined-facts.ts';
import { facts, model, run } from '../maturity/practice.ts';

it('is known of those of whom it was told, and not known of the others, with why', () => {
  const told = facts({ runs: [run({ model: 'a/told' })] }, [model({ id: 'a/told' })]);
  const untold = facts({}, [model({ id: 'b/untold' })], ['runs']);
  const { resources, spend, idleFindings, outsideChanges } = told;
  const rest = { whole: { resources, spend, idleFindings, outsideChanges }, historyOfAll: {} };
  const { models, runs } = joinedFacts([told, untold], rest);
  expect(models.map(({ id }) => id)).toEqual(['a/told', 'b/untold']);
  expect(runs).toMatchObject({ known: true, silentOn: { 'b/untold': 'No runs connected.' } });
  expect(runs.known && runs.value).toHaveLength(1);
  expect(joinedFacts([untold], rest).runs).toEqual({ known: false, because: 'No runs connected.' });
});
