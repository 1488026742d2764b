import { type Capability, capabilities } from '#domain/maturity.ts';
import type { Fit, Gap } from './fit.ts';

/** One thing to do next. `stop`: good enough; `observe`: too little is known to say, connect what tells of these. */
export type NextStep =
  | {
      readonly kind: 'build' | 'adopt';
      readonly capability: Capability;
      readonly gap: number;
      readonly effort: number;
      /** Teams that hold it verified. */
      readonly heldBy: readonly string[];
      readonly models: readonly string[];
      readonly heldBack: readonly HeldBack[];
    }
  | { readonly kind: 'observe'; readonly capabilities: readonly Capability[] }
  | { readonly kind: 'stop' };

/** A gap that waits for what has to come before it. */
interface HeldBack {
  readonly capability: Capability;
  readonly waitsFor: readonly Capability[];
}

const efforts: Readonly<Record<Capability, number>> = {
  registry: 1,
  metadata: 1,
  experimentation: 1,
  data_processing: 2,
  training: 2,
  evaluation: 2,
  serving: 2,
  monitoring: 2,
  online_experimentation: 3,
  pipelines: 3,
  ci_cd: 3,
  repository: 5,
};

const prerequisites: Readonly<Partial<Record<Capability, readonly Capability[]>>> = {
  registry: ['metadata'],
  pipelines: ['metadata', 'training'],
  ci_cd: ['pipelines'],
  monitoring: ['serving'],
  online_experimentation: ['serving', 'registry', 'evaluation'],
};

/** Candidates for a next step by gap for their effort, the best first. */
export function rankedSteps(fit: Fit, heldBy: Readonly<Partial<Record<Capability, readonly string[]>>>) {
  return fit.gaps
    .filter(({ gap }) => gap > 0)
    .filter(({ capability }) => waitsFor(capability, fit.gaps).length === 0)
    .map((gap) => {
      const holders = heldBy[gap.capability] ?? [];
      const effort = holders.length > 0 ? efforts[gap.capability] / 2 : efforts[gap.capability];
      return { ...gap, heldBy: holders, effort, score: gap.gap / effort };
    })
    .sort((a, b) => b.score - a.score || capabilities.indexOf(a.capability) - capabilities.indexOf(b.capability));
}

/**
 * The capability with the largest gap for its effort, of those whose prerequisites are met; adopting where another team
 * holds it is half the effort.
 */
export function nextStep(fit: Fit, heldBy: Readonly<Partial<Record<Capability, readonly string[]>>>): NextStep {
  const [best] = rankedSteps(fit, heldBy);
  // Where all that is known is evidenced, verifying it may wait: good enough.
  if (best !== undefined && fit.gaps.some(({ short }) => short.length > 0)) {
    return {
      kind: best.heldBy.length > 0 ? 'adopt' : 'build',
      capability: best.capability,
      gap: best.gap,
      effort: best.effort,
      heldBy: best.heldBy,
      models: best.models,
      heldBack: heldBackOf(fit.gaps),
    };
  }
  const unknown = fit.gaps.filter((gap) => gap.unknown > 0);
  if (unknown.length === 0) return { kind: 'stop' };
  return {
    kind: 'observe',
    capabilities: unknown.toSorted((a, b) => b.unknown - a.unknown).map((gap) => gap.capability),
  };
}

function heldBackOf(gaps: readonly Gap[]): readonly HeldBack[] {
  return gaps
    .filter(({ gap }) => gap > 0)
    .map(({ capability }) => ({ capability, waitsFor: waitsFor(capability, gaps) }))
    .filter((held) => held.waitsFor.length > 0);
}

/** Prerequisites whose gap is more than half of what is needed; one that nobody needs is met. */
function waitsFor(capability: Capability, gaps: readonly Gap[]): readonly Capability[] {
  return (prerequisites[capability] ?? []).filter((before) => {
    const gap = gaps.find((one) => one.capability === before);
    return gap !== undefined && gap.gap > gap.need / 2;
  });
}
