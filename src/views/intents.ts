import { z } from 'zod';

/**
 * Everything a person can press, pick or submit. A name is the `action_id` of a button or select, or the
 * `callback_id` of a modal; its schema says what the button's value or the modal's private metadata carries.
 *
 * `press` is an opaque token of the shell (request, generation and MAC): a view passes it on unread, and whoever
 * receives it authorizes the person anew.
 */
const press = z.strictObject({ press: z.string().min(1).max(1500) });
const nothing = z.strictObject({});

const decision = z.enum(['approve', 'reject', 'block', 'lift', 'withdraw']);
const page = z.strictObject({
  list: z.enum(['requests', 'runs', 'drift']),
  offset: z.int().min(0).max(100_000),
  only: z.string().max(1000).nullable(),
});
/** Which models a status lists, whether only those of which something is asked, and from which on. */
const statusQuestion = z.strictObject({
  scope: z.enum(['mine', 'all', 'team', 'like']),
  name: z.string().max(1000).nullable(),
  needs: z.boolean(),
  offset: z.int().min(0).max(100_000),
});
/** From which of the requests that wait for the reader on, and of those they made; buttons of old name the first alone. */
const homePage = z.strictObject({
  offset: z.int().min(0).max(100_000),
  yours: z.int().min(0).max(100_000).default(0),
});
/** Whose digest, as people type it. */
const ofDigest = z.strictObject({ scope: z.string().max(200) });
const ofModel = z.strictObject({ model: z.string().max(1000) });
const promoteContext = z.strictObject({
  channel: z.string().max(50).nullable(),
  model: z.string().max(75).nullable(),
});

const policy = z.strictObject({
  model: z.string().max(1000),
  action: z.string().max(40),
  target: z.string().max(100).nullable(),
  playbook: z.string().max(200).nullable(),
});

/** The picker's key of a model; null while none is picked. */
const pickedModel = z.strictObject({ model: z.string().max(1000).nullable() });

/** The alert or rejected request that a retraining is asked for because of, as `D-12` or `R-12`. */
const cause = z.string().max(20).nullable();

/** The alert that a roll back is asked for because of, and the request whose change the person saw undone. */
const rollbackOfAlert = z.strictObject({ ...press.shape, confirmed: z.string().max(100) });

/** What would run, as the person was shown it, by its digest; and what they wrote of why. */
const retraining = z.strictObject({ model: z.string().max(1000), plan: z.string().max(100), cause });

/** The digest of the set that the person was shown: nothing else is proposed. */
const changedSet = z.strictObject({ digest: z.string().max(100) });

/** Whose maturity, as the shell writes it, and which of its numbers. */
const maturityNumber = z.strictObject({ scope: z.string().max(1200), number: z.string().max(60) });

/** The whole question, as it is typed after `/mlops cost`. */
const costQuestion = z.strictObject({ text: z.string().max(1500) });

/** The question behind an answer, and just the days that it was of. */
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const costRows = z.strictObject({ ...costQuestion.shape, first: day, last: day });
/** The catalogue id of a model, and of the capability that it is about; null while none is picked. */
const assessed = z.strictObject({ model: z.string().max(300) });
const attested = z.strictObject({ ...assessed.shape, capability: z.string().max(40).nullable() });

function intent<Name extends string, Payload>(name: Name, payload: z.ZodType<Payload>) {
  return {
    name,
    read(value: unknown): { readonly name: Name; readonly payload: Payload } | null {
      const read = payload.safeParse(value);
      return read.success ? { name, payload: read.data } : null;
    },
  };
}

const intents = [
  intent('approve', press),
  intent('reject', press),
  intent('decide-submit', z.strictObject({ ...press.shape, decision, principal: z.string().max(63).optional() })),
  intent('hold', press),
  intent('release', press),
  intent('block', press),
  intent('lift', press),
  intent('take-back', press),
  intent('withdraw', press),
  intent('retry', press),
  intent('rollback', press),
  intent('rollback-submit', press),
  intent('details', press),
  intent('break-glass', press),
  intent('break-glass-submit', press),
  intent('glass-right', press),
  intent('glass-right-submit', press),
  intent('glass-wrong', press),
  intent('glass-wrong-submit', press),
  intent('stop-rollout', press),
  intent('stop-rollout-submit', press),
  intent('open-request', press),
  intent('criterion-withdraw', press),
  intent('criterion-withdraw-submit', press),
  intent('review-right', press),
  intent('review-wrong', press),
  intent('review-wrong-submit', press),
  intent('outside-explain', press),
  intent('outside-explain-submit', press),
  intent('outside-put-back', press),
  intent('outside-put-back-submit', press),
  intent('link-confirm', press),
  intent('show-more', page),
  intent('home-earlier', homePage),
  intent('home-later', homePage),
  intent('status-more', statusQuestion),
  intent('status-mine', statusQuestion),
  intent('status-all', statusQuestion),
  intent('status-needs', statusQuestion),
  intent('find-more', z.strictObject({ text: z.string().max(1000), offset: z.int().min(0).max(100_000) })),
  intent('status-model', ofModel),
  intent('status-drift', ofModel),
  intent('status-runs', ofModel),
  intent('status-cost', ofModel),
  // The request to ask for again, if there was one.
  intent('promote-open', z.strictObject({ press: press.shape.press.nullable() })),
  intent('promote-pick-model', nothing),
  intent('promote-pick-version', nothing),
  intent('promote-pick-target', nothing),
  intent('promote-submit', promoteContext),
  intent('post-found', press),
  intent('post-again', press),
  intent('retrain-open', pickedModel),
  intent('retrain-rejected', press),
  intent('retrain-pick-model', nothing),
  intent('retrain-form', z.strictObject({ ...pickedModel.shape, cause })),
  intent('retrain-submit', retraining),
  intent('run-promote', press),
  intent('run-cancel', press),
  intent('run-cancel-submit', press),
  intent('alert-retrain', press),
  intent('alert-rollback', press),
  intent('alert-rollback-submit', rollbackOfAlert),
  intent('alert-acknowledge', press),
  intent('alert-silence', press),
  intent('alert-silence-submit', press),
  intent('alert-unsilence', press),
  intent('alert-false', press),
  intent('alert-false-submit', press),
  intent('policy', policy),
  intent('maturity-number', maturityNumber),
  intent('maturity-levels', maturityNumber),
  intent('maturity-score', maturityNumber),
  intent('cost-by-team', costQuestion),
  intent('cost-by-model', costQuestion),
  intent('cost-by-env', costQuestion),
  intent('cost-by-service', costQuestion),
  intent('cost-by-sku', costQuestion),
  intent('cost-by-resource', costQuestion),
  intent('cost-csv', costRows),
  intent('anomaly-acknowledge', press),
  intent('anomaly-explain', press),
  intent('anomaly-explain-submit', press),
  intent('anomaly-mute', press),
  intent('anomaly-mute-submit', press),
  intent('claim-mine', press),
  intent('claim-mine-submit', press),
  intent('claim-shared', press),
  intent('claim-not-mine', press),
  intent('claim-again', press),
  intent('idle-stop', press),
  intent('idle-stop-submit', press),
  intent('idle-stopped', press),
  intent('idle-keep', press),
  intent('idle-not-mine', press),
  intent('assess-open', assessed),
  intent('assess-submit', assessed),
  intent('attest-open', attested),
  intent('attest-submit', assessed),
  intent('hand-test-open', assessed),
  intent('hand-test-submit', assessed),
  intent('waive-open', assessed),
  intent('waive-submit', assessed),
  intent('waiver-end', press),
  intent('delegate-open', nothing),
  intent('delegate-submit', nothing),
  intent('delegation-end', press),
  intent('digest-get', ofDigest),
  intent('digest-stop', ofDigest),
  intent('doubt-answer', press),
  intent('doubt-explain', press),
  intent('doubt-explain-submit', press),
  intent('spot-check-open', press),
  intent('spot-check-submit', press),
  intent('playbooks-propose', changedSet),
  intent('playbooks-propose-submit', changedSet),
] as const;

/** An intent as it was read, its payload checked. */
export type Intent = NonNullable<ReturnType<(typeof intents)[number]['read']>>;
export type IntentName = Intent['name'];
export type PayloadOf<Name extends IntentName> = Extract<Intent, { name: Name }>['payload'];

/** One function for each intent: `satisfies Handlers<Context>` does not compile while one is missing. */
export type Handlers<Context> = {
  readonly [Name in IntentName]: (payload: PayloadOf<Name>, context: Context) => Promise<void>;
};

export const intentNames: readonly IntentName[] = intents.map(({ name }) => name);

export interface Encoded {
  readonly action_id: IntentName;
  readonly value: string;
}

/** For a button: its `action_id` and `value`. For a modal: its `callback_id` and `private_metadata`. */
export function encodeIntent<Name extends IntentName>(name: Name, payload: PayloadOf<Name>): Encoded {
  return { action_id: name, value: JSON.stringify(payload) };
}

/** The intent of a press or submission; null if the name is none of ours or the value does not fit its schema. */
export function readIntent(actionId: string, value: string | null | undefined): Intent | null {
  const known = intents.find(({ name }) => name === actionId);
  if (known === undefined) return null;
  const json = parsed(value ?? '{}');
  return known.read(json);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
