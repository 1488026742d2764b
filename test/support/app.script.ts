import { flushCompileCache } from 'node:module';
import { createInterface } from 'node:readline';
import { startApp } from '../../src/app.ts';
import { openLog } from '../../src/log.ts';
import { Secret } from '../../src/secret.ts';
import { engineAt } from './engine-over-http.ts';
import { estimated } from './estimates.ts';
import { quick } from './limits.ts';

/** The app in a process of its own, to be killed. Tells the port it listens on, then works until it is. */
interface Told {
  readonly databaseUrl: string;
  readonly slackApiUrl: string;
  readonly mlflowUrl: string;
  readonly vertexUrl: string;
  readonly playbooks: string;
  /** Where the engine called `kubeflow` is, if there is one. */
  readonly engineUrl: string | null;
  readonly processes: 'web' | 'worker' | 'all';
  /** What the clock of the world shows now; from then on it runs. */
  readonly now: number;
}

const told = JSON.parse(process.argv[2] ?? '{}') as Told;
let aheadMs = told.now - Date.now();

const app = await startApp({
  databaseUrl: told.databaseUrl,
  playbooksFolder: told.playbooks,
  secret: new Secret('a secret of the tests, long enough'),
  slack: {
    botToken: new Secret('xoxb-local-bot-token'),
    transport: { mode: 'http', signingSecret: new Secret('local-signing-secret') },
    apiUrl: told.slackApiUrl,
  },
  host: '127.0.0.1',
  port: 0,
  connection: (id) => ({
    url: id === 'vertex' ? told.vertexUrl : told.mlflowUrl,
    username: null,
    password: null,
    token: null,
    webhookSecret: null,
  }),
  log: openLog('warn', { write: (line) => process.stderr.write(line) }),
  processes: told.processes,
  checkpoints: null,
  costs: new Map(),
  usage: new Map(),
  paceMs: 0,
  now: () => Date.now() + aheadMs,
  effectLimits: quick,
  pipelines: new Map(told.engineUrl === null ? [] : [['kubeflow', engineAt(told.engineUrl, 'kubeflow')]]),
  estimateCost: () => estimated('38.4'),
});
// Each number on a line of its own is so many milliseconds that pass at once.
createInterface({ input: process.stdin }).on('line', (line) => {
  aheadMs += Number(line);
  app.tick().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
});
process.stdout.write(`port ${app.port}\n`);
// Whoever is killed does not get to keep it at its end.
flushCompileCache();
