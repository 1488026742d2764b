import { z } from 'zod';
import { epochMs } from '#domain/instant.ts';
import { liesAhead } from '../clock-skew.ts';
import { finite } from '../condition.ts';
import { durationMs } from '../duration.ts';

import { isUnknown } from '../facts.ts';
import { own } from '../own.ts';
import type { DocumentFact } from '../reported.ts';
import { anyList, durationText, named, text } from '../schema/values.ts';
import { andList, coded, durationWords, quoted } from '../words.ts';
import { defineEvidenceCheck, missing } from './define.ts';

const card: DocumentFact = {
  digest: 'sha256:0',
  version: '7',
  date: '2026-01-01T00:00:00.000Z',
  producer: 'mlflow',
  sections: ['Purpose', 'Limits'],
  openFindings: { major: 1 },
};
const subject = { registry: 'mlflow', model: 'm', version: '7', digest: 'sha256:1', parts: {} };

export const documentCheck = defineEvidenceCheck({
  kind: 'document',
  summary: 'A document is there, has the sections, is about the candidate, is not too old and has few enough findings.',
  schema: z.strictObject({
    document: text(63),
    sections: anyList(text(100)).default([]),
    bound_to: z.enum(['candidate', 'model']).default('candidate'),
    at_most: durationText.optional(),
    open_findings: named(z.int().min(0)).optional(),
  }),
  words: (check) => {
    const findings = Object.entries(check.open_findings ?? {}).map(
      ([severity, most]) => `has ${most === 0 ? 'no' : `at most ${most}`} open ${coded(severity)} findings`,
    );
    return `the document ${coded(check.document)} ${andList([
      check.bound_to === 'candidate' ? 'is there and about this version' : 'is there',
      ...(check.sections.length === 0
        ? []
        : [`has the ${check.sections.length === 1 ? 'section' : 'sections'} ${andList(check.sections.map(quoted))}`]),
      ...(check.at_most === undefined ? [] : [`is at most ${durationWords(check.at_most)} old`]),
      ...findings,
    ])}`;
  },
  judge: (check, context) => {
    const { facts } = context;
    const document = own(facts.documents, check.document);
    if (document === undefined) return missing(`The model has no document ${check.document}.`);
    if (isUnknown(document)) return missing(document.unknown);
    const wrong = lacking(check.sections, document).map((section) => `section "${section}" is missing`);
    if (check.bound_to === 'candidate' && (document.version === null || document.version !== facts.subject.version)) {
      wrong.push(`it is about version ${document.version ?? 'none'}, not ${facts.subject.version ?? 'none'}`);
    }
    if (check.at_most !== undefined) {
      if (document.date === null) return missing(`${check.document} has no date.`);
      const from = epochMs(document.date);
      if (liesAhead(from, context)) return missing(`${check.document} is dated in the future.`);
      const lasts = from + (durationMs(check.at_most) ?? 0);
      context.mayChangeAt(lasts + 1);
      if (context.nowMs > lasts) wrong.push(`it is of ${document.date.slice(0, 10)}, older than ${check.at_most}`);
    }
    for (const [severity, most] of Object.entries(check.open_findings ?? {})) {
      const count = finite(own(document.openFindings, severity) ?? 0);
      if (count === null) return missing(`Nobody can say how many ${severity} findings are open.`);
      if (count > most) wrong.push(`${count} ${severity} findings are open, at most ${most} may be`);
    }
    return {
      verdict: wrong.length === 0 ? 'passed' : 'failed',
      because: wrong.length === 0 ? `${check.document} is complete` : wrong.join('; '),
      values: { version: document.version, findings: { ...document.openFindings } },
      findings: [...wrong.filter((one) => !one.includes('findings are open')), ...numbered(document.openFindings)],
      asOf: document.date,
      producer: document.producer,
      document: document.digest,
      shown: { candidate: wrong.length === 0 ? 'complete' : (wrong[0] ?? null), reference: null, limit: null },
    };
  },
  examples: [
    { check: { document: 'card', sections: ['purpose'] }, facts: { documents: { card }, subject }, verdict: 'passed' },
    { check: { document: 'card', sections: ['data'] }, facts: { documents: { card }, subject }, verdict: 'failed' },
    {
      check: { document: 'card', open_findings: { major: 0 } },
      facts: { documents: { card }, subject },
      verdict: 'failed',
    },
    {
      check: { document: 'card' },
      facts: { documents: { card: { ...card, version: '6' } }, subject },
      verdict: 'failed',
    },
    {
      check: { document: 'card', bound_to: 'model' },
      facts: { documents: { card: { ...card, version: '6' } }, subject },
      verdict: 'passed',
    },
    { check: { document: 'other' }, facts: { documents: { card }, subject }, verdict: 'missing' },
  ],
});

function lacking(sections: readonly string[], document: DocumentFact): string[] {
  const there = new Set(document.sections.map((heading) => heading.trim().toLowerCase()));
  return sections.filter((section) => !there.has(section.trim().toLowerCase()));
}

/** `major 1`, `major 2`, so that fewer findings are a part of more. */
function numbered(findings: Readonly<Record<string, number>>): string[] {
  return Object.entries(findings)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([severity, count]) => Array.from({ length: Math.min(count, 1000) }, (_, i) => `${severity} ${i + 1}`));
}
