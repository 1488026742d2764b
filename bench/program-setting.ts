import type { PipelineRunner } from '#domain/pipeline.ts';
import type { Setting } from '#operations/setting.ts';
import { startApp } from '../src/app.ts';
import { openLog } from '../src/log.ts';
import { Secret } from '../src/secret.ts';
import type { Closing } from './closing.ts';
import { botToken, root, signingSecret } from './surroundings.ts';

interface ProgramParts {
  /** Of the pretend Slack. */
  readonly slackUrl: string;
  readonly databaseUrl: string;
  /** The address of a connection of the shipped org.yaml. */
  readonly urlOf: (connection: string) => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly pipelines?: ReadonlyMap<string, PipelineRunner>;
}

/** The program's own setting, without a worker, so that nothing but what is measured touches the database. */
export async function programSetting(closing: Closing, parts: ProgramParts): Promise<Setting> {
  const app = await startApp({
    checkpoints: null,
    costs: new Map(),
    databaseUrl: parts.databaseUrl,
    playbooksFolder: `${root}playbooks`,
    secret: new Secret('a secret of the bench, 32 characters long'),
    slack: {
      botToken: new Secret(botToken),
      transport: { mode: 'http', signingSecret: new Secret(signingSecret) },
      apiUrl: parts.slackUrl,
    },
    host: '127.0.0.1',
    port: 0,
    connection: (id) => ({
      url: parts.urlOf(id),
      username: null,
      password: null,
      token: null,
      webhookSecret: null,
    }),
    log: openLog('warn', process.stderr),
    processes: 'web',
    now: parts.now,
    ...(parts.pipelines !== undefined && { pipelines: parts.pipelines }),
  });
  closing.add(app.stop);
  return app.setting;
}
