import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { northwind } from '#sandbox/mlflow/seed.ts';
import { type PretendMlflow, startPretendMlflow } from '#sandbox/mlflow/server.ts';
import type { Acts } from '#sandbox/slack/act.ts';
import type { Delivery } from '#sandbox/slack/delivery.ts';
import type { JsonObject } from '#sandbox/slack/json.ts';
import type { Sights } from '#sandbox/slack/see.ts';
import type { Database } from '#store/database.ts';
import { requests, votes } from '#store/schema/request.ts';
import { startApp } from '../../src/app.ts';
import type { RunningApp } from '../../src/app-options.ts';
import { openLog } from '../../src/log.ts';
import { Secret } from '../../src/secret.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { quick } from '../support/limits.ts';
import { type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { historyScopes, openScene, type Scene, start } from '../support/scene.ts';

const labsId = 'T0NWLABS02';
const redirect = 'http://127.0.0.1:3999/slack/oauth_redirect';
const oauth = { clientId: '1000000001.2000000002', clientSecret: 'local-client-secret', redirectUrls: [redirect] };

/** The reasons, and all else that belongs to one workspace. */
const northwindWords = 'trained for the shop';
const labsWords = 'tried out in the lab';
const northwindMarks = ['T0NORTH001', 'U0ROSA009', 'U0KIM0010', 'U0TOM0005', 'C0MLAPPR01', northwindWords];
const labsMarks = [labsId, 'U0ILSE0101', 'U0RUI00102', 'C0LABSML01', labsWords];

/** One process in which the app runs for two workspaces, each with a database and a token; Slack sends all to both. */
interface TwoWorkspaces {
  readonly scene: Scene;
  readonly labs: {
    readonly act: Acts;
    readonly see: Sights;
    readonly database: FreshDatabase;
    readonly mlflow: PretendMlflow;
    /** What the program logs there. */
    readonly logged: readonly string[];
  };
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** The same playbooks for the people of Labs, who are two: Ilse in the place of Rosa and Rui in that of Kim. */
async function labsPlaybooks(): Promise<PlaybooksFolder> {
  const folder = await playbooksFolder();
  const people = ['ANA0001', 'BEN0002', 'MEI0003', 'JON0004', 'TOM0005', 'LEA0006', 'FIN0007', 'OPS0008'];
  for (const id of people) await folder.edit('people.yaml', `U0${id}`, `U0LABS${id}`);
  await folder.edit('people.yaml', 'U0ROSA009', 'U0ILSE0101');
  await folder.edit('people.yaml', 'U0KIM0010', 'U0RUI00102');
  for (const name of ['approvals', 'alerts', 'digest'])
    await folder.edit('org.yaml', `"#ml-${name}"`, '"#labs-models"');
  // Without it Product has to agree as well.
  await folder.edit('promotion-recs.yaml', 'extends: Everyday models to production\n', '');
  return folder;
}

async function installInLabs(scene: Scene): Promise<Secret> {
  const asked = { client_id: oauth.clientId, scope: historyScopes.join(','), state: 's', redirect_uri: redirect };
  const page = `${scene.slack.origin}/oauth/v2/authorize?${new URLSearchParams(asked).toString()}`;
  const body = new URLSearchParams({ answer: 'allow', team: labsId, user: 'U0ILSE0101' });
  const allowed = await fetch(page, { method: 'POST', body, redirect: 'manual' });
  const code = new URL(allowed.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const client = new WebClient('', { slackApiUrl: scene.slack.apiUrl });
  const given = { client_id: oauth.clientId, client_secret: oauth.clientSecret, code, redirect_uri: redirect };
  return new Secret(String((await client.oauth.v2.access(given)).access_token));
}

async function startInLabs(
  scene: Scene,
  database: FreshDatabase,
  mlflow: PretendMlflow,
  { playbooks, logTo }: { playbooks: string; logTo: (line: string) => void },
) {
  const app: RunningApp = await startApp({
    checkpoints: null,
    databaseUrl: database.url,
    playbooksFolder: playbooks,
    secret: new Secret('a secret of the tests, long enough'),
    slack: {
      botToken: await installInLabs(scene),
      transport: { mode: 'http', signingSecret: new Secret('local-signing-secret') },
      apiUrl: scene.slack.apiUrl,
    },
    host: '127.0.0.1',
    port: 0,
    connection: () => ({
      url: mlflow.url,
      username: null,
      password: null,
      token: null,
      webhookSecret: new Secret('hook-secret'),
    }),
    log: openLog('info', { write: logTo }),
    processes: 'all',
    paceMs: 0,
    costs: new Map(),
    usage: new Map(),
    pipelines: new Map(),
    now: () => scene.slack.clock.now(),
    effectLimits: quick,
  });
  return app;
}

/** Sends a request on to all ports; the first answer that says anything, else that of the first. */
async function passedOn(request: IncomingMessage, ports: readonly number[]) {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { host: _, connection: _c, 'content-length': _l, ...headers } = request.headers;
  const answers = await Promise.all(
    ports.map(async (port) => {
      const init = { method: 'POST', headers: headers as Record<string, string>, body: Buffer.concat(parts) };
      const answer = await fetch(`http://127.0.0.1:${port}${request.url}`, init);
      return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
    }),
  );
  return answers.find(({ text }) => text !== '') ?? answers[0];
}

async function toAll(ports: readonly number[]): Promise<Server> {
  const server = createServer((request, response) => {
    void passedOn(request, ports).then(
      (answer) =>
        response.writeHead(answer?.status ?? 500, { 'content-type': answer?.type ?? 'text/plain' }).end(answer?.text),
      () => response.writeHead(502).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function twoWorkspaces(): Promise<TwoWorkspaces> {
  const scene = await openScene({ slack: { oauth } });
  const database = await freshDatabase();
  const mlflow = await startPretendMlflow({ seed: northwind(start), clock: () => scene.slack.clock.now() });
  const playbooks = await labsPlaybooks();
  const logged: string[] = [];
  const app = await startInLabs(scene, database, mlflow, {
    playbooks: playbooks.path,
    logTo: (line) => void logged.push(line),
  });
  const server = await toAll([scene.app.port, app.port]);
  scene.slack.setRequestUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  const team = scene.slack.team(labsId);
  if (team === null) throw new Error('there is no second workspace');
  return {
    scene,
    labs: { ...team, database, mlflow, logged },
    settled: async () => {
      await scene.settled();
      await app.settled();
    },
    close: async () => {
      await scene.close();
      await app.stop();
      server.close();
      await mlflow.close();
      await database.close();
      await playbooks.remove();
    },
  };
}

/** Every row of every table, of the queue's too, as one text. */
async function everything(db: Database): Promise<string> {
  const tables = await db.execute<{ name: string }>(
    sql`select format('%I.%I', table_schema, table_name) as name from information_schema.tables
        where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  );
  const texts = [];
  for (const { name } of tables.rows) {
    const rows = await db.execute<{ row: string }>(sql`select t::text as row from ${sql.raw(name)} t`);
    texts.push(...rows.rows.map(({ row }) => `${name} ${row}`));
  }
  return texts.join('\n');
}

interface Press extends JsonObject {
  readonly type: string;
  readonly team: { readonly id: string };
  readonly actions: JsonObject[];
}
const typeOf = (request: unknown) => (request as Partial<Press>).type;
const teamOf = (request: unknown) => (request as Press).team.id;

/** A press that carries what a button of `from` carried. */
function crossed(press: unknown, from: unknown): Delivery {
  const payload = { ...(press as Press), actions: (from as Press).actions, trigger_id: randomUUID() };
  return { kind: 'interaction', title: 'crossed', payload, retry: null };
}

const button = (see: Sights, channel: string, text: string) => {
  for (const { ts, channel: id, blocks } of see.messages(channel).toReversed()) {
    for (const block of blocks as { block_id: string; elements?: { action_id: string; text?: { text: string } }[] }[]) {
      const found = block.elements?.find((element) => element.text?.text === text);
      if (found !== undefined) return { channel: id, ts, blockId: block.block_id, actionId: found.action_id };
    }
  }
  throw new Error(`${channel} has no button ${text}`);
};

describe('two workspaces', { timeout: 120_000 }, () => {
  let world: TwoWorkspaces;
  beforeEach(async () => {
    world = await twoWorkspaces();
  });
  afterEach(() => world.close());

  const both = () =>
    [
      {
        ...world.scene.slack,
        database: world.scene.database,
        channel: 'ml-approvals',
        people: ['rosa', 'kim', 'tom'],
        own: northwindMarks,
        foreign: labsMarks,
      },
      { ...world.labs, channel: 'labs-models', people: ['ilse', 'rui'], own: labsMarks, foreign: northwindMarks },
    ] as const;
  const aliasIn = (mlflow: PretendMlflow) =>
    String(mlflow.outside.model('home-ranker')?.aliases.find(({ alias }) => alias === 'production')?.version);

  it('D9 two hundred presses of both at once: no row, token or message crosses', async () => {
    const { scene, labs } = world;
    const asks = 'promote home-ranker 13 to production because it was';
    await Promise.all([
      scene.slack.act.command({
        as: 'rosa',
        channel: 'ml-approvals',
        command: '/mlops',
        text: `${asks} ${northwindWords}`,
      }),
      labs.act.command({ as: 'ilse', channel: 'labs-models', command: '/mlops', text: `${asks} ${labsWords}` }),
    ]);
    await world.settled();
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(
        Array.from({ length: 10 }, (_, n) => n).flatMap((n) =>
          both().map(async ({ act, see, channel, people }) => {
            const as = people[(round + n) % people.length] ?? '';
            await act.press({ as, ...button(see, channel, n % 2 === 0 ? 'Approve…' : 'Reject…') });
          }),
        ),
      );
    }
    await world.settled();
    const presses = scene.slack.exchanges().filter(({ request }) => typeOf(request) === 'block_actions');
    expect(presses).toHaveLength(200);
    expect(labs.logged.filter((line) => line.includes('not installed was dropped')).length).toBeGreaterThan(0);
    expect(labs.logged.filter((line) => line.includes('"msg":"a bug"'))).toEqual([]);

    // As if a button of one workspace had been drawn in the other: signed by Slack, and worth nothing.
    const [one, other] = [
      presses.find((press) => teamOf(press.request) === labsId),
      presses.find((press) => teamOf(press.request) !== labsId),
    ];
    for (const [press, from] of [
      [one, other],
      [other, one],
    ] as const)
      await scene.slack.wire.send(crossed(press?.request, from?.request));
    await world.settled();
    for (const { database } of both()) expect(await database.db.select().from(votes)).toEqual([]);

    const signs = async ({ act, see, channel }: ReturnType<typeof both>[number], as: string) => {
      await act.press({ as, ...button(see, channel, 'Approve…') });
      await world.settled();
      const modal = see.modal(as);
      await act.submit({
        as,
        viewId: modal?.viewId ?? '',
        values: { reason: { reason: 'looked at the evidence, it is fine' } },
      });
    };
    const [north, lab] = both();
    await Promise.all([signs(north, 'kim'), signs(lab, 'rui')]);
    await world.settled();
    expect(await lab.database.db.select().from(requests)).toMatchObject([{ workspaceId: labsId, state: 'verified' }]);
    expect(await north.database.db.select().from(requests)).toMatchObject([
      { workspaceId: 'T0NORTH001', state: 'open' },
    ]);
    expect(await lab.database.db.select().from(votes)).toMatchObject([{ slackUser: 'U0RUI00102' }]);
    expect(await north.database.db.select().from(votes)).toMatchObject([{ slackUser: 'U0KIM0010' }]);
    expect(aliasIn(labs.mlflow)).toBe('13');
    expect(aliasIn(scene.mlflow)).toBe('11');

    for (const { database, see, foreign, own } of both()) {
      const rows = await everything(database.db);
      const { channels, people } = see.workspace();
      const shown = JSON.stringify([
        channels.map(({ id }) => see.messages(id)),
        people.map(({ id }) => [see.modal(id), see.home(id)]),
      ]);
      expect(own.filter((mark) => !rows.includes(mark))).toEqual([]);
      expect(foreign.filter((mark) => rows.includes(mark) || shown.includes(mark))).toEqual([]);
    }
    // A token opens nothing of another workspace: had one been used there, Slack would have refused. What it did refuse
    // are people that it never had, and modals that the next press of the same person replaced.
    const refused = scene.slack
      .exchanges()
      .filter(({ direction, response }) => direction === 'from-app' && (response as { ok?: boolean }).ok === false)
      .map(({ title, response }) => `${title}: ${(response as { error?: string }).error}`);
    const harmless = ['users.info: user_not_found', 'views.update: not_found'];
    expect(refused.filter((one) => !harmless.includes(one))).toEqual([]);
  });
});
