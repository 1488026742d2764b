import { z } from 'zod';
import { aliasShape, reservedAlias } from '#domain/alias.ts';
import { durationMs } from '../duration.ts';
import { localMs } from '../freeze.ts';
import { isZone } from '../zone.ts';

/** Text of one line that carries meaning: not empty, at most `max` characters. */
export function text(max = 500) {
  return z
    .string()
    .max(max)
    .refine((value) => value.trim() !== '', 'this text is empty')
    .refine((value) => value.isWellFormed(), 'this text holds half a character')
    .meta({ pattern: String.raw`\S` });
}

export const id = z
  .string()
  .max(63)
  .regex(/^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/, 'an id is lower-case letters, digits, - and _, as risk-team');

/** A model's path, as `credit/limit`; `*` may stand in it. */
export const modelPath = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_.*-]+(\/[A-Za-z0-9_.*-]+)*$/, 'a model id is a path, as credit/limit');

export const glob = text(200);

export const alias = z
  .string()
  .regex(aliasShape, 'an alias is 2 to 64 lower-case letters, digits and -')
  .refine((name) => !reservedAlias.test(name), {
    message: 'latest, default and names like v1 are reserved by the registries',
  })
  .meta({ not: { pattern: reservedAlias.source } });

export const channel = z
  .string()
  .max(81)
  .regex(
    /^#?[\p{Ll}\p{Lo}\p{N}_-]+$|^C[A-Z0-9]+$/u,
    'a channel is written "#ml-approvals" (in quotes) or as its Slack id',
  );

export const zone = z.string().refine(isZone, 'a zone is an IANA name, as Europe/Amsterdam, or UTC').meta({
  pattern: '^(UTC|(?!Etc/GMT)[A-Z][A-Za-z]+(/[A-Za-z0-9_+-]+)+)$',
  description: 'an IANA zone, as Europe/Amsterdam, or UTC',
});

const durationTextForm = z
  .string()
  .refine((value) => (durationMs(value) ?? 0) > 0, 'a duration is written 30m, 2h, 7d or 2w')
  .meta({ pattern: String.raw`^(?!0+[mhdw])\d{1,5}[mhdw]$`, description: 'a duration, as 30m, 2h, 7d or 2w' });

/** Kept as text, for values that are judged later. */
export const durationText = z
  .string()
  .refine((value) => value === '0m' || (durationMs(value) ?? 0) > 0, 'a duration is written 30m, 2h, 7d or 2w')
  .meta({ pattern: String.raw`^(0m|(?!0+[mhdw])\d{1,5}[mhdw])$`, description: 'a duration, as 30m, 2h, 7d or 2w' });

/** Read as milliseconds. */
export const duration = durationTextForm.transform((value) => durationMs(value) ?? 0);

/** `10%` read as 10. */
export const percent = z
  .string()
  .regex(/^\d{1,3}(\.\d+)?%$/, 'a percentage is written 10%')
  .meta({ pattern: String.raw`^(100(\.0+)?|0?\d{1,2}(\.\d+)?)%$`, description: 'a percentage, as 10%' })
  .transform((value) => Number(value.slice(0, -1)))
  .refine((value) => value <= 100, 'a percentage is at most 100%');

export const localTime = z
  .string()
  .refine((value) => localMs(value) !== null, 'a local time is written "2026-12-18T17:00", without an offset')
  .meta({
    pattern: String.raw`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T(([01]\d|2[0-3]):[0-5]\d|24:00)$`,
    description: 'a local time, as "2026-12-18T17:00"',
  });

export const operator = z.enum(['<', '<=', '=', '!=', '>=', '>']);

/** `{op, value}` over numbers. */
export const condition = z.strictObject({ op: operator, value: z.number() });

/** `{op, value}` over durations. */
export const ageCondition = z.strictObject({ op: operator, value: durationText });

/** Tells the JSON Schema that a list may be written as its single value. */
export const oneOrMany = { oneOrMany: true };

/** A list of at least one, which may be written as its single value. */
export function list<T extends z.ZodType>(item: T) {
  return z.preprocess(listed, z.array(item).min(1, 'this list is empty')).meta(oneOrMany);
}

/** As `list`, but may be empty. */
export function anyList<T extends z.ZodType>(item: T) {
  return z.preprocess(listed, z.array(item)).meta(oneOrMany);
}

function listed(value: unknown): unknown {
  return value === undefined || value === null || Array.isArray(value) ? value : [value];
}

/** A map whose keys the author chooses, as metric names. */
export function named<T extends z.ZodType>(value: T, key: z.ZodType<string, string> = text(100)) {
  return z
    .record(key, value)
    .refine((map) => Object.keys(map).length > 0, 'this map is empty')
    .meta({ minProperties: 1 });
}

export const action = z.enum([
  'promote',
  'rollback',
  'retrain',
  'retire',
  'traffic',
  'silence',
  'stop',
  'change_playbook',
]);

export const part = z.enum([
  'weights',
  'signature',
  'environment',
  'code',
  'data',
  'features',
  'hyperparameters',
  'config',
  'prompt',
  'vendor',
]);

export const criticality = z.enum(['low', 'medium', 'high', 'critical']);
export const level = z.enum(['low', 'medium', 'high']);
export const dataClass = z.enum(['anonymous', 'confidential', 'personal', 'special_category']);
export const useCase = z.enum([
  'pilot',
  'mission_critical',
  'reusable',
  'retrains_ad_hoc',
  'retrains_often',
  'changes_often',
  'serves_batch',
  'serves_online',
]);
export const evidenceStatus = z.enum(['passed', 'failed', 'missing', 'stale']);
export const driftSignal = z.enum([
  'psi',
  'ks_pvalue',
  'js_distance',
  'js_divergence',
  'l_infinity',
  'wasserstein_norm',
  'chisquare_pvalue',
  'hellinger',
  'kl_divergence',
  // Of monitoring of endpoints of Vertex AI, which does not say how it measures a feature.
  'feature_skew',
  'feature_drift',
  'attribution_skew',
  'attribution_drift',
]);
export const pipelineStatus = z.enum(['success', 'failed', 'running', 'cancelled']);
export const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
export const changeSize = z.enum([
  'traffic_share',
  'monthly_cost_delta',
  'monthly_cost_delta_pct',
  'training_cost',
  'rows',
]);
