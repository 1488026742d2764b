import type { PretendVertex } from '../vertex/server.ts';
import type { PretendDeployed, PretendMachine, PretendNotebook, PretendUsage } from './state.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** When notebooks and machines were stopped, by name, in ms since the epoch. */
export type KeptStops = Readonly<Record<string, number>>;

const tuning = 'ranker-tuning';

/** The endpoints that people ask things of; a trial of the search team's endpoint is forgotten and answers nobody. */
const asked: Readonly<Record<string, number>> = { '7310451': 1_700 };

/**
 * What Northwind uses of Google Cloud: an endpoint that shops ask all day and one that nobody asks, a notebook that is
 * worked in on weekdays and one with a GPU that was left on nine days before `baseMs`, and a machine with GPUs on which
 * a search for parameters ended five days before. What serves is what the pretend Vertex AI has deployed at the moment.
 */
export function northwindUsage(
  baseMs: number,
  vertex: Pick<PretendVertex, 'snapshot'>,
  kept: KeptStops = {},
): readonly PretendUsage[] {
  const leftMs = (Math.floor(baseMs / dayMs) - 9) * dayMs;
  const endedMs = (Math.floor(baseMs / dayMs) - 5) * dayMs;
  const stoppedMs = kept[tuning];
  const machine: PretendMachine = {
    zone: 'europe-west4-a',
    number: '6120045117',
    name: tuning,
    processor: (at) => (at < endedMs ? 0.55 + wave(at, 0.2) : 0.008),
    gpu: (at) => (at < endedMs ? 0.75 + wave(at, 0.2) : 0),
    labels: { team: 'recs', owner: 'rosa', env: 'dev' },
    ...(stoppedMs !== undefined && { stoppedMs, looks: 1 }),
  };
  const notebook = (
    name: string,
    number: string,
    labels: PretendNotebook['labels'],
    share: (at: number) => { readonly processor: number; readonly gpu: number | null },
  ): PretendNotebook => ({
    machine: {
      zone: 'europe-west4-a',
      number,
      name,
      processor: (at) => share(at).processor,
      gpu: (at) => share(at).gpu,
    },
    labels,
    stoppedMs: kept[name] ?? null,
  });
  const works = (at: number) => weekday(at) && hourOf(at) >= 8 && hourOf(at) < 17;
  return [
    { project: 'northwind-ml', deployed: () => deployedIn(vertex), machines: [], notebooks: [], tpus: [] },
    {
      project: 'northwind-ml-dev',
      deployed: () => [],
      machines: [machine],
      tpus: [],
      notebooks: [
        notebook('features-lab', '6120044817', { team: 'credit', owner: 'kim', env: 'dev' }, (at) => ({
          processor: works(at) ? 0.35 + wave(at, 0.2) : 0.01,
          gpu: null,
        })),
        notebook('gpu-lab-3', '6120044902', { team: 'recs', owner: 'rosa', env: 'dev' }, (at) => ({
          processor: at < leftMs && works(at) ? 0.4 + wave(at, 0.2) : 0.012,
          gpu: at < leftMs && works(at) ? 0.7 + wave(at, 0.2) : 0,
        })),
      ],
    },
  ];
}

/** When those were stopped that are, to be kept with the workspace. */
export function keptStops(all: readonly PretendUsage[]): KeptStops {
  const stopped = all.flatMap(({ notebooks, machines }) => [
    ...notebooks.map(({ machine, stoppedMs }) => [machine.name, stoppedMs] as const),
    ...machines.map(({ name, stoppedMs = null }) => [name, stoppedMs] as const),
  ]);
  return Object.fromEntries(stopped.flatMap(([name, at]) => (at === null ? [] : [[name, at]])));
}

/** Whether a value that was read back has the form of what `keptStops` gives. */
export function isKeptStops(value: unknown): value is KeptStops {
  return typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'number');
}

function deployedIn(vertex: Pick<PretendVertex, 'snapshot'>): readonly PretendDeployed[] {
  return vertex.snapshot().endpoints.flatMap(({ id, displayName, deployed, traffic }) =>
    deployed.map((one) => ({
      location: 'europe-west4',
      endpoint: id,
      title: displayName,
      deployed: one.id,
      predictions: (at: number) => {
        if (at < one.createdMs) return null;
        const day = 0.25 + 0.75 * Math.max(0, Math.sin(((hourOf(at) - 6) / 18) * Math.PI));
        return Math.round(((asked[id] ?? 0) * day * (0.9 + wave(at, 0.2)) * (traffic[one.id] ?? 0)) / 100);
      },
    })),
  );
}

/** From 0 to `most`, the same for the same hour. */
function wave(at: number, most: number): number {
  return (most * (Math.floor(at / hourMs) % 7)) / 7;
}

function hourOf(at: number): number {
  return Math.floor(at / hourMs) % 24;
}

function weekday(at: number): boolean {
  return (Math.floor(at / dayMs) + 3) % 7 < 5;
}
