import { z } from 'zod';
import type { PlaybookKeys } from '../keys.ts';
import type { Playbook } from '../playbook.ts';
import { inlineTest } from './inline-test.ts';
import { afterApproval, alert, autoApprove, breakGlass } from './outcome.ts';
import { predicates } from './predicates.ts';
import { decision, evidenceItem, rule } from './rules.ts';
import { ask, timing } from './timing.ts';
import { action, anyList, glob, id, list, oneOrMany, part, text } from './values.ts';

/** The keys that a playbook and the baseline share. */
const shared = {
  candidate: z
    .strictObject({ digest_of: list(part).optional(), must_be_known: anyList(part).optional() })
    .transform(({ digest_of, must_be_known }) => ({ digestOf: digest_of, mustBeKnown: must_be_known }))
    .optional(),
  rules: z.array(rule).optional(),
  decision: decision.optional(),
  block: z
    .strictObject({
      by: anyList(id).optional(),
      lifted_by: z
        .preprocess(
          (value) => (typeof value === 'string' && value !== 'same_person' ? [value] : value),
          z.union([z.literal('same_person'), z.array(id).min(1)]),
        )
        .meta(oneOrMany)
        .optional(),
      also_when: predicates.optional(),
    })
    .transform(({ by, lifted_by, also_when }) => ({ by, liftedBy: lifted_by, alsoWhen: also_when }))
    .optional(),
  hold: z.strictObject({ by: anyList(id).optional() }).optional(),
  timing: timing.optional(),
  ask: ask.optional(),
  delegation: z
    .strictObject({
      allowed: z.boolean().optional(),
      max_days: z.int().min(1).max(366).optional(),
      not_for: predicates.optional(),
    })
    .transform(({ allowed, max_days, not_for }) => ({ allowed, maxDays: max_days, notFor: not_for }))
    .optional(),
  distinct: z
    .strictObject({
      one_seat_per_person: z.boolean().optional(),
      membership: z.enum(['both', 'when_voting', 'now']).optional(),
      joined_after_open: z.enum(['ignore', 'flag']).optional(),
      unknown_people: z.enum(['block', 'flag']).optional(),
    })
    .transform((keys) => ({
      oneSeatPerPerson: keys.one_seat_per_person,
      membership: keys.membership,
      joinedAfterOpen: keys.joined_after_open,
      unknownPeople: keys.unknown_people,
    }))
    .optional(),
  auto_approve: autoApprove.optional(),
  break_glass: breakGlass.optional(),
  after_approval: afterApproval.optional(),
  after_rejection: z
    .strictObject({
      retrain: z.enum(['allowed', 'never']).optional(),
      criteria: z.enum(['required', 'optional']).optional(),
      same_candidate: z.enum(['never', 'allowed']).optional(),
    })
    .transform(({ retrain, criteria, same_candidate }) => ({ retrain, criteria, sameCandidate: same_candidate }))
    .optional(),
  on_change: z
    .strictObject({ evidence: z.enum(['ask_who_cares', 'new_findings_only', 'void_all']).optional() })
    .optional(),
  evidence: z.array(evidenceItem).optional(),
  alerts: z.array(alert).optional(),
};

type SharedKeys = z.output<z.ZodObject<typeof shared>>;

function keysOf(keys: SharedKeys): PlaybookKeys {
  return {
    candidate: keys.candidate,
    rules: keys.rules,
    decision: keys.decision,
    block: keys.block,
    hold: keys.hold,
    timing: keys.timing,
    ask: keys.ask,
    delegation: keys.delegation,
    distinct: keys.distinct,
    autoApprove: keys.auto_approve,
    breakGlass: keys.break_glass,
    afterApproval: keys.after_approval,
    afterRejection: keys.after_rejection,
    onChange: keys.on_change,
    evidence: keys.evidence,
    alerts: keys.alerts,
  };
}

const mayBeRelaxed = anyList(text(100)).default([]);

export const baseline = z
  .strictObject({ may_be_relaxed: mayBeRelaxed, ...shared })
  .transform(({ may_be_relaxed, ...keys }) => ({ mayBeRelaxed: may_be_relaxed, ...keysOf(keys) }));

export const playbook = z
  .strictObject({
    playbook: z.literal(1),
    name: text(80),
    description: text(1000).optional(),
    owner: id,
    extends: text(80).optional(),
    abstract: z.boolean().default(false),
    may_be_relaxed: mayBeRelaxed,
    applies_to: z.strictObject({
      action: list(action),
      models: list(glob),
      registry: list(id).optional(),
      from: list(glob).optional(),
      to: list(glob).optional(),
      when: predicates.optional(),
    }),
    ...shared,
    tests: z.array(inlineTest).default([]),
  })
  .transform(
    ({ name, description, owner, applies_to, tests, ...keys }): Omit<Playbook, 'path'> => ({
      name,
      description: description ?? null,
      owner,
      extends: keys.extends ?? null,
      abstract: keys.abstract,
      mayBeRelaxed: keys.may_be_relaxed,
      appliesTo: {
        action: applies_to.action,
        models: applies_to.models,
        registry: applies_to.registry ?? null,
        from: applies_to.from ?? null,
        to: applies_to.to ?? null,
        when: applies_to.when ?? null,
      },
      ...keysOf(keys),
      tests,
    }),
  );
