import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readConfig, readLocalConfig } from '../src/config.ts';
import { variables } from '../src/config-variables.ts';
import { ConfigError } from '../src/errors.ts';
import { Secret } from '../src/secret.ts';

const good = {
  COUNTERSIGN_SECRET: '0123456789abcdef0123456789abcdef',
  SLACK_BOT_TOKEN: 'xoxb-bot-token',
  SLACK_APP_TOKEN: 'xapp-app-token',
};

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('the configuration', () => {
  it('lists every problem at once, each with its variable and the fix', () => {
    const problems = problemsOf({
      DATABASE_URL: 'mysql://db/countersign',
      COUNTERSIGN_SECRET: 'short',
      SLACK_BOT_TOKEN: 'xapp-the-other-one',
      SLACK_APP_TOKEN: 'xoxb-the-other-one',
      SLACK_SIGNING_SECRET: 'short',
      SLACK_API_URL: 'slack.com',
      PORT: '70000',
      LOG_LEVEL: 'loud',
    });
    const names = [
      'DATABASE_URL',
      'COUNTERSIGN_SECRET',
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'SLACK_SIGNING_SECRET',
      'SLACK_API_URL',
      'PORT',
      'LOG_LEVEL',
    ] as const;
    expect([...problems].sort()).toEqual(names.map((name) => `${name} is not usable: ${variables[name].fix}`).sort());
  });

  it('has a fix for every variable that can be wrong', () => {
    for (const [name, { schema, fix }] of Object.entries(variables)) {
      const canBeWrong = !schema.safeParse('any text').success || !schema.safeParse(undefined).success;
      if (canBeWrong) expect(fix, name).not.toBe('');
    }
  });

  it('names what is missing; an empty variable is a missing one', () => {
    const missing = [
      `COUNTERSIGN_SECRET is missing: ${variables.COUNTERSIGN_SECRET.fix}`,
      `SLACK_APP_TOKEN is missing: ${variables.SLACK_APP_TOKEN.fix}`,
      `SLACK_BOT_TOKEN is missing: ${variables.SLACK_BOT_TOKEN.fix}`,
    ];
    expect([...problemsOf({})].sort()).toEqual(missing);
    expect([...problemsOf({ COUNTERSIGN_SECRET: '', SLACK_BOT_TOKEN: ' ', SLACK_APP_TOKEN: '' })].sort()).toEqual(
      missing,
    );
  });

  it('never repeats a value it refuses', () => {
    const problems = problemsOf({ ...good, DATABASE_URL: 'mysql://u:hunter2@db', SLACK_BOT_TOKEN: 'hunter2' });
    expect(problems).toHaveLength(2);
    expect(problems.join('\n')).not.toContain('hunter2');
  });

  it('is enough with a secret, a bot token and a way to Slack', () => {
    const config = readConfig(good);
    expect(config).toMatchObject({
      databaseUrl: null,
      playbooksFolder: 'playbooks',
      dataFolder: '.countersign',
      host: '0.0.0.0',
      port: 3000,
      logLevel: 'info',
      slack: { apiUrl: null, transport: { mode: 'socket' } },
    });
  });

  it('takes signed requests where there is no app token, and the socket where there are both', () => {
    const { SLACK_APP_TOKEN, ...rest } = good;
    const signing = { SLACK_SIGNING_SECRET: '0123456789abcdef' };
    expect(readConfig({ ...rest, ...signing }).slack.transport.mode).toBe('http');
    expect(readConfig({ ...rest, ...signing, SLACK_APP_TOKEN }).slack.transport.mode).toBe('socket');
  });

  it('reads a connection from the variables of its id', () => {
    const { connection } = readConfig({
      ...good,
      COUNTERSIGN_MLFLOW_EU_URL: 'https://mlflow.example',
      COUNTERSIGN_MLFLOW_EU_TOKEN: 'a-token',
    });
    expect(connection('mlflow-eu').url).toBe('https://mlflow.example');
    expect(connection('mlflow-eu').token?.reveal()).toBe('a-token');
    expect(connection('mlflow')).toEqual({
      url: null,
      username: null,
      password: null,
      token: null,
      tokenFile: null,
      outputDirectory: null,
      runServiceAccount: null,
      webhookSecret: null,
      pushAudience: null,
      pushAccount: null,
      impersonate: null,
    });
  });

  it('needs no token for what only reads the database and the playbooks', () => {
    expect(readLocalConfig({ DATABASE_URL: 'postgres://db/x' }).databaseUrl?.reveal()).toBe('postgres://db/x');
    expect(() => readLocalConfig({ DATABASE_URL: 'db' })).toThrow(ConfigError);
  });
});

describe('a secret', () => {
  const env = {
    ...good,
    DATABASE_URL: 'postgresql://u:hunter2@db/x',
    COUNTERSIGN_M_PASSWORD: 'a-password',
    COUNTERSIGN_M_TOKEN: 'a-token',
    COUNTERSIGN_M_WEBHOOK_SECRET: 'a-webhook-secret',
  };
  const config = readConfig(env);
  const whole = { ...config, m: config.connection('m') };
  const values = [...Object.values(good), 'hunter2', 'a-password', 'a-token', 'a-webhook-secret'];

  it.each([
    ['inspected', inspect(whole, { depth: null, showHidden: true })],
    ['written as JSON', JSON.stringify(whole)],
    ['inspected inside an error', inspect(new Error('no', { cause: whole }), { depth: null })],
    ['written with a format', `${String(config.secret)} ${String(config.slack.botToken)}`],
  ])('is not there when the configuration is %s', (_, text) => {
    expect(text).toContain('[secret]');
    expect(values.filter((value) => text.includes(value))).toEqual([]);
  });

  it('has no property that holds it', () => {
    expect(Reflect.ownKeys(new Secret('hunter2'))).toEqual([]);
    expect(Object.assign({}, new Secret('hunter2'))).toEqual({});
  });

  it('is given away by reveal alone', () => {
    expect(new Secret('hunter2').reveal()).toBe('hunter2');
  });
});
