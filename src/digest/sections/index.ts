import type { DigestSection } from '../define-section.ts';
import { alerts } from './alerts.ts';
import { caught } from './caught.ts';
import { cost } from './cost.ts';
import { debts } from './debts.ts';
import { gaps } from './gaps.ts';
import { idle } from './idle.ts';
import { labels } from './labels.ts';
import { maturity } from './maturity.ts';
import { nextStep } from './next-step.ts';
import { outsideChanges } from './outside-changes.ts';
import { spotChecks } from './spot-checks.ts';
import { waiting } from './waiting.ts';

/** Every section of the weekly digest, in the order in which they stand. */
export const sections: readonly DigestSection[] = [
  cost,
  labels,
  idle,
  maturity,
  gaps,
  nextStep,
  waiting,
  alerts,
  outsideChanges,
  caught,
  spotChecks,
  debts,
];
