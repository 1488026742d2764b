import { z } from 'zod';
import { asJsonMap } from './json.ts';
import {
  action,
  anyList,
  changeSize,
  criticality,
  dataClass,
  driftSignal,
  durationText,
  evidenceStatus,
  id,
  part,
  pipelineStatus,
  text,
  useCase,
} from './values.ts';

const unknown = z.literal('unknown');

/** A value, or the word `unknown`. */
function fact<T extends z.ZodType>(value: T) {
  return z.union([unknown, value], 'this is a value of the predicate, or unknown');
}

/** A key of a map, one of some names. */
function nameOf(names: readonly string[]) {
  const sentence = `this is one of ${names.join(', ')}`;
  return z
    .string()
    .refine((name) => names.includes(name), sentence)
    .meta({ enum: [...names] });
}

const decision = z.enum(['approve', 'withdraw', 'block', 'lift', 'reject', 'hold', 'release', 'break_glass']);

/** Facts by predicate name, and people. */
const given = z.strictObject({
  action: action.optional(),
  registry: id.optional(),
  model: text(200).optional(),
  from: text(64).optional(),
  to: text(64).optional(),
  region: fact(text(60)).optional(),
  reason: z.string().max(1000).optional(),
  requester: z.union([z.literal('automation'), id]).optional(),
  run_owner: fact(id).optional(),
  contributors: fact(anyList(id)).optional(),
  data_owner: fact(anyList(id)).optional(),
  criticality: fact(criticality).optional(),
  materiality: fact(
    z.strictObject({ exposure: z.enum(['low', 'medium', 'high']), purpose: z.enum(['low', 'medium', 'high']) }),
  ).optional(),
  data_class: fact(anyList(dataClass)).optional(),
  use_case: fact(anyList(useCase)).optional(),
  eu_high_risk: fact(z.boolean()).optional(),
  label: fact(z.record(text(100), text(200))).optional(),
  tag: fact(z.record(text(100), text(200))).optional(),
  changed: fact(anyList(part)).optional(),
  first_promotion: fact(z.boolean()).optional(),
  metric: z.record(text(100), fact(z.number())).optional(),
  metric_delta: z.record(text(100), fact(z.number())).optional(),
  size_of_change: z.record(nameOf(changeSize.options), fact(z.number())).optional(),
  evidence: z.record(id, evidenceStatus).optional(),
  pipeline: z.record(text(100), fact(pipelineStatus)).optional(),
  champion_age: fact(durationText).optional(),
  candidate_age: fact(durationText).optional(),
  validation_age: fact(durationText).optional(),
  open_findings: fact(z.record(text(60), z.int().min(0))).optional(),
  drift: z.record(nameOf(driftSignal.options), fact(z.number())).optional(),
  incident: fact(z.enum(['open', 'none'])).optional(),
  alert_criticality: fact(criticality).optional(),
  roles: z.record(id, anyList(id)).optional(),
  draw: fact(z.number().min(0).lt(1)).optional(),
  debt: z.enum(['overdue', 'none']).optional(),
});

const vote = z.union(
  [
    id.transform((person) => ({ person, decision: 'approve' as const, actingFor: null })),
    z
      .record(id, decision)
      .refine((map) => Object.keys(map).length === 1, 'one person a vote')
      .meta({ minProperties: 1, maxProperties: 1 })
      .transform((map) => {
        const [person, made] = Object.entries(map)[0] ?? ['', 'approve' as const];
        return { person, decision: made, actingFor: null };
      }),
    z
      .strictObject({ person: id, decision: decision.default('approve'), acting_for: id })
      .transform(({ person, decision: made, acting_for }) => ({ person, decision: made, actingFor: acting_for })),
  ],
  'a vote is a person, {person: decision} or {person, decision, acting_for}',
);

const instant = z
  .string()
  .refine((value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(value) && !Number.isNaN(Date.parse(value)), {
    message: 'an instant is written "2026-01-05T12:00:00Z"',
  })
  .meta({
    pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$`,
    description: 'an instant, as "2026-01-05T12:00:00Z"',
  })
  .transform((value) => new Date(value).toISOString());

const status = z.enum(['error', 'blocked', 'waiting', 'approved', 'overridden']);
const ruleState = z.enum(['not_applicable', 'error', 'waiting', 'approved', 'blocked', 'overridden']);

const expected = z.strictObject({
  status: status.optional(),
  filled: z.record(text(200), anyList(id)).optional(),
  missing: z.record(text(200), z.int().min(0)).optional(),
  not_counted: z.record(id, text(40)).optional(),
  gates: anyList(z.enum(['hold', 'freeze', 'wait', 'lock'])).optional(),
  auto_approved: z.boolean().optional(),
  sampled: z.boolean().optional(),
  review_due: z.union([z.null(), instant]).optional(),
  rules: z.record(text(80), ruleState).optional(),
  blocked_by: anyList(text(60)).optional(),
});

export const inlineTest = z
  .strictObject({
    name: text(120),
    given: given.default({}),
    votes: anyList(vote).default([]),
    at: instant.default('2026-01-05T12:00:00.000Z'),
    expect: expected.refine((map) => Object.keys(map).length > 0, 'this expects nothing').meta({ minProperties: 1 }),
  })
  .transform(({ given: facts, expect, ...rest }) => ({ ...rest, given: asJsonMap(facts), expect: asJsonMap(expect) }));

/** The parsed shapes, for the one who runs the test. */
export const givenShape = given;
export const expectedShape = expected;
