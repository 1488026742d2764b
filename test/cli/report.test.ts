import { describe, expect, it } from 'vitest';
import { type DatabaseFacts, databaseFindings, noDatabase } from '#cli/doctor/database.ts';
import { type Check, ok, problem } from '#cli/doctor/finding.ts';
import { registryFindings } from '#cli/doctor/registries.ts';
import { report } from '#cli/doctor/report.ts';
import type { SlackAnswer } from '#cli/doctor/slack-call.ts';
import { tokenFindings } from '#cli/doctor/slack-token.ts';
import type { ModelRegistry } from '#domain/registry.ts';
import { ConfigError, UpstreamError } from '#errors.ts';

async function printed(checks: readonly Check[], json = false): Promise<{ lines: string[]; fine: boolean }> {
  const lines: string[] = [];
  const fine = await report(checks, { json, print: (line) => lines.push(line) });
  return { lines, fine };
}

const good: Check = { name: 'good', limitMs: 1_000, look: async () => [ok('All is well')] };
const failing = (error: unknown): Check => ({ name: 'bad', limitMs: 1_000, look: () => Promise.reject(error) });

describe('the report of doctor', () => {
  it('prints findings in the order of the checks, whichever is done first', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const slow: Check = {
      name: 'slow',
      limitMs: 1_000,
      look: async () => {
        await promise;
        return [problem('Slow is broken', 'mend it')];
      },
    };
    const last: Check = {
      ...good,
      look: async () => {
        resolve();
        return [ok('All is well')];
      },
    };
    const { lines, fine } = await printed([slow, last]);
    expect(lines).toEqual(['✗ Slow is broken — mend it', '✓ All is well', '\n1 to mend.']);
    expect(fine).toBe(false);
  });

  it('gives up a check that never ends, and still prints the next', async () => {
    const endless: Check = { name: 'endless', limitMs: 5, look: () => new Promise(() => {}) };
    const { lines } = await printed([endless, good]);
    expect(lines[0]).toMatch(/^✗ endless: not done within 0 s — /);
    expect(lines[1]).toBe('✓ All is well');
  });

  it('shows a configuration error with its fix and an upstream error by its sentence', async () => {
    const { lines } = await printed([
      failing(new ConfigError(['X is missing: set it', 'Y is wrong: mend it'])),
      failing(new UpstreamError('MLflow', 'MLflow did not answer.', { retryable: true })),
    ]);
    expect(lines.slice(0, 3)).toEqual([
      '✗ X is missing — set it',
      '✗ Y is wrong — mend it',
      '✗ MLflow did not answer. — run countersign doctor again in a minute',
    ]);
  });

  it('never prints the text of an error that is not ours', async () => {
    const { lines } = await printed([failing(new TypeError('at postgres://u:hunter2@db')), failing('hunter2'), good]);
    expect(lines.join('\n')).not.toContain('hunter2');
    expect(lines[0]).toBe('✗ bad: the check itself failed with TypeError — that is a bug of Countersign: report it');
    expect(lines[2]).toBe('✓ All is well');
  });

  it('keeps a finding on one line', async () => {
    const { lines } = await printed([{ ...good, look: async () => [problem('two\n  lines', 'one\nline')] }]);
    expect(lines[0]).toBe('✗ two lines — one line');
  });
});

describe('findings of the database', () => {
  const facts: DatabaseFacts = { version: '16.2', versionNumber: 160_002, skewMs: 3, pending: [], embedded: false };
  const states = (given: Partial<DatabaseFacts>) =>
    databaseFindings({ ...facts, ...given })
      .filter(({ state }) => state === 'problem')
      .map(({ what }) => what);

  it('takes version 15 and refuses 14', () => {
    expect(states({ version: '15.0', versionNumber: 150_000 })).toEqual([]);
    expect(states({ version: '14.22', versionNumber: 140_022 })).toEqual(['PostgreSQL 14.22 is older than 15']);
  });

  it.each([
    [6_000, '6 s ahead of'],
    [-7_400, '7 s behind'],
  ])('tells a clock that is %d ms off', (skewMs, said) => {
    expect(states({ skewMs })).toEqual([`The database's clock is ${said} ours`]);
  });

  it('asks for a release of a given database, and leaves its own to the next start', () => {
    expect(states({ pending: ['0002_more'] })).toEqual(['1 migration is to come: 0002_more']);
    expect(states({ pending: ['0002_more'], embedded: true })).toEqual([]);
  });

  it.each(['28P01', '3D000', 'ENOTFOUND', 'XX000'])('says what to do about %s', (code) => {
    expect(noDatabase(code).fix).toMatch(/DATABASE_URL/);
  });
});

describe('findings of the token', () => {
  const answer: SlackAnswer = {
    ok: true,
    error: null,
    body: { team: 'Northwind', user: 'countersign', bot_id: 'B1' },
    scopes: ['chat:write', 'channels:history'],
    serverMs: 1_000_000,
    ourMs: 1_000_500,
  };
  const scopes = { bot: ['chat:write'], optional: ['channels:history', 'groups:history'] };
  const said = (given: Partial<SlackAnswer>) => tokenFindings({ ...answer, ...given }, scopes);

  it.each([
    [31_000, /^Our clock is 31 s ahead of Slack's$/],
    [-31_000, /^Our clock is 31 s behind Slack's$/],
  ])('tells a clock that is %d ms off, half a second of which the header rounds away', (off, expected) => {
    const found = said({ ourMs: answer.ourMs + off }).find(({ state }) => state === 'problem');
    expect(found?.what).toMatch(expected);
    expect(said({ ourMs: answer.ourMs + Math.sign(off) * 30_000 }).map(({ state }) => state)).not.toContain('problem');
  });

  it('names just the optional scopes that are missing', () => {
    const lost = said({}).find(({ what }) => what.includes('lost'));
    expect(lost).toMatchObject({ state: 'note', fix: expect.stringMatching(/grant groups:history$/) });
  });

  it('tells a token of a user from one of a bot', () => {
    expect(said({ body: { team: 'Northwind', user: 'ana' } })[0]).toMatchObject({ state: 'problem' });
  });

  it.each(['no_answer', 'not_json', 'ratelimited', 'token_revoked', 'invalid_auth'])(
    'says what to do about %s',
    (error) => {
      const findings = said({ ok: false, error });
      expect(findings).toHaveLength(1);
      expect(findings[0]).toMatchObject({ state: 'problem', fix: expect.stringMatching(/\w{3}/) });
    },
  );
});

describe('findings of a registry', () => {
  it('shows what the registry says, and apart from that what cannot be seen', async () => {
    const registry = {
      id: 'main',
      title: 'MLflow',
      check: async () => ({
        reachable: true,
        version: '2.8.1',
        clockSkewMs: 0,
        problems: [
          { sentence: 'MLflow 2.8.1 is older than 2.9.', fix: 'Upgrade it: Countersign is made for 2.9 to 3.x.' },
        ],
        seen: ['It keeps 3 models.'],
        unseen: ['Whether this token may set and delete aliases; only a first write shows that.'],
      }),
    } as Partial<ModelRegistry> as ModelRegistry;
    expect(await registryFindings(registry)).toEqual([
      { state: 'ok', what: 'MLflow (main) answers, version 2.8.1', fix: null },
      { state: 'ok', what: 'MLflow (main): it keeps 3 models', fix: null },
      {
        state: 'problem',
        what: 'MLflow (main): MLflow 2.8.1 is older than 2.9',
        fix: 'upgrade it: Countersign is made for 2.9 to 3.x',
      },
      {
        state: 'note',
        what: 'MLflow (main): cannot be seen from here: whether this token may set and delete aliases; only a first write shows that',
        fix: null,
      },
    ]);
  });
});
