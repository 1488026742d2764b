import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { startPretendKubeflow } from '#sandbox/kubeflow/server.ts';
import { contractEngine } from '../contract/contract-pipeline.ts';
import { type Clinic, openClinic, password, spoil } from './doctor-support.ts';

let clinic: Clinic | undefined;
afterEach(async () => {
  await clinic?.close();
  clinic = undefined;
});

async function opened(scopes?: readonly string[]): Promise<Clinic> {
  clinic = await openClinic(scopes);
  return clinic;
}

const starting = (lines: readonly string[], mark: string) => lines.filter((line) => line.startsWith(mark));

describe('countersign doctor', () => {
  it('says of a whole set-up, line by line, that nothing is to be mended', async () => {
    const { lines, exit } = await (await opened()).examine();
    expect(starting(lines, '✗')).toEqual([]);
    expect(exit).toBe(0);
    expect(lines.at(-1)).toBe('Nothing to mend.');
    for (const said of [
      /^✓ The configuration can be read$/,
      /^✓ PostgreSQL \d+\.\d+ answers$/,
      /^✓ The database has every migration$/,
      /^✓ The database's clock agrees with ours$/,
      /^✓ \d+ playbooks hold together, \d+ inline tests pass$/,
      /^✓ Slack accepts the bot token: @countersign in Northwind$/,
      /^✓ The app has every scope it needs: chat:write, /,
      /^✓ A post whose answer was lost is looked up/,
      /^✓ Our clock agrees with Slack's$/,
      /^✓ Slack gives a socket for SLACK_APP_TOKEN$/,
      /^✓ Slack knows the 10 accounts of people.yaml as members$/,
      /^✓ Countersign is in #ml-approvals, #ml-alerts, #ml-digest$/,
      /^✓ MLflow \(mlflow\) answers, version \d/,
      /^✓ Vertex AI \(vertex\) answers$/,
      /^… Vertex AI \(vertex\): cannot be seen from here: whether our account may deploy/,
    ]) {
      expect(lines.filter((line) => said.test(line))).toHaveLength(1);
    }
  });

  it('writes to neither Slack nor the registry', async () => {
    const { slack, mlflow, vertex, examine } = await opened();
    const before = vertex.snapshot();
    await examine();
    expect(new Set(mlflow.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(vertex.snapshot()).toEqual(before);
    const called = new Set(slack.exchanges().map(({ title }) => title));
    expect([...called].sort()).toEqual(['apps.connections.open', 'auth.test', 'conversations.list', 'users.info']);
  });

  it('names the scopes that are missing, and the ones nobody needs', async () => {
    const { lines, exit } = await (await opened(['chat:write', 'commands', 'reactions:write'])).examine();
    expect(exit).toBe(1);
    expect(lines).toContainEqual(expect.stringMatching(/^✗ The app lacks users:read — paste manifest.json/));
    expect(lines).toContainEqual(
      expect.stringMatching(/^… The app has scopes that Countersign never uses: reactions:write —/),
    );
  });

  it('says that people settle a lost post where the optional scopes were not granted, and what would change that', async () => {
    const { lines, exit } = await (await opened(['chat:write', 'commands', 'users:read'])).examine();
    expect(exit).toBe(0);
    expect(lines).toContainEqual(
      expect.stringMatching(/^… A post whose answer was lost is settled by people.*channels:history/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^… Whether Countersign is in #ml-approvals.* cannot be seen/));
  });

  it.each([
    ['revoked', /^✗ The bot token no longer works/],
    ['inactive', /^✗ The bot token no longer works/],
  ] as const)('looks at everything else when the token is %s', async (status, said) => {
    const { slack, examine } = await opened();
    const token = slack.tokens.get('xoxb-local-bot-token');
    if (token !== undefined) token.status = status;
    const { lines, exit } = await examine();
    expect(exit).toBe(1);
    expect(starting(lines, '✗')).toEqual([expect.stringMatching(said)]);
    expect(lines).toContainEqual(expect.stringMatching(/^✓ MLflow/));
    expect(lines).toContainEqual(expect.stringMatching(/^✓ PostgreSQL/));
  });

  it('looks at everything else when Slack, the database and the registry are all down', async () => {
    const { slack, mlflow, examine } = await opened();
    slack.fault({ fault: 'down', on: true });
    mlflow.faults.set('down');
    const { lines, exit } = await examine({ DATABASE_URL: 'postgresql://countersign:hunter2@127.0.0.1:1/countersign' });
    expect(exit).toBe(1);
    const problems = starting(lines, '✗');
    expect(problems).toEqual([
      expect.stringMatching(/^✗ The database does not answer — check that it runs/),
      expect.stringMatching(/^✗ Slack does not answer — check that this machine may reach slack.com/),
      expect.stringMatching(/^✗ Slack does not answer for SLACK_APP_TOKEN/),
      expect.stringMatching(/^✗ MLflow \(mlflow\): /),
    ]);
    expect(lines).toContainEqual(expect.stringMatching(/^✓ \d+ playbooks hold together/));
    expect(lines.at(-1)).toBe('4 to mend.');
  });

  it('looks at each connection that runs pipelines, whatever is wrong with the others', async () => {
    const place = await opened();
    const { engine, clock } = contractEngine(Date.now());
    const kubeflow = await startPretendKubeflow({ engine, clock });
    const more = ['kfp, kind: kubeflow', 'gone, kind: kubeflow', 'ci, kind: webhook']
      .map((one) => `\n  - {id: ${one}, url: "http://127.0.0.1:9099"}`)
      .join('');
    spoil(place, 'org.yaml', '\n  - {id: mlflow', `${more}\n  - {id: mlflow`);
    const { lines, exit } = await place.examine({ COUNTERSIGN_KFP_URL: kubeflow.url });
    await kubeflow.close();
    expect(exit).toBe(1);
    expect(lines.join(' ')).not.toContain('not connected yet');
    expect(lines).toContain('✓ Kubeflow Pipelines (kfp) answers, version 2.17.0');
    expect(lines).toContainEqual(
      expect.stringMatching(/^✗ Kubeflow Pipelines \(gone\): .* accepts no connection — check/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^✗ COUNTERSIGN_CI_WEBHOOK_SECRET is missing — set it to/));
    expect(lines).toContainEqual(expect.stringMatching(/^✓ MLflow \(mlflow\) answers/));
  });

  it('names what our account may not do in Vertex AI, and where to grant it', async () => {
    const { vertex, examine } = await opened();
    vertex.denied.add('aiplatform.models.update');
    const { lines, exit } = await examine();
    expect(exit).toBe(1);
    expect(starting(lines, '✗')).toEqual([
      expect.stringMatching(
        /^✗ Vertex AI \(vertex\): Our account lacks aiplatform\.models\.update on model .* — grant it a role/,
      ),
    ]);
  });

  it('asks for a release when the database lacks migrations', async () => {
    const { database, examine } = await opened();
    await database.db.execute(sql`drop schema drizzle cascade`);
    const { lines } = await examine();
    expect(lines).toContainEqual(
      expect.stringMatching(/^✗ \d+ migrations are to come: 0000_foundation, .* — run countersign release$/),
    );
  });

  it('names the accounts that Slack does not know as members', async () => {
    const { lines } = await withPeople('U0ANA0001', ['U0GONE0099', 'U0DAN0013', 'U0PAGE014', 'U0EVE0012']);
    expect(starting(lines, '✗').map((line) => line.split(' — ')[0])).toEqual([
      '✗ Slack knows no U0GONE0099 (ana)',
      '✗ The account U0DAN0013 (ana) is deactivated',
      '✗ U0PAGE014 (ana) is a bot, whose vote never counts',
      '✗ U0EVE0012 (ana) belongs to another workspace, so their vote never counts',
    ]);
  });

  async function withPeople(account: string, instead: readonly string[]) {
    const place = await opened();
    spoil(place, 'people.yaml', `slack: ${account}`, `slack: [${instead.join(', ')}]`);
    return await place.examine();
  }

  it('names the channels it is not in and those that are not there', async () => {
    const place = await opened();
    spoil(place, 'org.yaml', '"#ml-approvals"', '"#random"');
    spoil(place, 'org.yaml', '"#ml-digest"', '"#no-such-channel"');
    const { lines } = await place.examine();
    expect(starting(lines, '✗')).toEqual([
      '✗ Countersign is not in #random — type /invite @Countersign in it',
      expect.stringMatching(/^✗ Slack has no channel #no-such-channel — create it/),
    ]);
  });

  it('points at every mistake of the playbooks by file, line and column', async () => {
    const place = await opened();
    spoil(place, 'promotion-fraud.yaml', 'owner: risk', 'ownr: risk');
    const { lines, exit } = await place.examine();
    expect(exit).toBe(1);
    expect(lines).toContainEqual(
      expect.stringMatching(/^✗ .*promotion-fraud\.yaml:4:1: unknown key "ownr"; did you mean "owner"\? — /),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^… The registries were not looked at/));
  });

  it('lists every problem of the configuration and still looks at the database and the playbooks', async () => {
    const { lines, exit } = await (await opened()).examine({
      SLACK_BOT_TOKEN: 'nonsense',
      COUNTERSIGN_SECRET: undefined,
    });
    expect(exit).toBe(2);
    expect(starting(lines, '✗')).toEqual([
      '✗ COUNTERSIGN_SECRET is missing — set it to the output of: openssl rand -hex 32',
      expect.stringMatching(/^✗ SLACK_BOT_TOKEN is not usable — copy the token/),
    ]);
    expect(lines).toContainEqual(expect.stringMatching(/^✓ PostgreSQL/));
    expect(lines).toContainEqual(expect.stringMatching(/^✓ \d+ playbooks hold together/));
  });

  it('cannot prove a signing secret, and says what would', async () => {
    const { lines } = await (await opened()).examine({
      SLACK_APP_TOKEN: undefined,
      SLACK_SIGNING_SECRET: 'local-signing-secret',
    });
    expect(lines).toContainEqual(
      expect.stringMatching(/^… SLACK_SIGNING_SECRET is set; only a request that Slack signs/),
    );
  });

  it('says that Slack gives no socket for an app-level token it does not know', async () => {
    const { lines } = await (await opened()).examine({ SLACK_APP_TOKEN: 'xapp-of-another-app' });
    expect(starting(lines, '✗')).toEqual([
      expect.stringMatching(/^✗ Slack gives no socket for SLACK_APP_TOKEN \(invalid_auth\)/),
    ]);
  });

  it('says the same as JSON', async () => {
    const said = await (await opened()).examineAsJson();
    expect(said.ok).toBe(true);
    expect(said.findings).toContainEqual({
      check: 'database',
      state: 'ok',
      what: 'The database has every migration',
      fix: null,
    });
  });

  it('prints no secret, whatever is wrong', async () => {
    const { slack, mlflow, examine } = await opened();
    const spoiled = [
      {},
      { DATABASE_URL: 'postgresql://countersign:hunter2@127.0.0.1:1/x' },
      { DATABASE_URL: 'postgresql://countersign:hunter2@[nonsense' },
      { SLACK_BOT_TOKEN: 'xoxb-of-somebody-else' },
      { COUNTERSIGN_MLFLOW_URL: 'http://countersign:hunter2@127.0.0.1:1' },
    ];
    const printed: string[] = [];
    for (const changes of spoiled) printed.push(...(await examine(changes)).lines);
    slack.fault({ fault: 'error-500', on: true });
    mlflow.faults.set('error-500');
    printed.push(...(await examine()).lines);
    const secrets = ['hunter2', 'local-bot-token', 'of-somebody-else', 'local-app-token', password, 'long enough'];
    expect(printed.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([]);
    expect(printed.length).toBeGreaterThan(40);
  });
});
