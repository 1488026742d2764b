import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { northwindBill, northwindBillTable } from '#sandbox/bigquery/northwind-bill.ts';
import { startPretendBigQuery } from '#sandbox/bigquery/server.ts';
import { northwindUsage } from '#sandbox/cloud-usage/northwind-usage.ts';
import { startPretendCloudUsage } from '#sandbox/cloud-usage/server.ts';
import { type PretendKubeflow, startPretendKubeflow } from '#sandbox/kubeflow/server.ts';
import { northwind } from '#sandbox/mlflow/seed.ts';
import { type PretendMlflow, startPretendMlflow } from '#sandbox/mlflow/server.ts';
import { pipelineEngine } from '#sandbox/pipelines/engine/run-engine.ts';
import { type PretendSlack, startPretendSlack } from '#sandbox/slack/server.ts';
import { northwindVertex } from '#sandbox/vertex/seed.ts';
import { type PretendVertex, startPretendVertex } from '#sandbox/vertex/server.ts';
import { doctor } from '../../src/doctor.ts';
import { manifestScopes } from '../../src/manifest.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

export interface Clinic {
  readonly slack: PretendSlack;
  readonly mlflow: PretendMlflow;
  readonly vertex: PretendVertex;
  readonly kubeflow: PretendKubeflow;
  readonly database: FreshDatabase;
  /** A copy of the shipped playbooks, to spoil. */
  readonly playbooks: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs doctor with this set-up, some variables changed; undefined takes one away. */
  readonly examine: (
    changes?: Readonly<Record<string, string | undefined>>,
  ) => Promise<{ lines: readonly string[]; exit: number }>;
  readonly examineAsJson: () => Promise<{ ok: boolean; findings: { check: string; state: string; what: string }[] }>;
  close(): Promise<void>;
}

export const password = 'a-password-of-mlflow';

/** A set-up in which nothing is to be mended. */
export async function openClinic(scopes?: readonly string[]): Promise<Clinic> {
  const asked = await manifestScopes();
  const database = await freshDatabase();
  const seed = northwind(Date.now());
  const users = [{ name: 'countersign', password, permissions: {}, admin: true }];
  const mlflow = await startPretendMlflow({ seed, auth: { users } });
  const vertex = await startPretendVertex({ seed: northwindVertex(Date.now()) });
  const kubeflow = await startPretendKubeflow({
    engine: pipelineEngine({ clock: Date.now, templates: [] }),
    auth: { users: [{ name: 'countersign', token: 'a-token-of-kubeflow', may: 'everything' }] },
  });
  const bigquery = await startPretendBigQuery();
  const rows = northwindBill(Date.now(), { before: 3, after: 0 });
  await bigquery.put({ name: northwindBillTable, kind: 'detailed', rows });
  const usage = await startPretendCloudUsage({ projects: northwindUsage(Date.now(), vertex) });
  const slack = await startPretendSlack({ rateLimits: 'off', scopes: scopes ?? [...asked.bot, ...asked.optional] });
  const playbooks = mkdtempSync(join(tmpdir(), 'countersign-doctor-'));
  cpSync('playbooks', playbooks, { recursive: true });
  const env = {
    DATABASE_URL: database.url,
    COUNTERSIGN_SECRET: 'a secret of the tests, long enough to be one',
    COUNTERSIGN_PLAYBOOKS: playbooks,
    SLACK_BOT_TOKEN: 'xoxb-local-bot-token',
    SLACK_APP_TOKEN: 'xapp-local-app-token',
    SLACK_API_URL: slack.apiUrl,
    COUNTERSIGN_MLFLOW_URL: mlflow.url,
    COUNTERSIGN_VERTEX_URL: vertex.url,
    COUNTERSIGN_BILLING_URL: bigquery.url,
    COUNTERSIGN_USAGE_URL: usage.url,
    COUNTERSIGN_USAGE_DEV_URL: usage.url,
    COUNTERSIGN_KUBEFLOW_URL: kubeflow.url,
    COUNTERSIGN_KUBEFLOW_TOKEN: 'a-token-of-kubeflow',
    COUNTERSIGN_MLFLOW_USERNAME: 'countersign',
    COUNTERSIGN_MLFLOW_PASSWORD: password,
  };
  const lines: string[] = [];
  return {
    slack,
    mlflow,
    vertex,
    kubeflow,
    database,
    playbooks,
    env,
    examine: async (changes = {}) => {
      lines.length = 0;
      const exit = await doctor({ env: { ...env, ...changes }, print: (line) => lines.push(...line.split('\n')) });
      return { lines: lines.filter((line) => line !== ''), exit };
    },
    examineAsJson: async () => {
      const printed: string[] = [];
      await doctor({ env, json: true, print: (line) => printed.push(line) });
      return JSON.parse(printed.join('\n')) as Awaited<ReturnType<Clinic['examineAsJson']>>;
    },
    close: async () => {
      rmSync(playbooks, { recursive: true });
      await slack.stop();
      await mlflow.close();
      await vertex.close();
      await kubeflow.close();
      await bigquery.close();
      await usage.close();
      await database.close();
    },
  };
}

/** Replaces a text of one of the copied playbooks; fails if it is not there. */
export function spoil({ playbooks }: Clinic, file: string, from: string, to: string): void {
  const path = join(playbooks, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(path, text.replace(from, to));
}
