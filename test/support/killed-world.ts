import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { vi } from 'vitest';
import type { PipelineRunner } from '#domain/pipeline.ts';
import { northwind } from '#sandbox/mlflow/seed.ts';
import { startPretendMlflow } from '#sandbox/mlflow/server.ts';
import { liveClock } from '#sandbox/slack/clock.ts';
import { wireBody } from '#sandbox/slack/http-courier.ts';
import type { JsonObject } from '#sandbox/slack/json.ts';
import { startPretendSlack } from '#sandbox/slack/server.ts';
import { signatureHeaders } from '#sandbox/slack/signing.ts';
import { type PretendVertexOptions, startPretendVertex } from '#sandbox/vertex/server.ts';
import { outline } from '#views/outline.ts';
import { checkWorld } from '../faults/check-world.ts';
import { freshDatabase } from './database.ts';
import { serveEngine } from './engine-over-http.ts';
import { historyScopes, start as worldStart } from './scene.ts';
import { type Call, watched } from './watched.ts';

const script = join(import.meta.dirname, 'app.script.ts');
/** A module that `--import` takes. */
const fastStart = new URL('fast-start.script.ts', import.meta.url).href;
const why = 'looked at the evidence, it is fine';
const patience = { timeout: 90_000, interval: 50 };

export type KilledWorld = Awaited<ReturnType<typeof killedWorld>>;
type System = 'slack' | 'mlflow' | 'vertex' | 'engine';
type Submission = JsonObject & { view: JsonObject };

/** The app in processes that can be killed, between a pretend Slack, MLflow and Vertex AI whose calls are watched. */
export async function killedWorld(
  options: {
    readonly playbooks?: string;
    readonly vertex?: PretendVertexOptions;
    readonly engine?: (now: () => number) => PipelineRunner;
  } = {},
) {
  const database = await freshDatabase();
  const clock = liveClock();
  clock.advance(worldStart - Date.now());
  const mlflow = await startPretendMlflow({ seed: northwind(worldStart), clock: () => clock.now() });
  const vertex = await startPretendVertex({ clock: () => clock.now(), ...options.vertex });
  const slack = await startPretendSlack({ clock, rateLimits: 'off', scopes: historyScopes });
  const engine = options.engine === undefined ? null : await serveEngine(options.engine(() => clock.now()));
  const children = new Set<ChildProcess>();
  let trap: { system: System; at: (call: Call) => boolean | Promise<boolean> } | null = null;
  /** What would come of waiting: heartbeats of nobody are missed, so that jobs are due again, and leases end. */
  const missed = async () => {
    await database.db.execute(sql`update pgboss.job set state = 'retry', start_after = now(),
      retry_count = retry_count + 1, heartbeat_on = null where state = 'active'`);
    await database.db.execute(sql`update pgboss.job set start_after = now() where state = 'retry'`);
    await database.db.execute(sql`update effects set lease_until = now() where lease_until > now()`);
  };
  const kill = async () => {
    const gone = [...children].map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const child of children) child.kill('SIGKILL');
    children.clear();
    await Promise.all(gone);
    await missed();
  };
  // The socket of a process that is gone may still seem open, so its last call is dropped by name.
  const look = (system: System) => async (call: Call) => {
    if (trap?.system !== system || !(await trap.at(call)) || trap === null) return;
    trap = null;
    await kill();
    return 'drop' as const;
  };
  const [toSlack, toMlflow] = [await watched(slack.origin, look('slack')), await watched(mlflow.url, look('mlflow'))];
  const toVertex = await watched(vertex.url, look('vertex'));
  const toEngine = engine === null ? null : await watched(engine.url, look('engine'));
  const rows = async (query: SQL) => (await database.db.execute(query)).rows;
  const has = async (query: SQL) => (await rows(query)).length > 0;
  const ours = (channel: string, thread?: string) =>
    slack.see.messages(channel, undefined, thread).filter(({ user }) => user === 'U0CSIGN01');
  const textOf = ({ blocks }: ReturnType<typeof ours>[number]) => outline(blocks);
  const cards = () => ours('#ml-approvals').map(textOf);
  const buttonAt = () => {
    const votable = ({ blocks }: { blocks: readonly JsonObject[] }) =>
      blocks.find((block) => block['type'] === 'actions' && JSON.stringify(block).includes('"action_id":"approve"'));
    const card = slack.see.messages('#ml-approvals').findLast((message) => votable(message) !== undefined);
    const block = card === undefined ? undefined : votable(card);
    if (card === undefined || block === undefined) throw new Error('there is no card to approve');
    return { channel: '#ml-approvals', ts: card.ts, blockId: String(block['block_id']), actionId: 'approve' };
  };
  const open = async (person: string) => {
    await slack.act.press({ as: person, ...buttonAt() });
    await vi.waitFor(() => {
      const view = slack.see.modal(person)?.view ?? {};
      if (!view['submit'] || !JSON.stringify(view).includes('"reason"')) throw new Error('no modal yet');
    }, patience);
    return slack.see.modal(person);
  };

  return {
    rows,
    has,
    cards,
    /** What was posted in a channel, with what stands below it. */
    threadsIn: (channel: string) =>
      ours(channel).map((message) => ({ text: textOf(message), replies: ours(channel, message.ts).map(textOf) })),
    kill,
    alias: () =>
      String(mlflow.outside.model('fraud-scorer')?.aliases.find(({ alias }) => alias === 'production')?.version),
    aliasWrites: () =>
      mlflow.requests.filter(({ method, path }) => method === 'POST' && path.includes('/registered-models/alias'))
        .length,
    executing: () => has(sql`select 1 from executions where state = 'running'`),
    decided: () => has(sql`select 1 from requests where state not in ('open', 'approved')`),
    db: database.db,
    vertex,
    check: () => checkWorld({ db: database.db, slack, mlflow, vertex }),
    /** Starts a process and points Slack at it; answers where it listens. */
    async start(processes: 'web' | 'all'): Promise<string> {
      const told = {
        databaseUrl: database.url,
        slackApiUrl: `${toSlack.url}/api/`,
        mlflowUrl: toMlflow.url,
        vertexUrl: toVertex.url,
        playbooks: options.playbooks ?? 'playbooks',
        engineUrl: toEngine?.url ?? null,
        processes,
        now: clock.now(),
      };
      const child = spawn(process.execPath, ['--import', fastStart, script, JSON.stringify(told)], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      child.stdin.on('error', () => {});
      children.add(child);
      const port = await new Promise<number>((resolve, reject) => {
        child.stdout.on('data', (data: Buffer) => {
          const said = /port (\d+)/.exec(data.toString());
          if (said !== null) resolve(Number(said[1]));
        });
        child.once('exit', (code) => reject(new Error(`the app ended with ${code}`)));
      });
      const url = `http://127.0.0.1:${port}/slack/events`;
      slack.setRequestUrl(url);
      return url;
    },
    async ask(text = 'promote fraud-scorer 7 to production because better recall on EU cards'): Promise<void> {
      await slack.act.command({ as: 'ana', channel: '#ml-approvals', command: '/mlops', text });
      await vi.waitFor(buttonAt, patience);
    },
    /** Asks for a retraining through its confirmation, and answers once it was sent. */
    async askForRun(): Promise<void> {
      await slack.act.command({
        as: 'ana',
        channel: '#ml-approvals',
        command: '/mlops',
        text: 'retrain fraud-scorer epochs=20 because drift',
      });
      await vi.waitFor(() => {
        if (!JSON.stringify(slack.see.modal('ana')?.view ?? {}).includes('reason-code'))
          throw new Error('no modal yet');
      }, patience);
      const modal = slack.see.modal('ana');
      await slack.act.submit({ as: 'ana', viewId: modal?.viewId ?? '', values: {} });
    },
    async approve(person: string): Promise<void> {
      const before = Number((await rows(sql`select count(*) as n from votes`))[0]?.['n']);
      const modal = await open(person);
      await slack.act.submit({ as: person, viewId: modal?.viewId ?? '', values: { reason: { reason: why } } });
      await vi.waitFor(async () => {
        const now = Number((await rows(sql`select count(*) as n from votes`))[0]?.['n']);
        if (now <= before) throw new Error(`the vote of ${person} is not recorded yet`);
      }, patience);
    },
    /** Asks to roll a model back through its confirmation, and answers once there is a card to approve. */
    async askToRollBack(model: string): Promise<void> {
      await slack.act.command({ as: 'ana', channel: '#ml-approvals', command: '/mlops', text: `rollback ${model}` });
      await vi.waitFor(() => {
        if (!JSON.stringify(slack.see.modal('ana')?.view ?? {}).includes('"reason"')) throw new Error('no modal yet');
      }, patience);
      const values = { reason: { reason: 'customers see empty pages' } };
      await slack.act.submit({ as: 'ana', viewId: slack.see.modal('ana')?.viewId ?? '', values });
      await vi.waitFor(buttonAt, patience);
    },
    now: () => clock.now(),
    /** Lets time pass at once, for the processes too, which then look for what is due. */
    pass(ms: number): void {
      clock.advance(ms);
      for (const child of children) child.stdin?.write(`${ms}\n`);
    },
    /** Kills every process at the first call for which `at` says so. */
    async killWhen(system: System, at: (call: Call) => boolean | Promise<boolean>): Promise<void> {
      trap = { system, at };
    },
    lives: () => children.size > 0,
    died: () =>
      vi.waitFor(() => {
        if (children.size > 0) throw new Error('it has not been killed yet');
      }, patience),
    /** What Slack sends when a person submits the modal that they opened. */
    async submissionOf(person: string): Promise<Submission> {
      const modal = await open(person);
      const { team, people } = slack.see.workspace();
      const id = people.find(({ name }) => name === person)?.id ?? '';
      const values = { reason: { reason: { type: 'plain_text_input', value: why } } };
      return {
        type: 'view_submission',
        team: { id: team.id, domain: team.domain },
        user: { id, username: person, name: person, team_id: team.id },
        api_app_id: 'A0CSIGN001',
        token: 'local-verification-token',
        enterprise: null,
        is_enterprise_install: false,
        trigger_id: randomUUID(),
        view: { ...(modal?.view as JsonObject), state: { values } },
        response_urls: [],
      };
    },
    /** The same again as a press of its own. */
    anew: (submission: Submission, n: number): Submission => ({
      ...submission,
      trigger_id: randomUUID(),
      view: { ...submission.view, hash: `${String(submission.view['hash'])}.${n}` },
    }),
    /** Sends all at once, signed, in turn to each of the processes. */
    async sendAll(submissions: readonly Submission[], urls: readonly string[]): Promise<void> {
      await Promise.all(
        submissions.map(async (payload, n) => {
          const { body, contentType } = wireBody({ kind: 'interaction', title: 'many', payload, retry: null });
          const signed = signatureHeaders('local-signing-secret', body, Math.floor(Date.now() / 1000));
          const headers = { 'content-type': contentType, ...signed };
          const answer = await fetch(urls[n % urls.length] ?? '', { method: 'POST', body, headers });
          if (answer.status !== 200) throw new Error(`a press was answered with ${answer.status}`);
        }),
      );
    },
    /** Resolves when no effect is open and no job runs or is due. */
    settled: () =>
      vi.waitFor(async () => {
        const open = sql`select 1 from effects where state in ('intent', 'maybe_sent')
          union all select 1 from requests where state in ('approved', 'overridden', 'executing')
          union all select 1 from pgboss.job where name not like '%-dead'
            and (state = 'active' or (state < 'active' and start_after <= now()))`;
        for (let calm = 0; calm < 3; calm += 1) {
          if (await has(open)) throw new Error('something is still under way');
          await new Promise((resolve) => setTimeout(resolve, 150));
        }
      }, patience),
    async close(): Promise<void> {
      await kill();
      await toSlack.close();
      await toMlflow.close();
      await toVertex.close();
      await toEngine?.close();
      await engine?.close();
      await slack.stop();
      await mlflow.close();
      await vertex.close();
      await database.close();
    },
  };
}
