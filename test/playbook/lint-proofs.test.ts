import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '#domain/canonical-json.ts';
import { judgePredicates } from '#playbook/evaluate/judge-predicates.ts';
import { inRoles } from '#playbook/evaluate/membership.ts';
import { type Applies, routesThrough } from '#playbook/evaluate/routes.ts';
import type { Facts } from '#playbook/facts.ts';
import { isUnknown } from '#playbook/facts.ts';
import { globMatches } from '#playbook/glob.ts';
import type { Predicates, Tree } from '#playbook/keys.ts';
import { asks, closing, idling } from '#playbook/lint/asked.ts';
import { conditions } from '#playbook/lint/conditions.ts';
import { caseFinder } from '#playbook/lint/find-case.ts';
import { type Formula, truthsOf, variablesOf } from '#playbook/lint/formula.ts';
import { coverage, includesNames, namePattern } from '#playbook/lint/name-pattern.ts';
import type { Scope } from '#playbook/lint/scope.ts';
import { thresholdsIn } from '#playbook/lint/thresholds.ts';
import { no, unknown, yes } from '#playbook/lint/truth.ts';
import type { CatalogueModel } from '#playbook/playbook.ts';
import type { PredicateContext, PredicateExample } from '#playbook/predicates/define.ts';
import { predicates } from '#playbook/predicates/index.ts';
import { predicates as predicatesSchema } from '#playbook/schema/predicates.ts';
import { part } from '#playbook/schema/values.ts';
import { testModel } from '#playbook/trial/test-facts.ts';
import { head, now, scene } from './company.ts';

const base = scene(`${head}rules: [{name: R, needs: {people: {from: ml}}}]`);
const examples = predicates.flatMap(({ name, examples: all }) => all.map((example) => ({ name, ...example })));

function factsOf(patches: readonly PredicateExample['facts'][]): Facts {
  let facts = base.facts;
  for (const patch of patches) facts = { ...facts, ...patch, catalogue: { ...facts.catalogue, ...patch.catalogue } };
  return facts;
}

function context(facts: Facts, statuses: Readonly<Record<string, 'passed' | 'failed' | 'stale'>>): PredicateContext {
  const nowMs = Date.parse(now);
  return {
    facts,
    nowMs,
    mayChangeAt: () => undefined,
    evidenceStatus: (id) => statuses[id] ?? null,
    inRoles: (person, roles) => inRoles(facts, person, roles, nowMs),
  };
}

/** The scope that a request of these facts belongs to, with the catalogue entry they would come from. */
function scopeOf(facts: Facts): Scope {
  const { criticality, materiality, dataClass, useCase, euHighRisk } = facts.catalogue;
  const known = <T>(fact: T | { readonly unknown: string }): T | null => (isUnknown(fact) ? null : fact);
  const entry: CatalogueModel = {
    ...testModel({}, facts),
    criticality: known(criticality),
    materiality: known(materiality),
    dataClass: known(dataClass),
    useCase: known(useCase),
    euHighRisk: known(euHighRisk),
  };
  return {
    action: facts.action,
    registry: facts.registry,
    names: namePattern(facts.model),
    entry,
    target: facts.target,
  };
}

const leaf = fc.constantFrom(...examples).map(({ name, value }): Record<string, Json> => ({ [name]: value }));
const maps = fc.letrec<{ map: Record<string, Json> }>((tie) => ({
  map: fc.oneof(
    { maxDepth: 2 },
    leaf,
    fc.tuple(leaf, leaf).map(([a, b]) => ({ ...a, ...b })),
    fc.record({ any_of: fc.array(tie('map'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ none_of: fc.array(tie('map'), { minLength: 1, maxLength: 2 }) }),
    fc.tuple(leaf, tie('map')).map(([one, other]) => ({ ...other, ...one })),
  ),
})).map;

const situations = fc.record({
  patches: fc.array(fc.constantFrom(...examples.map(({ facts }) => facts)), { maxLength: 6 }),
  live: fc.dictionary(fc.constantFrom('error_rate', 'auc'), fc.constantFrom(0, 0.01, 0.015, 0.02, 1)),
  statuses: fc.dictionary(fc.constantFrom('quality', 'speed'), fc.constantFrom('passed', 'failed', 'stale')),
});

const bit = (truth: boolean | null) => (truth === null ? unknown : truth ? yes : no);

describe('what lint takes a condition to be', () => {
  it('never leaves out what the evaluator reads, whatever the facts', () => {
    const seen = new Set<number>();
    fc.assert(
      fc.property(maps, situations, (written, { patches, live, statuses }) => {
        const map = predicatesSchema.parse(written);
        const facts = factsOf([...patches, { live }]);
        const read = bit(judgePredicates(map, context(facts, statuses)).truth);
        seen.add(read);
        const formula = conditions(map, scopeOf(facts), thresholdsIn([map]));
        expect(truthsOf(formula, new Map()) & read).toBe(read);
        const found = caseFinder()(variablesOf([formula]), (given) => {
          const truths = truthsOf(formula, given);
          return { wanted: (truths & read) !== 0, other: (truths & ~read) !== 0 };
        });
        expect(found.found).toBe('case');
      }),
      { numRuns: 3000 },
    );
    expect([...seen].toSorted((a, b) => a - b)).toEqual([yes, no, unknown]);
  });

  it.each<[string, Predicates, number]>([
    ['every case of one fact', { any_of: [{ incident: 'open' }, { incident: 'none' }] }, yes | unknown],
    [
      'numbers below, at and above',
      { any_of: [{ metric: { x: { op: '<', value: 1 } } }, { metric: { x: { op: '>=', value: 1 } } }] },
      yes | unknown,
    ],
    [
      'numbers with a hole',
      { any_of: [{ metric: { x: { op: '<', value: 1 } } }, { metric: { x: { op: '>', value: 1 } } }] },
      yes | no | unknown,
    ],
    [
      'numbers that exclude each other',
      { metric: { x: { op: '<', value: 1 } }, none_of: [{ metric: { x: { op: '<', value: 2 } } }] },
      no | unknown,
    ],
    [
      'ages across units',
      { any_of: [{ champion_age: { op: '<', value: '7d' } }, { champion_age: { op: '>=', value: '1w' } }] },
      yes | unknown,
    ],
    [
      'a first promotion, where every part differs',
      { first_promotion: true, none_of: [{ changed: ['data'] }] },
      no | unknown,
    ],
    ['that no part is left', { only_changed: [...part.options] }, yes],
    ['every status of evidence', { evidence: { q: ['passed', 'failed', 'stale', 'missing'] } }, yes],
    ['the action of the scope', { action: ['promote'] }, yes],
    ['another action', { action: ['retrain'] }, no],
    ['a class the model has', { data_class: ['personal', 'anonymous'] }, yes],
    ['what the catalogue does not say', { use_case: ['pilot'] }, unknown],
  ])('knows %s', (_, written, expected) => {
    const map = predicatesSchema.parse(written);
    const facts = factsOf([{ catalogue: { dataClass: ['personal'] } }]);
    const formula = conditions(map, scopeOf(facts), thresholdsIn([map]));
    const truths = [yes, no, unknown].filter((one) => {
      const found = caseFinder()(variablesOf([formula]), (given) => {
        const can = truthsOf(formula, given);
        return { wanted: (can & one) !== 0, other: (can & ~one) !== 0 };
      });
      return found.found === 'case';
    });
    expect(truths.reduce((sum, one) => sum | one, 0)).toBe(expected);
  });

  it('gives up rather than try too many cases, and never calls that a proof', () => {
    const some: Formula[] = Array.from({ length: 40 }, (_, i) => ({
      kind: 'reads',
      on: { id: `v${i}`, values: ['a', 'b'], unknown: null, free: true },
      truths: [yes, no],
    }));
    let asked = 0;
    const find = caseFinder();
    const works = Array.from({ length: 12 }, () => {
      asked = 0;
      const { found } = find(variablesOf(some), (given) => {
        asked += 1;
        return { wanted: given.size < 40, other: true };
      });
      expect(found).toBe('unsure');
      return asked;
    });
    expect(works[0]).toBeLessThanOrEqual(20_001);
    expect(works.at(-1)).toBeLessThanOrEqual(101);
  });
});

describe('what lint takes a decision tree to be', () => {
  const names = ['A', 'B', 'C', 'D'];
  const trees = fc.letrec<{ tree: Tree }>((tie) => {
    const of = fc.array(tie('tree'), { minLength: 1, maxLength: 3 });
    return {
      tree: fc.oneof(
        { maxDepth: 2 },
        fc.constantFrom(...names),
        of.map((all) => ({ all })),
        of.map((any) => ({ any })),
        fc.tuple(of, fc.nat(2)).map(([all, n]) => ({ atLeast: { n: Math.min(n + 1, all.length), of: all } })),
      ),
    };
  }).tree;
  const reads: Readonly<Record<Applies, number>> = { yes, no, unknown };

  it('is what its routes are', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(
        trees,
        fc.array(fc.constantFrom<Applies>('yes', 'no', 'unknown'), { minLength: 4, maxLength: 4 }),
        fc.subarray(names),
        (tree, applies, asking) => {
          const reading = (name: string) => applies[names.indexOf(name)] ?? 'yes';
          const routes = routesThrough(tree, reading);
          const idle = routes === null || routes.some((route) => !route.some((name) => asking.includes(name)));
          const wanted = idle ? 'idle' : routes.length === 0 ? 'closed' : 'asking';
          const come = asks(tree, (name) => ({ reads: reads[reading(name)], asks: asking.includes(name) }));
          const said =
            (come & idling) === come
              ? 'idle'
              : (come & closing) === come
                ? 'closed'
                : (come & (idling | closing)) === 0
                  ? 'asking'
                  : 'several';
          kinds.add(wanted);
          expect(said).toBe(wanted);
        },
      ),
      { numRuns: 3000 },
    );
    expect([...kinds].sort()).toEqual(['asking', 'closed', 'idle']);
  });
});

describe('what lint takes names to be', () => {
  const globs = fc
    .array(fc.constantFrom('a', 'b', '/', '*', '**', '?'), { minLength: 1, maxLength: 6 })
    .map((all) => all.join(''));
  const ends = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 3 }).map((all) => all.join(''));
  const middles = fc.array(fc.constantFrom('a', 'b', 'z'), { minLength: 1, maxLength: 4 }).map((all) => all.join(''));

  it('is what the glob matches, for every text that a star can stand for', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(globs, ends, ends, middles, (glob, before, after, middle) => {
        const covers = coverage(glob, { before, after });
        seen.add(covers);
        if (covers !== 'some') expect(globMatches(glob, before + middle + after)).toBe(covers === 'all');
      }),
      { numRuns: 3000 },
    );
    expect([...seen].sort()).toEqual(['all', 'none', 'some']);
  });

  it.each([
    ['recs/*', 'recs/*', 'all'],
    ['recs/?', 'recs/*', 'some'],
    ['recs/**', 'recs/*', 'all'],
    ['**', 'mlflow/*', 'all'],
    ['credit/*', 'recs/*', 'none'],
    ['recs/*', 'recs/home', 'all'],
    ['recs/h*', 'recs/*', 'some'],
  ])('%s covers of %s: %s', (glob, names, covers) => {
    expect(coverage(glob, namePattern(names))).toBe(covers);
  });

  it.each([
    ['recs/*', 'recs/home', true],
    ['recs/*', 'recs/', false],
    ['recs/*', 'recs/home-*', true],
    ['recs/home-*', 'recs/*', false],
    ['recs/home', 'recs/home', true],
    ['*-eu', 'recs-*-eu', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', false],
  ])('%s includes %s: %s', (wide, narrow, includes) => {
    expect(includesNames(namePattern(wide), namePattern(narrow))).toBe(includes);
  });
});
