import { connectKubeflow } from '#adapters/pipelines/kubeflow/connect.ts';
import { connectVertexPipelines } from '#adapters/pipelines/vertex-pipelines/connect.ts';
import type { PipelineRunner } from '#domain/pipeline.ts';
import { followRuns, sweepRuns } from '#operations/retraining/follow-runs.ts';
import type { Setting } from '#operations/setting.ts';
import { liveRunsOn } from '#store/runs.ts';
import { bareFetches } from './bare-fetches.ts';
import type { Bench } from './bench.ts';
import { compare, quantile } from './distribution.ts';
import { type Observed, observed } from './observed.ts';
import { orderRuns } from './ordered-runs.ts';
import { programSetting } from './program-setting.ts';
import { recordedStatements } from './recorded-statements.ts';
import { grid, table } from './report.ts';
import { type ServedSystems, startServed } from './served-systems.ts';

/** A little more than the least time between two listings. */
const roundMs = 21_000;

interface Round {
  readonly live: number;
  readonly lists: number;
  readonly reads: number;
  readonly countersign: Observed;
  /** The same pages of the listing alone, and the same with every run that was read. */
  readonly pages: Observed;
  readonly everything: Observed;
}

interface Followed {
  readonly connection: string;
  /** Of one look. */
  readonly statements: number;
  readonly rounds: readonly Round[];
}

/** Following a thousand runs of which some change from look to look, beside bare fetches of the same pages. */
export const followBench: Bench = {
  name: 'follow',
  summary: 'following 1,000 runs beside bare fetches of the listings',
  run: async ({ closing, quick, say, surroundings }) => {
    const repetitions = quick ? { runs: 200, rounds: 4 } : { runs: 1_000, rounds: 20 };
    const around = await surroundings();
    let nowMs = Math.floor(Date.now() / 1000) * 1000;
    const vertexAtMs = nowMs + (repetitions.rounds + 1) * roundMs;
    const words = [repetitions.runs, nowMs, vertexAtMs].map(String);
    const served = await startServed(closing, 'engines.script.ts', words);
    const setting = await programSetting(closing, {
      slackUrl: around.slack.apiUrl,
      databaseUrl: await around.newDatabase('followed'),
      urlOf: () => around.mlflow.url,
      now: () => nowMs,
      pipelines: runnersOf(served),
    });
    const found: Followed[] = [];
    for (const connection of setting.pipelines.keys()) {
      say(`Following ${repetitions.runs} runs of ${connection} for ${repetitions.rounds} looks…`);
      await orderRuns(setting, connection, repetitions.runs, nowMs);
      await sweepRuns(setting);
      await followRuns(setting, connection);
      const pass = async () => {
        closing.check();
        nowMs += roundMs;
        await served.setClock(nowMs);
      };
      await pass();
      const { length: statements } = await recordedStatements(() => followRuns(setting, connection));
      const rounds: Round[] = [];
      while (rounds.length < repetitions.rounds) {
        await pass();
        rounds.push(await measureRound(setting, served, connection));
      }
      found.push({ connection, statements, rounds });
    }
    const text = found.map(({ connection, rounds }) => table(linesOf(connection, rounds)));
    return { text: [...text, counts(found)], measured: { repetitions, found } };
  },
};

function runnersOf({ urls }: ServedSystems): ReadonlyMap<string, PipelineRunner> {
  const timeoutMs = 60_000;
  const vertex = urls['vertex-pipelines'] ?? '';
  return new Map([
    [
      'kubeflow',
      connectKubeflow({
        id: 'kubeflow',
        url: urls['kubeflow'] ?? '',
        namespace: null,
        auth: { kind: 'none' },
        timeoutMs,
      }),
    ],
    [
      'vertex-pipelines',
      connectVertexPipelines({
        id: 'vertex-pipelines',
        project: 'northwind-ml',
        location: 'europe-west4',
        repository: null,
        outputDirectory: null,
        serviceAccount: null,
        token: async () => 'pretend-token',
        timeoutMs,
        addresses: { vertex, artifacts: vertex, storage: vertex, resourceManager: vertex },
      }),
    ],
  ]);
}

async function measureRound(setting: Setting, served: ServedSystems, connection: string): Promise<Round> {
  const live = (await liveRunsOn(setting.db, setting.workspaceId, connection)).length;
  await served.requests(connection);
  const countersign = await observed(() => followRuns(setting, connection));
  const urls = await served.requests(connection);
  const lists = urls.filter((url) => /\/(runs|pipelineJobs)\?/.test(url));
  const headers = { authorization: 'Bearer pretend-token' };
  const bare = (of: readonly string[]) => observed(() => bareFetches([{ urls: of, width: 1 }], headers));
  const pages = await bare(lists);
  const everything = await bare(urls);
  return { live, lists: lists.length, reads: urls.length - lists.length, countersign, pages, everything };
}

function linesOf(connection: string, rounds: readonly Round[]) {
  const line = (
    id: string,
    title: string,
    unit: 'ms' | 'MB',
    floor: 'pages' | 'everything',
    of: (seen: Observed) => number,
  ) => ({
    id: `${connection}-${id}`,
    title,
    unit,
    compared: compare(rounds.map((round) => ({ countersign: of(round.countersign), floor: of(round[floor]) }))),
  });
  return [
    line('round', `${connection}: a look, beside its listing alone`, 'ms', 'pages', ({ ms }) => ms),
    line('reads', '  beside listing and the runs that were read', 'ms', 'everything', ({ ms }) => ms),
    line('cpu', '  processor of our process, beside the same', 'ms', 'everything', ({ cpuMs }) => cpuMs),
    line('heap', '  heap above what it was, beside the same', 'MB', 'everything', ({ heapBytes }) => heapBytes / 1e6),
    line('block', '  longest block of the event loop, beside the same', 'ms', 'everything', ({ blockMs }) => blockMs),
  ];
}

function counts(found: readonly Followed[]): string {
  const median = (rounds: readonly Round[], of: (round: Round) => number) =>
    Math.round(quantile(rounds.map(of), 0.5)).toLocaleString('en');
  return grid(
    ['a look, median', 'live runs', 'pages listed', 'reads', 'statements'],
    found.map(({ connection, rounds, statements }) => [
      connection,
      median(rounds, ({ live }) => live),
      median(rounds, ({ lists }) => lists),
      median(rounds, ({ reads }) => reads),
      statements.toLocaleString('en'),
    ]),
  );
}
