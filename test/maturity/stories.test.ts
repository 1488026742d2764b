import { describe, expect, it } from 'vitest';
import { assessPortfolio } from '#maturity/assess-portfolio.ts';
import { capabilityMatrix } from '#maturity/capability-matrix.ts';
import { expectedStories } from './expected-stories.ts';
import { lives } from './life-stories.ts';
import { now } from './practice.ts';

function assessed(story: string) {
  const life = lives[story];
  if (life === undefined) throw new Error(`there is no life for ${story}`);
  const portfolio = assessPortfolio(life.facts, life.facts.models, now, capabilityMatrix, life.heldBy);
  const [only] = portfolio.models;
  if (only === undefined) throw new Error('a life has one model');
  return { portfolio, only };
}

describe('the lives of models', () => {
  it('are twelve, each with what was expected', () => {
    expect(Object.keys(lives).sort()).toEqual(expectedStories.map(({ story }) => story).sort());
    expect(expectedStories).toHaveLength(12);
  });

  it.each(expectedStories)('$story', ({ story, level, target, failing, gaps, next }) => {
    const { portfolio, only } = assessed(story);
    const reading = only.level;
    expect(reading.kind === 'levels' ? [reading.atLeast, reading.atMost] : reading.kind).toEqual(level);
    expect(only.target.level).toBe(target);
    if (reading.kind === 'levels') {
      const failed = reading.conditions.filter(({ level1, level2 }) => level1 === 'fails' || level2 === 'fails');
      expect(failed.map(({ id }) => id)).toEqual(failing);
    }
    const short = portfolio.fit.gaps.filter((gap) => gap.short.length > 0).map(({ capability }) => capability);
    expect(short).toEqual(expect.arrayContaining([...gaps]));
    if (story !== 'hand-made') expect(short.toSorted()).toEqual(gaps.toSorted());
    const step = portfolio.next;
    const said = 'capability' in step ? { kind: step.kind, capability: step.capability } : step.kind;
    expect(said).toEqual(next);
  });

  it('that nothing is known of are provisional and no worse for it', () => {
    const { portfolio, only } = assessed('nothing connected');
    expect(portfolio.fit).toMatchObject({ fit: null, atLeast: 0, coverage: 0, provisional: true });
    expect(only.states.map(({ rung }) => rung)).toEqual(only.states.map(() => null));
    expect(portfolio.delivery).toBeNull();
  });

  it('with everything automated are verified throughout', () => {
    const { portfolio, only } = assessed('everything automated');
    expect(
      only.states.filter(({ rung }) => rung !== 'verified').map(({ capability, because }) => [capability, because]),
    ).toEqual([]);
    expect(portfolio.fit).toMatchObject({ fit: 1, atLeast: 1, coverage: 1, provisional: false });
  });

  it('say that an attestation expired', () => {
    const monitoring = assessed('an attestation that expired').only.states.find(
      ({ capability }) => capability === 'monitoring',
    );
    expect(monitoring).toMatchObject({ rung: 'absent', expired: true });
  });
});
