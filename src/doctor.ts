import { channelFindings, channelsOf } from '#cli/doctor/channels.ts';
import { configurationFindings } from '#cli/doctor/configuration.ts';
import { databaseFindings, noDatabase } from '#cli/doctor/database.ts';
import { type Check, type Finding, note } from '#cli/doctor/finding.ts';
import { peopleFindings } from '#cli/doctor/people.ts';
import { playbookFindings } from '#cli/doctor/playbooks.ts';
import { registryFindings } from '#cli/doctor/registries.ts';
import { report } from '#cli/doctor/report.ts';
import { type SlackAnswer, slackCaller } from '#cli/doctor/slack-call.ts';
import { tokenFindings } from '#cli/doctor/slack-token.ts';
import { signingFindings, socketFindings } from '#cli/doctor/slack-transport.ts';
import { groupFindings } from '#cli/doctor/user-groups.ts';
import { checkedPlaybooks } from '#cli/playbooks/checked-playbooks.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import { type Config, readConfig, readLocalConfig } from './config.ts';
import { connectCosts } from './connect-costs.ts';
import { connectDriftMonitors } from './connect-drift.ts';
import { driftHookNote } from './connect-drift-hooks.ts';
import { connectPipelines } from './connect-pipelines.ts';
import { connectRegistries } from './connect-registries.ts';
import { connectUsage } from './connect-usage.ts';
import { databaseErrorCode, readDatabaseFacts } from './database-facts.ts';
import { openDatabaseServer } from './database-server.ts';
import { ConfigError } from './errors.ts';
import { manifestScopes } from './manifest.ts';
import type { Secret } from './secret.ts';

export interface DoctorOptions {
  readonly json?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  readonly print?: (line: string) => void;
}

const timeoutMs = 10_000;

/**
 * Looks at the whole set-up and prints one line each with what to do. 0: nothing to mend; 1: something is; 2: the
 * configuration cannot be read, so that only what does not need it was looked at. Only reads, in every
 * system; the embedded database is started to look at it, and stopped.
 */
export async function doctor({ json = false, env, print = toOutput }: DoctorOptions = {}): Promise<number> {
  const read = orProblems(() => readConfig(env));
  const local = orProblems(() => readLocalConfig(env));
  const playbooks = 'config' in local ? checkedPlaybooks(local.config.playbooksFolder) : null;
  const set = playbooks?.then((checked) => checked.set).catch(() => null) ?? Promise.resolve(null);
  const checks: Check[] = [
    check('configuration', async () => configurationFindings('config' in read ? [] : read.problems)),
    ...('config' in local ? [databaseCheck(local.config)] : []),
    ...(playbooks === null ? [] : [check('playbooks', async () => playbookFindings(await playbooks))]),
    ...('config' in read
      ? [...slackChecks(read.config, set), check('registries', () => registries(read.config, set))]
      : [
          check('rest', async () => [
            note('Slack and the registries were not looked at', 'mend the configuration first'),
          ]),
        ]),
  ];
  const fine = await report(checks, { json, print });
  return 'config' in read ? (fine ? 0 : 1) : 2;
}

function slackChecks({ slack, port }: Config, playbooks: Promise<PlaybookSet | null>): Check[] {
  const caller = (token: Secret) => slackCaller({ token: token.reveal(), apiUrl: slack.apiUrl, timeoutMs });
  const call = caller(slack.botToken);
  const answer = call('auth.test');
  const { transport } = slack;
  return [
    check('slack-token', async () => tokenFindings(await answer, await manifestScopes())),
    transport.mode === 'socket'
      ? check('slack-socket', () => socketFindings(caller(transport.appToken)))
      : check('slack-signature', async () => signingFindings(port)),
    check('slack-people', () => inSlack(answer, playbooks, ({ people }) => peopleFindings(people, call)), 60_000),
    check('slack-user-groups', () =>
      inSlack(answer, playbooks, ({ people }, scopes) => groupFindings(people, scopes, call)),
    ),
    check('slack-channels', () =>
      inSlack(answer, playbooks, (set, scopes) => channelFindings(channelsOf(set), scopes, call)),
    ),
  ];
}

/** Looks only if the token works and the playbooks hold together; what keeps us from it has its own line already. */
async function inSlack(
  answer: Promise<SlackAnswer>,
  playbooks: Promise<PlaybookSet | null>,
  look: (set: PlaybookSet, scopes: readonly string[]) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const { ok, scopes } = await answer;
  const set = await playbooks;
  return ok && set !== null ? await look(set, scopes ?? []) : [];
}

/** Registries, what runs pipelines and what watches for drift; one that cannot be connected keeps none of the others from being looked at. */
async function registries(config: Config, playbooks: Promise<PlaybookSet | null>): Promise<readonly Finding[]> {
  const set = await playbooks;
  if (set === null) return [note('The registries were not looked at', 'mend the playbooks first')];
  const { org } = set;
  const looked = await Promise.all(
    org.connections.map(async (connection) => {
      const connected = orProblems(() => connectRegistries({ ...org, connections: [connection] }, config.connection));
      if ('problems' in connected) return configurationFindings(connected.problems);
      const runs = orProblems(() => connectPipelines({ ...org, connections: [connection] }, config.connection));
      if ('problems' in runs) return configurationFindings(runs.problems);
      const drift = orProblems(() => ({
        monitors: connectDriftMonitors({ ...org, connections: [connection] }, config.connection),
        hook: driftHookNote(connection, config.connection(connection.id)),
      }));
      if ('problems' in drift) return configurationFindings(drift.problems);
      const costs = orProblems(() => connectCosts({ ...org, connections: [connection] }, config.connection));
      if ('problems' in costs) return configurationFindings(costs.problems);
      const usage = orProblems(() => connectUsage({ ...org, connections: [connection] }, config.connection));
      if ('problems' in usage) return configurationFindings(usage.problems);
      const bills = [...costs.config, ...usage.config].map(([id, bill]) => ({
        id,
        title: bill.title,
        check: () => bill.check(),
      }));
      const { monitors, hook } = drift.config;
      const asked = [...connected.config.values(), ...runs.config.values(), ...monitors.values(), ...bills];
      return [...(await Promise.all(asked.map(registryFindings))).flat(), ...(hook === null ? [] : [hook])];
    }),
  );
  return looked.flat();
}

function databaseCheck({ databaseUrl, dataFolder }: Pick<Config, 'databaseUrl' | 'dataFolder'>): Check {
  const look = async () => {
    const options = { url: databaseUrl, folder: `${dataFolder}/postgres`, log: () => {}, migrate: false };
    const server = await openDatabaseServer(options);
    try {
      return databaseFindings({ ...(await readDatabaseFacts(server.url)), embedded: databaseUrl === null });
    } catch (error) {
      return [noDatabase(databaseErrorCode(error))];
    } finally {
      await server.stop();
    }
  };
  return check('database', look, databaseUrl === null ? 90_000 : 2 * timeoutMs);
}

function check(name: string, look: Check['look'], limitMs = 2 * timeoutMs): Check {
  return { name, limitMs, look };
}

function orProblems<T>(read: () => T): { config: T } | { problems: readonly string[] } {
  try {
    return { config: read() };
  } catch (error) {
    if (error instanceof ConfigError) return { problems: error.problems };
    throw error;
  }
}

function toOutput(line: string): void {
  process.stdout.write(`${line}\n`);
}
