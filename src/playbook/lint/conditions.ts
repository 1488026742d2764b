import { canonicalJson, type Json } from '#domain/canonical-json.ts';
import { globMatches } from '../glob.ts';
import type { Predicates } from '../keys.ts';
import { own } from '../own.ts';
import { part } from '../schema/values.ts';
import { all, any, type Formula, is, not, type Variable } from './formula.ts';
import { coverage } from './name-pattern.ts';
import type { Scope } from './scope.ts';
import { comparisonReads, comparisons, regions, type Thresholds } from './thresholds.ts';
import { no, type Truths, unknown, yes } from './truth.ts';

/** Turns predicates into a formula for requests of one scope. What it does not know may read as anything. */
export function conditions(map: Predicates, scope: Scope, thresholds: Thresholds): Formula {
  return all(
    Object.entries(map).map(([name, value]): Formula => {
      const inner = () => any(items(value).flatMap((one) => (isMap(one) ? [conditions(one, scope, thresholds)] : [])));
      if (name === 'any_of') return inner();
      if (name === 'none_of') return not(inner());
      const compared = comparisons(name, value);
      if (compared === null) return own(readers, name)?.(value, scope) ?? opaque(name, value);
      const free = name === 'metric' || name === 'size_of_change';
      return all(
        compared.map((one) => ({
          kind: 'reads',
          on: regions(one.fact, thresholds, free),
          truths: comparisonReads(one, thresholds),
        })),
      );
    }),
  );
}

type Reader = (value: Json, scope: Scope) => Formula;

const readers: Readonly<Record<string, Reader>> = {
  action: (value, { action }) => certain(items(value).includes(action)),
  registry: (value, { registry }) => certain(items(value).includes(registry)),
  model: (value, { names }) => any(texts(value).map((glob) => covered(glob, coverage(glob, names)))),
  to: (value, { target }) => certain(target !== null && texts(value).some((glob) => globMatches(glob, target))),
  from: (value) => any(texts(value).map((glob) => opaque('from', glob, false))),
  region: (value) => any(texts(value).map((one) => opaque('region', one))),
  criticality: (value, { entry }) => listed(value, entry?.criticality),
  materiality: (value, { entry }) => {
    const is = entry?.materiality ?? null;
    if (is === null || !isMap(value)) return { kind: 'is', truths: unknown };
    const fits = (wanted: Json | undefined, level: string) => wanted === undefined || items(wanted).includes(level);
    return certain(fits(value['exposure'], is.exposure) && fits(value['purpose'], is.purpose));
  },
  data_class: (value, { entry }) => among(entry?.dataClass, (has) => items(value).some(has)),
  use_case: (value, { entry }) => among(entry?.useCase, (has) => items(value).every(has)),
  eu_high_risk: (value, { entry }) => listed(value, entry?.euHighRisk),
  label: (value) => each(value, (key, globs) => any(texts(globs).map((glob) => opaque(`label ${key}`, glob)))),
  tag: (value) => each(value, (key, globs) => any(texts(globs).map((glob) => opaque(`tag ${key}`, glob)))),
  requester_in: (value) => any(texts(value).map((role) => opaque('requester_in', role))),
  contributor_in: (value) => any(texts(value).map((role) => opaque('contributor_in', role))),
  requester_is: (value) => opaque('requester_is', value, value !== 'automation'),
  changed: (value) => changed(texts(value)),
  only_changed: (value) => not(changed(part.options.filter((one) => !texts(value).includes(one)))),
  first_promotion: (value) => championReads(value === true ? [yes, no, unknown] : [no, yes, unknown]),
  evidence: (value) => each(value, (id, statuses) => evidenceReads(id, items(statuses))),
  pipeline: (value) => each(value, (name, statuses) => oneOf(`pipeline ${name}`, runs, items(statuses))),
  drift: (value) => each(value, (signal, condition) => opaque(`drift ${signal}`, condition)),
  incident: (value) => oneOf('incident', ['open', 'none'], [value]),
  alert_criticality: (value) => oneOf('alert_criticality', [...criticalities, 'none'], items(value)),
  reason_contains: (value) => any(texts(value).map((one) => opaque('reason_contains', one, false))),
  at_time: (value) => opaque('at_time', value, false),
};

const runs = ['success', 'failed', 'running', 'cancelled'];
const criticalities = ['low', 'medium', 'high', 'critical'];
const statuses = ['passed', 'failed', 'missing', 'stale'];

/** A condition that can be true, false, and, unless that is impossible, not known. */
function opaque(name: string, value: Json, canBeUnknown = true): Formula {
  const words = `\`${name}: ${typeof value === 'string' ? value : canonicalJson(value)}\``;
  const values = [`${words} is true`, `${words} is false`, ...(canBeUnknown ? [`${words} is not known`] : [])];
  const on = { id: `${name} ${canonicalJson(value)}`, values, unknown: canBeUnknown ? 2 : null, free: false };
  return { kind: 'reads', on, truths: canBeUnknown ? [yes, no, unknown] : [yes, no] };
}

function certain(truth: boolean): Formula {
  return is(truth ? yes : no);
}

function covered(glob: string, names: 'all' | 'none' | 'some'): Formula {
  return names === 'some' ? opaque('model', glob, false) : certain(names === 'all');
}

function listed(value: Json, known: string | boolean | null | undefined): Formula {
  return known === null || known === undefined ? is(unknown) : certain(items(value).includes(known));
}

function among(known: readonly string[] | null | undefined, read: (has: (one: Json) => boolean) => boolean): Formula {
  if (known === null || known === undefined) return is(unknown);
  return certain(read((one) => known.some((each) => each === one)));
}

function each(value: Json, read: (key: string, value: Json) => Formula): Formula {
  return all(isMap(value) ? Object.entries(value).map(([key, one]) => read(key, one)) : []);
}

function oneOf(fact: string, possible: readonly string[], wanted: readonly Json[]): Formula {
  const values = [...possible.map((one) => `\`${fact}\` is ${one}`), `\`${fact}\` is not known`];
  const truths: Truths[] = possible.map((one) => (wanted.includes(one) ? yes : no));
  return {
    kind: 'reads',
    on: { id: fact, values, unknown: possible.length, free: true },
    truths: [...truths, unknown],
  };
}

function evidenceReads(id: string, wanted: readonly Json[]): Formula {
  const values = statuses.map((status) => `the evidence \`${id}\` is ${status}`);
  const truths = statuses.map((status) => (wanted.includes(status) ? yes : status === 'missing' ? unknown : no));
  return { kind: 'reads', on: { id: `evidence ${id}`, values, unknown: null, free: true }, truths };
}

const champion: Variable = {
  id: 'champion',
  values: ['there is no champion', 'there is a champion', 'the champion is not known'],
  unknown: 2,
  free: true,
};

function championReads(truths: readonly Truths[]): Formula {
  return { kind: 'reads', on: champion, truths };
}

/** Without a champion every part differs; of an unknown champion nothing is known. */
function changed(parts: readonly string[]): Formula {
  if (parts.length === 0) return certain(false);
  const present = championReads([no, yes, unknown]);
  return any([
    championReads([yes, no, unknown]),
    ...parts.map((one): Formula => {
      const values = [`\`${one}\` changed`, `\`${one}\` did not change`, `whether \`${one}\` changed is not known`];
      const on = { id: `changed ${one}`, values, unknown: 2, free: true };
      return all([present, { kind: 'reads', on, truths: [yes, no, unknown] }]);
    }),
  ]);
}

function items(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [value];
}

function texts(value: Json): readonly string[] {
  return items(value).filter((one) => typeof one === 'string');
}

function isMap(value: Json): value is Predicates {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
