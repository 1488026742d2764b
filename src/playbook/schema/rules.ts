import { z } from 'zod';
import type { DecisionTree, Tree } from '../keys.ts';
import { check } from './check.ts';
import { predicates } from './predicates.ts';
import { action, anyList, duration, id, list, oneOrMany, text } from './values.ts';

const exclusion = z.enum(['requester', 'run_owner', 'contributors', 'data_owner']);

/** Ids of evidence, or the word `all`. */
export const evidenceIds = z
  .preprocess(
    (value) => (value === 'all' || value === undefined || value === null || Array.isArray(value) ? value : [value]),
    z.union([z.literal('all'), z.array(id)]),
  )
  .meta(oneOrMany);

const ruleName = text(80);

export const rule = z
  .strictObject({
    name: ruleName,
    why: text(300).optional(),
    if: predicates.optional(),
    needs: z
      .strictObject({
        people: list(z.strictObject({ from: list(id), count: z.int().min(1).max(20).default(1) })).optional(),
        evidence: evidenceIds.optional(),
        facts: predicates.optional(),
      })
      .refine(
        ({ people, evidence, facts }) => people !== undefined || evidence !== undefined || facts !== undefined,
        'a rule needs people, evidence or facts',
      )
      .meta({ minProperties: 1 }),
    options: z
      .strictObject({
        allow: anyList(exclusion).optional(),
        max_age: duration.optional(),
        reason: z.enum(['required', 'optional']).optional(),
      })
      .optional(),
  })
  .transform(({ name, why, if: condition, needs, options }) => ({
    name,
    why: why ?? null,
    if: condition ?? null,
    people: needs.people ?? [],
    evidence: needs.evidence ?? [],
    facts: needs.facts ?? null,
    allow: options?.allow ?? [],
    maxAgeMs: options?.max_age ?? null,
    reason: options?.reason ?? null,
  }));

const node: z.ZodType<Tree> = z.lazy(() =>
  z.union([
    ruleName,
    z.strictObject({ all: z.array(node).min(1) }),
    z.strictObject({ any: z.array(node).min(1) }),
    z
      .strictObject({ at_least: z.strictObject({ n: z.int().min(1), of: z.array(node).min(1) }) })
      .transform(({ at_least }) => ({ atLeast: at_least })),
  ]),
);

export const decision: z.ZodType<DecisionTree> = z.union([
  z.strictObject({ by_action: z.partialRecord(action, node) }).transform(({ by_action }) => ({ byAction: by_action })),
  node.transform((tree) => ({ tree })),
]);

export const evidenceItem = z
  .strictObject({
    id,
    title: text(120),
    check,
    max_age: duration.optional(),
    produced_by: list(text(100)).optional(),
    cares: anyList(id).optional(),
  })
  .transform(({ max_age, produced_by, cares, ...rest }) => ({
    ...rest,
    maxAgeMs: max_age ?? null,
    producedBy: produced_by ?? null,
    cares: cares ?? null,
  }));
