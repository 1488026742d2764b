import { readFile } from 'node:fs/promises';
import { startLocalWorkspace } from '#sandbox/local-workspace.ts';
import { readSeed } from '#sandbox/seed-file.ts';
import type { SlackOptions } from '#sandbox/slack/options.ts';
import { ConfigError } from './errors.ts';
import { untilStopped } from './until-stopped.ts';

interface AloneOptions {
  readonly port: number;
  /** A YAML file with the workspace; null for the pretend company. */
  readonly seed: string | null;
  /** Where the app takes Slack's requests; null for what the seed says, or Socket Mode. */
  readonly requestUrl: string | null;
}

/** Runs the pretend Slack and registries without Countersign, for any app, until Ctrl-C. Nothing is kept. */
export async function runSandboxAlone({ port, seed, requestUrl }: AloneOptions): Promise<number> {
  const seeded = seed === null ? {} : readSeed(seed, await textOf(seed));
  const delivery: SlackOptions['delivery'] =
    requestUrl === null ? (seeded.delivery ?? { mode: 'socket' }) : { mode: 'http', requestUrl };
  const stopping = untilStopped();
  const workspace = await startLocalWorkspace({ port, file: null, slack: { ...seeded, delivery } });
  const { slack, mlflow, vertex } = workspace;
  process.stdout.write(`
  Open ${slack.origin}

  slackApiUrl      ${slack.apiUrl}
  tokens           ${[...slack.tokens.keys()].join('  ')}
  signing secret   ${seeded.signingSecret ?? 'local-signing-secret'}
  delivery         ${delivery.mode === 'socket' ? 'Socket Mode' : `HTTP to ${delivery.requestUrl ?? 'nowhere yet'}`}
  control API      ${slack.origin}/control/
  MLflow           ${mlflow.url}
  Vertex AI        ${vertex.url}

  Only this machine can reach it. Ctrl-C stops it; nothing is kept.
`);
  await stopping;
  await workspace.stop();
  return 0;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new ConfigError([`--seed ${file} cannot be read: name a YAML file, as docs/local-workspace.md shows`], {
      cause: error,
    });
  }
}
