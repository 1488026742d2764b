import { metadataItems } from '#domain/maturity-training.ts';
import { productionRuns, recorded } from './production-runs.ts';
import { recent } from './recent-promotions.ts';
import { c1PipelineCi } from './signals/c1-pipeline-ci.ts';
import { c3PipelineCd } from './signals/c3-pipeline-cd.ts';
import { type Signal, share } from './signals/define.ts';
import { m1LiveMonitors } from './signals/m1-live-monitors.ts';
import { m6LoopClosed } from './signals/m6-loop-closed.ts';
import { p1PipelineBorn } from './signals/p1-pipeline-born.ts';
import { p2LiveTriggers } from './signals/p2-live-triggers.ts';
import { p3DataGates } from './signals/p3-data-gates.ts';
import { p4ModelGates } from './signals/p4-model-gates.ts';
import { p5SamePipeline } from './signals/p5-same-pipeline.ts';

/** One condition of a level: a share, and the least of it that each level asks for; null where it asks nothing. */
export interface LevelCondition {
  /** One letter, as `a`. */
  readonly id: string;
  readonly title: string;
  readonly sources: Signal['sources'];
  readonly level1: number | null;
  readonly level2: number;
  /** Whether what it counts has to have caught something. */
  readonly proven: boolean;
  readonly measure: Signal['measure'];
}

const metadataOfLevels = metadataItems.slice(0, 7);

function of(id: string, signal: Signal, level1: number | null, level2: number, proven = false): LevelCondition {
  const { title, sources, measure } = signal;
  return { id, title, sources, level1, level2, proven, measure };
}

/**
 * The conditions of levels 1 and 2. The marks are those of Google's page on MLOps levels; the least shares are starting
 * values of ours, printed beside every result.
 */
export const levelConditions: readonly LevelCondition[] = [
  of('a', p1PipelineBorn, 0.8, 0.95),
  of('b', p2LiveTriggers, 0.5, 0.8),
  of('c', p3DataGates, 0.9, 0.95, true),
  of('d', p4ModelGates, 0.9, 0.95, true),
  {
    id: 'e',
    title: 'Runs record what they are',
    sources: ['runs'],
    level1: 0.7,
    level2: 0.95,
    proven: false,
    measure: (scope) => recorded(productionRuns(scope), metadataOfLevels),
  },
  of('f', p5SamePipeline, 0.5, 0.9),
  {
    id: 'g',
    title: 'Approved models are delivered by automation',
    sources: ['promotions'],
    level1: 0.8,
    level2: 0.95,
    proven: false,
    measure: (scope) => share(recent(scope), ({ automated }) => automated),
  },
  of('h', m1LiveMonitors, 0.8, 0.95),
  of('i', c1PipelineCi, null, 0.9),
  of('j', c3PipelineCd, null, 0.9),
  of('k', m6LoopClosed, null, 0.8),
];
