import type { ModelRegistry } from '#domain/registry.ts';
import type { Setting } from '#operations/setting.ts';
import { syncModels } from '#operations/sync-models.ts';
import { bareFetches, type Volley } from './bare-fetches.ts';
import type { Bench } from './bench.ts';
import type { Closing } from './closing.ts';
import { compare } from './distribution.ts';
import { type Observed, observed } from './observed.ts';
import { programSetting } from './program-setting.ts';
import { recordedStatements } from './recorded-statements.ts';
import { grid, table } from './report.ts';
import { type ServedSystems, startServed } from './served-systems.ts';

/** Models of Vertex AI whose versions are read at the same time, as the adapter does it. */
const vertexWidth = 8;
const versionsOfEach = 10;

interface Turns {
  readonly countersign: Observed;
  readonly floor: Observed;
}

interface Measured {
  readonly registry: string;
  readonly calls: number;
  readonly statements: number;
  readonly turns: readonly Turns[];
}

/** Reading every model of a registry, beside bare fetches of the same pages. */
export const syncBench: Bench = {
  name: 'sync',
  summary: 'reading 10,000 models with 100,000 versions beside bare fetches of the same pages',
  run: async ({ closing, quick, say, surroundings }) => {
    const repetitions = quick ? { models: 1_000, pairs: 2 } : { models: 10_000, pairs: 7 };
    const around = await surroundings();
    const databaseUrl = await around.newDatabase('synced');
    say(`Seeding two registries with ${repetitions.models} models each…`);
    const words = [String(repetitions.models), String(versionsOfEach)];
    const served = await startServed(closing, 'registries.script.ts', words);
    const setting = await programSetting(closing, {
      slackUrl: around.slack.apiUrl,
      databaseUrl,
      urlOf: (connection) => served.urls[connection] ?? around.mlflow.url,
      now: Date.now,
    });
    const found: Measured[] = [];
    for (const registry of ['mlflow', 'vertex']) {
      say(`Reading ${registry} ${repetitions.pairs + 1} times…`);
      found.push(await measureSync(closing, setting, served, registry, repetitions));
    }
    return {
      text: [table(found.flatMap(linesOf)), counts(found, repetitions.models)],
      measured: { repetitions, found },
    };
  },
};

async function measureSync(
  closing: Closing,
  setting: Setting,
  served: ServedSystems,
  id: string,
  { models, pairs }: { models: number; pairs: number },
): Promise<Measured> {
  const registry = setting.registries.get(id);
  if (registry === undefined) throw new Error(`org.yaml has no registry ${id}`);
  await served.requests(id);
  const statements = await recordedStatements(() => wholeSync(setting, registry, models));
  const urls = await served.requests(id);
  const volleys = volleysOf(urls);
  await bareFetches(volleys);
  const turns: Turns[] = [];
  for (let i = 0; i < pairs; i += 1) {
    closing.check();
    const ours = () => observed(() => wholeSync(setting, registry, models));
    const theirs = () => observed(() => bareFetches(volleys));
    if (i % 2 === 0) turns.push({ countersign: await ours(), floor: await theirs() });
    else {
      const floor = await theirs();
      turns.push({ countersign: await ours(), floor });
    }
  }
  return { registry: id, calls: urls.length, statements: statements.length, turns };
}

async function wholeSync(setting: Setting, registry: ModelRegistry, models: number): Promise<void> {
  let turn = await syncModels(setting, registry);
  while (!turn.done) turn = await syncModels(setting, registry);
  if (turn.models !== models) throw new Error(`${registry.id} has ${models} models, but ${turn.models} were read`);
}

/** The same requests, a page at a time; what Vertex AI is asked of each model of a page goes side by side. */
function volleysOf(urls: readonly string[]): readonly Volley[] {
  const volleys: { urls: string[]; width: number }[] = [];
  for (const url of urls) {
    const last = volleys.at(-1);
    if (!url.includes(':listVersions')) volleys.push({ urls: [url], width: 1 });
    else if (last?.width === vertexWidth) last.urls.push(url);
    else volleys.push({ urls: [url], width: vertexWidth });
  }
  return volleys;
}

function linesOf({ registry, turns }: Measured) {
  const pairs = (of: (seen: Observed) => number) =>
    turns.map(({ countersign, floor }) => ({ countersign: of(countersign), floor: of(floor) }));
  const line = (id: string, title: string, unit: 'ms' | 'MB', of: (seen: Observed) => number) => ({
    id: `${registry}-${id}`,
    title,
    unit,
    compared: compare(pairs(of)),
  });
  return [
    line('sync', `${registry}: every model, median`, 'ms', ({ ms }) => ms),
    line('cpu', '  processor of our process', 'ms', ({ cpuMs }) => cpuMs),
    line('heap', '  heap above what it was', 'MB', ({ heapBytes }) => heapBytes / 1e6),
    line('block', '  longest block of the event loop', 'ms', ({ blockMs }) => blockMs),
  ];
}

function counts(found: readonly Measured[], models: number): string {
  return grid(
    ['one sync', 'models', 'versions', 'calls', 'statements'],
    found.map(({ registry, calls, statements }) =>
      [registry, models, models * versionsOfEach, calls, statements].map((cell) => cell.toLocaleString('en')),
    ),
  );
}
