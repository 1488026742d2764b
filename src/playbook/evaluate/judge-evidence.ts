import type { Json } from '#domain/canonical-json.ts';
import { epochMs } from '#domain/instant.ts';
import { liesAhead } from '../clock-skew.ts';

import { type CheckResult, type EvidenceContext, missing, nothingShown } from '../evidence/define.ts';
import { evidenceCheckOf } from '../evidence/index.ts';
import type { EvidenceStatus } from '../facts.ts';
import { fingerprint } from '../fingerprint.ts';
import { own } from '../own.ts';
import type { EffectiveEvidence } from '../playbook.ts';
import type { EvidenceVerdict } from '../verdict.ts';
import { attempt } from './notes.ts';

/** An item's verdict; `malformed` if the facts it reads have the wrong shape. */
export interface JudgedEvidence {
  readonly verdict: EvidenceVerdict;
  readonly malformed: boolean;
}

/** Judges one item: its check, then who produced it, then how old it is. */
export function judgeEvidence(item: EffectiveEvidence, context: EvidenceContext): JudgedEvidence {
  const assumed = own(context.facts.assumedEvidence ?? {}, item.id);
  if (assumed !== undefined) return { verdict: taken(item, assumed), malformed: false };
  const result = attempt(() => judged(item, context));
  if ('malformed' in result) {
    const because = `What was reported has the wrong form: ${result.malformed}`;
    return { verdict: verdict(item, missing(because), 'missing', because), malformed: true };
  }
  return { verdict: result.value, malformed: false };
}

function judged(item: EffectiveEvidence, context: EvidenceContext): EvidenceVerdict {
  const check = evidenceCheckOf(item.check.kind);
  if (check === undefined) throw new TypeError(`there is no check ${item.check.kind}`);
  const found = check.judge(item.check.value, context);
  if (found.verdict === 'missing') return verdict(item, found, 'missing', found.because);
  const wrong = wrongProducer(item, found.producer);
  if (wrong !== null) return verdict(item, { ...found, verdict: 'missing', findings: [wrong] }, 'missing', wrong);
  const old = outOfDate(item, found, context);
  return old === null ? verdict(item, found, found.verdict, found.because) : verdict(item, found, ...old);
}

function wrongProducer({ producedBy }: EffectiveEvidence, producer: string | null | undefined): string | null {
  if (producer === undefined) return null;
  if (producedBy === null) return producer === 'person' ? 'It was typed in by a person.' : null;
  if (producer !== null && producedBy.includes(producer)) return null;
  return `It came from ${producer ?? 'an unnamed source'}, not from ${producedBy.join(' or ')}.`;
}

function outOfDate(
  { maxAgeMs }: EffectiveEvidence,
  { asOf, because }: CheckResult,
  context: EvidenceContext,
): readonly [EvidenceStatus, string] | null {
  if (asOf === undefined || asOf === null) {
    return maxAgeMs === null || asOf === undefined ? null : ['missing', 'Its date is not known.'];
  }
  const from = epochMs(asOf);
  if (maxAgeMs === null) return null;
  if (liesAhead(from, context)) return ['missing', `Its date, ${asOf}, lies in the future.`];
  context.mayChangeAt(from + maxAgeMs + 1);
  return context.nowMs - from > maxAgeMs ? ['stale', `${because}, but it is of ${asOf.slice(0, 10)}`] : null;
}

function verdict(
  item: EffectiveEvidence,
  found: CheckResult,
  status: EvidenceStatus,
  because: string,
): EvidenceVerdict {
  return {
    id: item.id,
    title: item.title,
    status,
    because,
    fingerprint: fingerprint({
      id: item.id,
      check: checkJson(item),
      verdict: found.verdict,
      values: found.values,
      findings: found.findings,
      document: found.document ?? null,
    }),
    findings: found.findings,
    asOf: found.asOf ?? null,
    producer: found.producer ?? null,
    cares: item.cares,
    shown: found.shown,
  };
}

function checkJson({ check }: EffectiveEvidence): Json {
  return { kind: check.kind, value: check.value };
}

function taken(item: EffectiveEvidence, status: EvidenceStatus): EvidenceVerdict {
  const because = `taken as ${status}`;
  const found: CheckResult = {
    verdict: status === 'stale' ? 'passed' : status,
    because,
    values: status,
    findings: [],
    shown: nothingShown,
  };
  return verdict(item, found, status, because);
}
