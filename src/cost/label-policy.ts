import type { CostDay } from '#domain/cost.ts';
import type { LabelFinding, LabelFindingKind } from '#domain/cost-finding.ts';
import { suggestion } from '#domain/suggestion.ts';
import { dayNumber, shiftDay } from './day.ts';

/** What labels should say. */
export interface LabelPolicy {
  readonly required: readonly string[];
  /** All keys that mean something here, the required ones too. */
  readonly known: readonly string[];
  /** The keys that name who answers for something, and the environment that it is part of. */
  readonly ownerKey: string;
  readonly environmentKey: string;
  /** By key; a key that is not here takes any value. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Values of `ownerKey` that stand for somebody who is active, and those of somebody who no longer is. */
  readonly owners: { readonly active: ReadonlySet<string>; readonly inactive: ReadonlySet<string> };
  /** Which environment a project is, as `prod`. */
  readonly projectEnv: ReadonlyMap<string, string>;
}

/** What is labelled. */
export interface LabelledResource {
  readonly resource: string;
  readonly project: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly projectLabels: Readonly<Record<string, string>>;
  /** Null where it is not known; a `ttl` in days counts from it. */
  readonly createdOn: CostDay | null;
  /** Whether Google Cloud's rules for labels hold for it. */
  readonly googleForm: boolean;
}

const mostLabels = 64;
/** Google Cloud's own labels, and those that its pipelines set. */
const machineKeys = /^(?:goog-|vertex-ai-|k8s-|aws:)/;
const googleKey = /^[a-z][a-z0-9_-]{0,62}$/;
const googleValue = /^[a-z0-9_-]{0,63}$/;

type Finding = Omit<LabelFinding, 'resource'>;

/** What is wrong with the labels of a resource; a label of its own counts before its project's. */
export function labelFindings(of: LabelledResource, policy: LabelPolicy, today: CostDay): readonly LabelFinding[] {
  const effective = { ...of.projectLabels, ...of.labels };
  const own = Object.entries(of.labels).filter(([key]) => !machineKeys.test(key));
  const mistyped = own.flatMap(([key, value]) => mistypedKey(key, value, effective, policy));
  const meant = new Set(mistyped.map((found) => found.suggestion));
  const all = [
    ...(of.googleForm ? own.flatMap(([key, value]) => badForm(key, value)) : []),
    ...(Object.keys(of.labels).length > mostLabels ? [tooMany(Object.keys(of.labels).length)] : []),
    ...mistyped,
    ...policy.required.filter((key) => (effective[key] ?? '') === '' && !meant.has(key)).map(missing),
    ...Object.entries(effective).flatMap(([key, value]) => badValue(key, value, policy)),
    ...contradiction(of, effective[policy.environmentKey], policy),
    ...passedTtl(effective['ttl'], of.createdOn, today),
  ];
  return all.map((found) => ({ ...found, resource: of.resource }));
}

function badForm(key: string, value: string): readonly Finding[] {
  const found: Finding[] = [];
  if (!googleKey.test(key)) {
    const sentence = `\`${key}\` is no key that Google Cloud takes: 1 to 63 lowercase letters, digits, \`_\` and \`-\`, a letter first.`;
    found.push(finding('invalid_key', key, value, formed(key, googleKey), sentence));
  }
  if (!googleValue.test(value)) {
    const sentence = `\`${key}=${value}\` is no value that Google Cloud takes: at most 63 lowercase letters, digits, \`_\` and \`-\`.`;
    found.push(finding('invalid_value', key, value, formed(value, googleValue), sentence));
  }
  return found;
}

/** A key that is a known one but for case, spaces or a slip; not where the known one is set as well. */
function mistypedKey(
  key: string,
  value: string,
  effective: Readonly<Record<string, string>>,
  { known }: LabelPolicy,
): readonly Finding[] {
  if (known.includes(key)) return [];
  const plain = plainKey(key);
  const variant = known.find((one) => plainKey(one) === plain);
  const near =
    variant ??
    (plain.length < 4
      ? null
      : suggestion(
          plain,
          known.filter((one) => one.length >= 4),
        ));
  if (near === null || near === undefined || (effective[near] ?? '') !== '') return [];
  return [finding('mistyped_key', key, value, near, `\`${key}\` counts for nothing: it should be \`${near}\`.`)];
}

function badValue(key: string, value: string, policy: LabelPolicy): readonly Finding[] {
  if (value === '') return [];
  const { active, inactive } = policy.owners;
  const isOwner = key === policy.ownerKey;
  if (isOwner && inactive.has(value)) {
    const sentence = `\`${key}=${value}\` is nobody who is active: name another owner.`;
    return [finding('inactive_owner', key, value, null, sentence)];
  }
  const listed = policy.values.get(key) ?? (isOwner && active.size > 0 ? [...active] : undefined);
  if (listed === undefined || listed.includes(value)) return [];
  const lower = value.trim().toLowerCase();
  const near = listed.find((one) => one.toLowerCase() === lower) ?? suggestion(lower, listed);
  const hint =
    near === null
      ? `there are ${listed.slice(0, 8).join(', ')}${listed.length > 8 ? ' and others' : ''}`
      : `did you mean \`${near}\`?`;
  return [finding('unlisted_value', key, value, near, `\`${key}=${value}\` is not on the list: ${hint}`)];
}

function contradiction(
  { project }: LabelledResource,
  env: string | undefined,
  { projectEnv, environmentKey: key }: LabelPolicy,
): readonly Finding[] {
  const expected = project === null ? undefined : projectEnv.get(project);
  if (expected === undefined || env === undefined || env === '' || env === expected) return [];
  const sentence = `\`${key}=${env}\` contradicts its project ${project}, which is ${expected}.`;
  return [finding('env_contradicts_project', key, env, expected, sentence)];
}

/** A `ttl` is a day, as `2026-12-01`, or days from when it was made, as `14d`. What is neither is no valid value. */
function passedTtl(ttl: string | undefined, createdOn: CostDay | null, today: CostDay): readonly Finding[] {
  if (ttl === undefined || ttl === '') return [];
  const days = /^(\d{1,4})d$/.exec(ttl)?.[1];
  const end = days === undefined ? ttl : createdOn === null ? null : shiftDay(createdOn, Number(days));
  if (end === null) return [];
  if (!isDay(end)) {
    const sentence = `\`ttl=${ttl}\` cannot be read: write a day, as \`2026-12-01\`, or days, as \`14d\`.`;
    return [finding('invalid_value', 'ttl', ttl, null, sentence)];
  }
  if (end >= today) return [];
  return [finding('ttl_passed', 'ttl', ttl, null, `It was to be gone after ${end} (\`ttl=${ttl}\`) and still costs.`)];
}

function missing(key: string): Finding {
  return finding('missing', key, null, null, `Neither it nor its project has the label \`${key}\`.`);
}

function tooMany(count: number): Finding {
  return finding('too_many', '', null, null, `It has ${count} labels, and Google Cloud takes ${mostLabels}.`);
}

function finding(
  kind: LabelFindingKind,
  key: string,
  value: string | null,
  near: string | null,
  sentence: string,
): Finding {
  return { kind, key, value, suggestion: near, sentence };
}

/** The text in Google Cloud's form; null where that is not possible. */
function formed(text: string, form: RegExp): string | null {
  const made = text
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .slice(0, 63);
  return form.test(made) && made !== '' ? made : null;
}

function plainKey(key: string): string {
  return key
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
}

function isDay(text: string): boolean {
  try {
    return shiftDay(text, 0) === text && dayNumber(text) > 0;
  } catch {
    return false;
  }
}
