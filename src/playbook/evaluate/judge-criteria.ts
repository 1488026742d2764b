import { decimal } from '#domain/decimal.ts';
import { holds, sign } from '../condition.ts';
import { candidateMetric } from '../evidence/metric-reading.ts';
import type { EvidenceStatus, Facts } from '../facts.ts';
import { fingerprint } from '../fingerprint.ts';
import { own } from '../own.ts';
import type { EffectivePolicy } from '../playbook.ts';
import type { Criterion } from '../reported.ts';
import type { EvidenceVerdict } from '../verdict.ts';

/** What earlier rejections demanded, judged as evidence every role cares about (§8.6). */
export function judgeCriteria(facts: Facts, policy: EffectivePolicy): readonly EvidenceVerdict[] {
  const roles = [...new Set(policy.rules.flatMap(({ people }) => people.flatMap(({ from }) => from)))];
  return facts.criteria.map((criterion) => {
    const { op, value: bound, metric, slice } = criterion;
    const where = slice === null ? metric : `${metric}, ${slice.dimension}=${slice.value}`;
    const value = measured(criterion, facts);
    const status: EvidenceStatus =
      value === null ? 'missing' : holds(decimal(value), op, decimal(bound)) ? 'passed' : 'failed';
    const findings = status === 'passed' ? [] : [where];
    return {
      id: criterion.id,
      title: `${where} ${sign(op)} ${bound}, as demanded in ${criterion.request}`,
      status,
      because: value === null ? `There is no ${where}.` : `${value}, limit ${sign(op)} ${bound}`,
      fingerprint: fingerprint({
        id: criterion.id,
        check: { metric, slice: slice === null ? null : { ...slice }, op, value: bound },
        verdict: status,
        values: value,
        findings,
        document: null,
      }),
      findings,
      asOf: null,
      producer: null,
      cares: roles,
      shown: { candidate: value === null ? null : String(value), reference: null, limit: `${sign(op)} ${bound}` },
    };
  });
}

function measured({ metric, slice }: Criterion, facts: Facts): number | null {
  const read = candidateMetric(metric, facts);
  if ('absent' in read) return null;
  if (slice === null) return read.value;
  return own(own(read.metric.slices ?? {}, slice.dimension) ?? {}, slice.value)?.value ?? null;
}
