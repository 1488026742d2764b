import type { CostEstimate } from '#domain/cost-estimate.ts';
import { checkEngine } from '../faults/check-world.ts';
import { estimated } from './estimates.ts';
import { type MemoryRunner, memoryRunner } from './memory-runner.ts';
import { type PlaybooksFolder, playbooksFolder } from './playbooks-folder.ts';
import { openScene, type Scene, type SceneOptions } from './scene.ts';

/** A scene whose fraud scorer can be retrained, by an engine in memory that outlives restarts of the app. */
export interface RetrainingScene {
  readonly scene: Scene;
  readonly engine: MemoryRunner;
  readonly folder: PlaybooksFolder;
  /** Asks through command and confirmation, as `epochs=20`. */
  ask(person: string, parameters?: string, why?: Readonly<Record<string, string>>): Promise<void>;
  approve(person: string, request?: string): Promise<void>;
  /** Lets so much time pass that the engine is listed again. */
  follow(): Promise<void>;
  /** The newest message about a run, as text. */
  run(): string;
  /** The newest card of a request, as text. */
  card(): string;
  close(options?: { unchecked?: boolean }): Promise<void>;
}

const cheap: CostEstimate = estimated('38.4');

/** The shipped playbooks, with a pipeline for the fraud scorer too. */
export async function retrainablePlaybooks(): Promise<PlaybooksFolder> {
  const folder = await playbooksFolder();
  await folder.edit(
    'models.yaml',
    '    labels: {team: fraud, model: fraud-scorer}',
    '    labels: {team: fraud, model: fraud-scorer}\n    retrain: {connection: kubeflow, pipeline: fraud-training, parameters: {dataset: transactions}}',
  );
  return folder;
}

export async function retrainingScene(
  options: Partial<SceneOptions> & {
    /** What every run is said to cost; `as_served` is what the app itself makes of earlier runs. */
    readonly estimate?: CostEstimate | 'as_served';
    readonly edit?: (folder: PlaybooksFolder) => Promise<void>;
  } = {},
): Promise<RetrainingScene> {
  const folder = await retrainablePlaybooks();
  await options.edit?.(folder);
  const { estimate = cheap } = options;
  let clock = () => 0;
  const engine = memoryRunner(() => clock());
  const scene = await openScene({
    playbooks: folder.path,
    ...(estimate === 'as_served' ? {} : { estimateCost: () => estimate }),
    pipelines: (now) => {
      clock = now;
      return new Map([['kubeflow', engine.runner]]);
    },
    ...options,
  });
  const newest = (of: (text: string) => boolean) => {
    const found = scene.cards().findLast(of);
    if (found === undefined) throw new Error('there is no such message');
    return found;
  };
  return {
    scene,
    engine,
    folder,
    ask: async (person, parameters = 'epochs=20', why = { 'reason-code': 'drift' }) => {
      await scene.as(person).types(`/mlops retrain fraud-scorer ${parameters}`);
      await scene.as(person).submits(why);
    },
    approve: async (person, request = 'R-1') => {
      await scene.as(person).types(`/mlops approve ${request}`);
      await scene.as(person).submits({ reason: 'the data moved, worth a run' });
    },
    follow: () => scene.advance(21_000),
    run: () => newest((text) => /\*?T-\d/.test(text) && !/^# (Started|Retrain |Promote)/.test(text)),
    card: () => newest((text) => text.includes('code ')),
    close: async (how) => {
      if (how?.unchecked !== true) {
        await scene.settled();
        await checkEngine(scene.database.db, engine);
      }
      await scene.close(how);
      await folder.remove();
    },
  };
}
