import { modelNamed } from '#operations/find-model.ts';
import { requestPromotion } from '#operations/request-promotion.ts';
import type { Setting } from '#operations/setting.ts';
import { statusPage } from '#operations/status/status-page.ts';
import { syncModels } from '#operations/sync-models.ts';
import { northwind } from '#sandbox/mlflow/seed.ts';
import { startPretendMlflow } from '#sandbox/mlflow/server.ts';
import { startPretendVertex } from '#sandbox/vertex/server.ts';
import { recordModels } from '#store/models.ts';
import { openBareTable } from './bare-statements.ts';
import type { Bench } from './bench.ts';
import type { Closing } from './closing.ts';
import { compare, type Pair } from './distribution.ts';
import { programSetting } from './program-setting.ts';
import { recordedStatements } from './recorded-statements.ts';
import { type Line, table } from './report.ts';

/** A Wednesday morning, outside every freeze of the shipped playbooks. */
const start = Date.parse('2026-11-25T10:00:00Z');
const modelCount = 10_000;

/** `/mlops status` of one's own models and of 10,000, beside as many bare selects by index of the same size. */
export const statusBench: Bench = {
  name: 'status',
  summary: 'a page of /mlops status among 10,000 models beside as many bare indexed selects',
  run: async ({ closing, quick, say, surroundings }) => {
    const repetitions = quick ? { pages: 30, warmUp: 5 } : { pages: 200, warmUp: 20 };
    const around = await surroundings();
    const url = await around.newDatabase('status');
    const setting = await openSetting(closing, around.slack.apiUrl, url);
    const bare = await openBareTable(closing, url);
    const lines: Line[] = [];
    for (const kind of ['mine', 'all'] as const) {
      say(`Asking for ${repetitions.pages} pages of ${kind === 'mine' ? 'one’s own models' : 'all models'}…`);
      const page = async () =>
        await statusPage(setting, 'U0BEN0002', { scope: { kind }, needsAction: false, offset: 0 });
      const statements = await recordedStatements(page);
      const floor = await bare.prepare(statements);
      const pairs: Pair[] = [];
      for (let i = -repetitions.warmUp; i < repetitions.pages; i += 1) {
        const pair = { countersign: await timed(page), floor: await timed(() => floor.run()) };
        if (i >= 0) pairs.push(pair);
      }
      const title = `a page of ${kind === 'mine' ? 'one’s own' : 'all 10,000'} models`;
      const of = { id: `status-${kind}`, unit: 'ms' } as const;
      lines.push({ ...of, title: `${title} (${statements.length} statements), median`, compared: compare(pairs) });
      lines.push({ ...of, id: `${of.id}-p99`, title: '  p99', compared: compare(pairs, 0.99) });
    }
    return { text: [table(lines)], measured: { repetitions, lines } };
  },
};

/** The program's setting over Northwind's models, 10,000 more, and a request that waits. */
async function openSetting(closing: Closing, slackUrl: string, databaseUrl: string): Promise<Setting> {
  const mlflow = await startPretendMlflow({ seed: northwind(start), clock: () => start });
  closing.add(() => mlflow.close());
  const vertex = await startPretendVertex({ clock: () => start });
  closing.add(() => vertex.close());
  const urlOf = (id: string) => (id === 'vertex' ? vertex.url : mlflow.url);
  const setting = await programSetting(closing, { slackUrl, databaseUrl, urlOf, now: () => start });
  for (const registry of setting.registries.values()) await syncModels(setting, registry);
  const { db, workspaceId } = setting;
  const more = Array.from({ length: modelCount }, (_, i) => ({
    workspaceId,
    registry: 'mlflow',
    name: `generated-${i}`,
    modelId: `mlflow/generated-${i}`,
    description: `Model ${i} of a company with many.`,
    tags: { team: `team-${i % 40}` },
    aliases: { production: '3' },
    latestVersion: '4',
    seenAt: new Date(),
  }));
  await recordModels(db, more);
  const model = await modelNamed(setting, 'fraud-scorer');
  const by = { slackUser: 'U0ANA0001', teamId: workspaceId, channel: null };
  await requestPromotion(setting, { ...by, model, version: '7', target: 'production', reason: 'recall' });
  return setting;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
