import { decide } from '#operations/decide.ts';
import { modelNamed } from '#operations/find-model.ts';
import { requestPromotion } from '#operations/request-promotion.ts';
import type { RequestRow, Setting } from '#operations/setting.ts';
import { syncModels } from '#operations/sync-models.ts';
import { northwind } from '#sandbox/mlflow/seed.ts';
import { startPretendMlflow } from '#sandbox/mlflow/server.ts';
import { startPretendVertex } from '#sandbox/vertex/server.ts';
import { type BareStatements, openBareTable } from './bare-statements.ts';
import type { Closing } from './closing.ts';
import type { Pair } from './distribution.ts';
import { programSetting } from './program-setting.ts';
import { recordedStatements } from './recorded-statements.ts';
import type { Surroundings } from './surroundings.ts';

/** A Wednesday morning, outside every freeze of the shipped playbooks: the votes take the same path on every day. */
const start = Date.parse('2026-11-25T10:00:00Z');

/** The three votes that approve a fraud model, in this order; the last one decides. */
const voters = [
  { role: 'fraud engineering', slackUser: 'U0BEN0002' },
  { role: 'risk', slackUser: 'U0MEI0003' },
  { role: 'product, which decides', slackUser: 'U0TOM0005' },
] as const;

export interface VoteMeasured {
  readonly role: string;
  /** How many statements the vote sends, BEGIN and COMMIT included. */
  readonly statements: number;
  /** Bytes of the parameters that it sends and of the rows that it gets. */
  readonly bytes: { readonly sent: number; readonly got: number };
  /** Milliseconds. */
  readonly pairs: readonly Pair[];
}

/** Request after request is opened and approved; each vote is followed by as many bare statements. */
export async function measureVotes(
  closing: Closing,
  { slack }: Surroundings,
  databaseUrl: string,
  { requests, warmUp }: { requests: number; warmUp: number },
): Promise<readonly VoteMeasured[]> {
  const setting = await openSetting(closing, slack.apiUrl, databaseUrl);
  const table = await openBareTable(closing, databaseUrl);
  const floors: { bare: BareStatements; sent: number; got: number }[] = [];
  let request = await openRequest(setting);
  for (const voter of voters) {
    const statements = await recordedStatements(async () => {
      request = await vote(setting, request, voter.slackUser);
    });
    floors.push({
      bare: await table.prepare(statements),
      sent: sum(statements.map(({ sent }) => Buffer.byteLength(sent))),
      got: sum(statements.flatMap(({ rows }) => rows.map((row) => Buffer.byteLength(row)))),
    });
  }
  if (request.state !== 'approved') throw new Error(`three votes left the request ${request.state}`);
  const pairs: Pair[][] = voters.map(() => []);
  for (let i = -warmUp; i < requests; i += 1) {
    request = await openRequest(setting);
    for (const [at, { slackUser }] of voters.entries()) {
      const ours = await timed(async () => {
        request = await vote(setting, request, slackUser);
      });
      const theirs = await timed(async () => await floors[at]?.bare.run());
      if (i >= 0) pairs[at]?.push({ countersign: ours, floor: theirs });
    }
  }
  return voters.map(({ role }, at) => ({
    role,
    statements: floors[at]?.bare.count ?? 0,
    bytes: { sent: floors[at]?.sent ?? 0, got: floors[at]?.got ?? 0 },
    pairs: pairs[at] ?? [],
  }));
}

async function openSetting(closing: Closing, slackUrl: string, databaseUrl: string): Promise<Setting> {
  const mlflow = await startPretendMlflow({ seed: northwind(start), clock: () => start });
  closing.add(() => mlflow.close());
  const vertex = await startPretendVertex({ clock: () => start });
  closing.add(() => vertex.close());
  const urlOf = (connection: string) => (connection === 'vertex' ? vertex.url : mlflow.url);
  const setting = await programSetting(closing, { slackUrl, databaseUrl, urlOf, now: () => start });
  for (const registry of setting.registries.values()) await syncModels(setting, registry);
  return setting;
}

async function openRequest(setting: Setting): Promise<RequestRow> {
  return await requestPromotion(setting, {
    teamId: setting.workspaceId,
    slackUser: 'U0ANA0001',
    model: await modelNamed(setting, 'fraud-scorer'),
    version: '7',
    target: 'production',
    reason: 'Retrained after the drift alert.',
  });
}

let presses = 0;

async function vote(setting: Setting, { id, generation, code }: RequestRow, slackUser: string): Promise<RequestRow> {
  presses += 1;
  return await decide(setting, {
    teamId: setting.workspaceId,
    slackUser,
    requestId: id,
    decision: 'approve',
    seen: { generation, code },
    actingFor: null,
    reason: 'Compared it with today on the held-out weeks.',
    pressId: `bench-${presses}`,
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
