import { ageCheck } from './age.ts';
import type { EvidenceCheck } from './define.ts';
import { documentCheck } from './document.ts';
import { driftCheck } from './drift.ts';
import { labelCheck } from './label.ts';
import { metricBetweenCheck } from './metric-between.ts';
import { metricReferenceCheck } from './metric-reference.ts';
import { metricValueCheck } from './metric-value.ts';
import { pipelineCheck } from './pipeline.ts';

/** Every evidence check of the language; a new one is a file here and a line in this list. */
export const evidenceChecks: readonly EvidenceCheck[] = [
  metricValueCheck,
  metricBetweenCheck,
  metricReferenceCheck,
  documentCheck,
  pipelineCheck,
  labelCheck,
  driftCheck,
  ageCheck,
];

const byKind = new Map(evidenceChecks.map((check) => [check.kind, check]));

export function evidenceCheckOf(kind: string): EvidenceCheck | undefined {
  return byKind.get(kind);
}
