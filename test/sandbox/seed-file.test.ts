import { describe, expect, it } from 'vitest';
import { ConfigError } from '#errors.ts';
import { readSeed } from '#sandbox/seed-file.ts';
import { startPretendSlack } from '#sandbox/slack/server.ts';
import { clientOf } from './slack-scripted-app.ts';

const seed = `team: {id: T0ACME0001, name: Acme, domain: acme}
app:
  name: Deployer
  request_url: http://127.0.0.1:3999/slack/events
  commands: [{command: /deploy, description: Ship it, usage_hint: <service>}]
people:
  - {id: U0SAM00001, name: sam, real_name: Sam Ito}
  - {id: U0LIN00002, name: lin, real_name: Lin Berg, kind: guest, time_zone: Asia/Tokyo}
channels:
  - {id: C0SHIP0001, name: ship, members: [sam, lin]}
  - {id: C0SECRET02, name: secret, kind: private, members: [sam], app: false}
groups:
  - {id: S0DUTY0001, handle: duty, name: Duty, people: [sam]}
`;

function problemsOf(text: string): readonly string[] {
  try {
    readSeed('acme.yaml', text);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('a seed file', () => {
  it('makes a workspace of its own, which Slack’s own client can use', async () => {
    const slack = await startPretendSlack(readSeed('acme.yaml', seed));
    try {
      const client = clientOf(slack);
      expect(await client.auth.test()).toMatchObject({ team: 'Acme', team_id: 'T0ACME0001', user_id: 'U0LOCALB01' });
      expect(await client.users.info({ user: 'U0LIN00002' })).toMatchObject({
        user: { is_restricted: true, tz: 'Asia/Tokyo', profile: { real_name: 'Lin Berg' } },
      });
      await client.chat.postMessage({ channel: 'C0SHIP0001', text: 'hello' });
      await expect(client.chat.postMessage({ channel: 'C0SECRET02', text: 'x' })).rejects.toThrow('channel_not_found');
      expect(slack.see.workspace().app.commands).toEqual([
        { command: '/deploy', description: 'Ship it', usageHint: '<service>' },
      ]);
    } finally {
      await slack.stop();
    }
  });

  it.each([
    [
      'an unknown key',
      seed.replace('request_url', 'requst_url'),
      /^acme\.yaml:3:3: app: Unrecognized key: "requst_url"$/,
    ],
    [
      'a stranger in a channel',
      seed.replace('[sam, lin]', '[sam, ann]'),
      /^acme\.yaml:10:\d+: channels\.0\.members\.1: nobody/,
    ],
    [
      'an id that is none',
      seed.replace('U0SAM00001', 'sam'),
      /^acme\.yaml:7:10: people\.0\.id: an id of a person looks like/,
    ],
    [
      'broken YAML',
      seed.replace('name: Acme,', 'name: Acme, name: Acme,'),
      /^acme\.yaml:1:\d+: Map keys must be unique/,
    ],
    ['a command of 33 characters', seed.replace('/deploy', `/${'x'.repeat(32)}`), /commands\.0\.command: Too big/],
    ['a usage hint of 1,001', seed.replace('<service>', 'x'.repeat(1001)), /commands\.0\.usage_hint: Too big/],
    ['a description of 2,001', seed.replace('Ship it', 'x'.repeat(2001)), /commands\.0\.description: Too big/],
    ['nothing', '', /^acme\.yaml:1:1: /],
    ['an alias', `${seed}x: &a 1\ny: *a\n`, /^acme\.yaml:\d+:\d+: /],
  ])('with %s is refused with its place', (_what, text, sentence) => {
    const problems = problemsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n')).toMatch(sentence);
  });

  it('takes a command as long as Slack takes one', () => {
    const longest = [`/${'x'.repeat(31)}`, 'x'.repeat(1000), 'x'.repeat(2000)] as const;
    const [command, hint, description] = longest;
    const text = seed.replace('/deploy', command).replace('<service>', hint).replace('Ship it', description);
    expect(problemsOf(text)).toEqual([]);
  });
});
