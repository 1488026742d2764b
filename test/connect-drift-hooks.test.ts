import { describe, expect, it } from 'vitest';
import { signatureOf } from '#adapters/pipelines/webhook/signature.ts';
import type { HookReading } from '#web/hooks.ts';
import { readConfig } from '../src/config.ts';
import { driftHookNote, driftHookSource } from '../src/connect-drift-hooks.ts';
import type { ConnectionSecrets } from '../src/connection-secrets.ts';
import { ConfigError } from '../src/errors.ts';
import { anomalyEntry, driftEvent, incident, pushed, snapshot } from './adapters/drift/deliveries.ts';
import { account, audience, bearer, certificates } from './support/push-tokens.ts';

const nowMs = Date.parse('2026-11-30T12:00:00Z');
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const env = { COUNTERSIGN_SECRET: 'x'.repeat(32), SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
const push = { PUSH_AUDIENCE: audience, PUSH_ACCOUNT: account };
const password = { USERNAME: 'monitoring', PASSWORD: 'correct horse' };

function secretsOf(given: Readonly<Record<string, string>>): ConnectionSecrets {
  const named = Object.entries(given).map(([name, value]) => [`COUNTERSIGN_DRIFT_${name}`, value]);
  return readConfig({ ...env, ...Object.fromEntries(named) }).connection('drift');
}

type Kind = 'drift-events' | 'vertex-monitoring' | 'cloud-monitoring' | 'mlflow';
const connectionOf = (kind: Kind) => ({ id: 'drift', kind, url: null, project: null, location: null });

function source(kind: Kind, given: Readonly<Record<string, string>> = {}, kept: readonly string[][] = [[secret]]) {
  const answers = [...kept];
  const last = answers.at(-1) ?? [];
  return driftHookSource(connectionOf(kind), secretsOf(given), {
    now: () => nowMs,
    certificates: async () => certificates,
    secrets: async () => answers.shift() ?? last,
  });
}

async function verified(
  hook: ReturnType<typeof source>,
  body: unknown,
  headers: Readonly<Record<string, string>>,
  address = '/hooks/drift',
): Promise<HookReading> {
  if (hook === null) throw new Error('no hook is taken');
  return await hook.verify(headers, Buffer.from(JSON.stringify(body)), address);
}

function signed(body: unknown, { id = 'd-1', ageMs = 0, by = secret } = {}) {
  const timestamp = String(Math.floor((nowMs - ageMs) / 1000));
  const signature = signatureOf(by, { id, timestamp, content: JSON.stringify(body) });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
}

const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });

describe('a signed hook of drift events', () => {
  it('is believed, with what of headers and address says how to read it, and nothing that proves who sent it', async () => {
    const headers = {
      ...signed(snapshot),
      'content-type': 'application/json',
      cookie: 'c',
      'x-countersign-model': 'no',
    };
    expect(
      await verified(source('drift-events'), snapshot, headers, '/hooks/drift?model=churn&version=7&other=1'),
    ).toEqual({
      ok: true,
      id: 'd-1',
      news: {
        kind: 'drift',
        headers: {
          'content-type': 'application/json',
          'webhook-id': 'd-1',
          'x-countersign-model': 'churn',
          'x-countersign-version': '7',
        },
        // It was read to tell its sender, and is not read again.
        translation: { ok: true, reports: [expect.objectContaining({ status: 'ok' })] },
      },
    });
  });

  it('that cannot be read is taken too, and its sender is told what is wrong', async () => {
    const body = { ...driftEvent, type: 'other' };
    expect(await verified(source('drift-events'), body, signed(body))).toMatchObject({
      ok: true,
      id: 'd-1',
      fault: expect.stringMatching(/^type is none of/),
      news: { translation: { ok: false, because: expect.stringMatching(/^type is none of/), at: '/type' } },
    });
  });

  it('may be signed with any secret that is kept, and one that was just made is looked for', async () => {
    const newer = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
    const headers = signed(driftEvent, { by: newer });
    expect(await verified(source('drift-events', {}, [[newer, secret]]), driftEvent, headers)).toMatchObject({
      ok: true,
    });
    expect(await verified(source('drift-events', {}, [[secret], [newer]]), driftEvent, headers)).toMatchObject({
      ok: true,
    });
  });

  const refused: [string, Readonly<Record<string, string>>, string][] = [
    ['without a signature', {}, 'headers-missing'],
    ['signed with another secret', signed(driftEvent, { by: 'another secret of theirs' }), 'bad-signature'],
    ['with another body', signed(snapshot), 'bad-signature'],
    ['with another id', { ...signed(driftEvent), 'webhook-id': 'd-2' }, 'bad-signature'],
    ['of ten minutes ago', signed(driftEvent, { ageMs: 600_000 }), 'too-old'],
    ['of in ten minutes', signed(driftEvent, { ageMs: -600_000 }), 'from-the-future'],
    ['with an id of spaces', signed(driftEvent, { id: 'a b' }), 'headers-missing'],
    ['with a token where none is believed', { authorization: bearer() }, 'headers-missing'],
  ];
  it.each(refused)('%s is not believed', async (_name, headers, reason) => {
    const answer = { ok: false, because: 'stranger', reason };
    expect(await verified(source('drift-events'), driftEvent, headers)).toEqual(answer);
  });

  it('is believed by nobody while there is no secret', async () => {
    const hook = source('drift-events', {}, [[]]);
    expect(await verified(hook, driftEvent, signed(driftEvent))).toMatchObject({ ok: false, reason: 'no-secret' });
  });
});

describe('a push of drift', () => {
  it.each<[Kind, unknown]>([
    ['drift-events', driftEvent],
    ['vertex-monitoring', anomalyEntry],
    ['cloud-monitoring', incident],
  ])('to %s is believed by its token alone, and is known by its message', async (kind, body) => {
    const hook = source(kind, push);
    expect(await verified(hook, pushed(body), { authorization: bearer() })).toMatchObject({ ok: true, id: '136' });
    const stranger = { authorization: bearer({}, { by: 'stranger' }) };
    expect(await verified(hook, pushed(body), stranger)).toMatchObject({ ok: false, because: 'stranger' });
    expect(await verified(hook, pushed(body), {})).toMatchObject({ ok: false, because: 'stranger' });
  });

  it('that cannot be read is answered as taken, or it would come for a week', async () => {
    const read = await verified(source('drift-events', push), pushed({ hello: 1 }), { authorization: bearer() });
    // It is read once, when it is taken.
    expect(read).toMatchObject({ ok: true, news: { translation: null } });
    expect(read).not.toHaveProperty('fault');
  });

  it('without an id is known by its bytes and the address it was sent to', async () => {
    const id = async (address: string) => {
      const read = await verified(source('drift-events', push), snapshot, { authorization: bearer() }, address);
      return read.ok ? read.id : null;
    };
    expect(await id('/hooks/drift?model=a')).toMatch(/^body [0-9a-f]{64}$/);
    expect(await id('/hooks/drift?model=a')).toBe(await id('/hooks/drift?model=a'));
    expect(await id('/hooks/drift?model=a')).not.toBe(await id('/hooks/drift?model=b'));
  });
});

describe('the webhook of Cloud Monitoring', () => {
  it('is believed by user name and password', async () => {
    const hook = source('cloud-monitoring', password);
    expect(await verified(hook, incident, basic('monitoring:correct horse'))).toMatchObject({ ok: true });
    for (const pair of ['monitoring:correct hors', 'other:correct horse', 'monitoring', '']) {
      expect(await verified(hook, incident, basic(pair))).toMatchObject({ ok: false, because: 'stranger' });
    }
    expect(await verified(hook, incident, {})).toMatchObject({ ok: false, reason: 'no-password' });
  });

  it('and its pushes are taken side by side', async () => {
    const hook = source('cloud-monitoring', { ...password, ...push });
    expect(await verified(hook, incident, basic('monitoring:correct horse'))).toMatchObject({ ok: true });
    expect(await verified(hook, pushed(incident), { authorization: bearer() })).toMatchObject({ ok: true });
  });
});

describe('a connection', () => {
  it('of another kind, or without anything to believe by, takes no drift', () => {
    expect(source('mlflow', push)).toBeNull();
    expect(source('vertex-monitoring')).toBeNull();
    expect(source('cloud-monitoring')).toBeNull();
  });

  it.each<[Kind, Readonly<Record<string, string>>, string]>([
    ['drift-events', { PUSH_AUDIENCE: audience }, 'PUSH_AUDIENCE and PUSH_ACCOUNT'],
    ['cloud-monitoring', { USERNAME: 'monitoring' }, 'USERNAME and PASSWORD'],
  ])('of kind %s with half of what it takes is refused, with what is missing', (kind, given, names) => {
    expect(() => source(kind, given)).toThrow(ConfigError);
    expect(() => source(kind, given)).toThrow(`connection drift has one of ${names}`);
  });

  it('that believes nobody is a line of doctor', () => {
    const line = (kind: Kind, given: Readonly<Record<string, string>>) =>
      driftHookNote(connectionOf(kind), secretsOf(given))?.state ?? null;
    expect(line('cloud-monitoring', {})).toBe('problem');
    expect(line('vertex-monitoring', {})).toBe('note');
    expect([line('cloud-monitoring', password), line('cloud-monitoring', push)]).toEqual([null, null]);
    expect([line('vertex-monitoring', push), line('drift-events', {}), line('mlflow', {})]).toEqual([null, null, null]);
  });
});
