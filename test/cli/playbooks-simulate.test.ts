import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runVerb } from '#cli/playbooks/index.ts';
import { canonicalJson } from '#domain/canonical-json.ts';
import { ConfigError, PlaybookError } from '#errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-simulate-'));
afterAll(() => rmSync(folder, { recursive: true }));

function facts(text: string): string {
  const path = join(folder, 'facts.json');
  writeFileSync(path, text);
  return path;
}

async function simulate(...argv: readonly string[]) {
  const lines: string[] = [];
  const exit = await runVerb(['simulate', ...argv], {
    folder: 'playbooks',
    print: (text) => void lines.push(text),
    withRecord: () => {
      throw new Error('no database is needed here');
    },
  });
  return { exit, text: lines.join('\n') };
}

const votes = (...all: readonly string[]) => all.flatMap((vote) => ['--vote', vote]);
const at = ['--at', '2026-11-26T10:00:00Z'];

describe('countersign playbooks simulate', () => {
  it('approves by the votes that are given, and ends with 0', async () => {
    const path = facts('{"requester": "ana", "run_owner": "ana", "criticality": "high"}');
    const { exit, text } = await simulate(
      'promotion-fraud.yaml',
      '--facts',
      path,
      ...votes('ben', 'mei=approve', 'tom'),
      ...at,
    );
    expect(exit).toBe(0);
    expect(text).toContain('“Fraud models to production”');
    expect(text).toContain('promote fraud/x to production, at 2026-11-26 10:00 UTC');
    expect(text).toContain('✓ Approved by mei, tom and ben.');
    expect(text).toContain('✓ “Answers within 90 ms” is taken as passed');
  });

  it('says what is missing, who could give it and which vote does not count, and ends with 1', async () => {
    const path = facts('requester: ana\nrun_owner: ben\nevidence: {fast-enough: failed}\n');
    const { exit, text } = await simulate('Fraud Models to production', '--facts', path, ...votes('ben', 'mei'), ...at);
    expect(exit).toBe(1);
    expect(text).toContain('✗ Blocked: Too few people could fill the seats.');
    expect(text).toContain('✗ “Answers within 90 ms” failed: taken as failed. Only another result can mend that.');
    expect(text).toContain('✗ ben started the training run.');
    expect(text).toContain('✗ It would not be enough if everybody approved: first what blocks it has to end.');
  });

  it('takes votes in order, other decisions and delegates', async () => {
    const blocked = await simulate('promotion-fraud', ...votes('ben', 'mei', 'tom', 'jon=block'), ...at);
    expect(blocked.text).toContain('✗ jon blocks it: As simulated. jon can lift it.');
    const lifted = await simulate('promotion-fraud', ...votes('ben', 'mei', 'tom', 'jon=block', 'jon=lift'), ...at);
    expect(lifted.exit).toBe(0);
    const delegated = votes('ben', 'mei=approve for jon', 'tom');
    const unknown = await simulate('promotion-fraud', ...delegated, ...at);
    expect(unknown.text).toContain('✗ mei for jon: This playbook allows no delegates for such a model.');
    const high = await simulate('promotion-fraud', '--facts', facts('{"criticality": "high"}'), ...delegated, ...at);
    expect(high.text).toContain('✗ jon has not delegated Risk to mei for this time.');
  });

  it('prints canonical JSON, the same for the same question', async () => {
    const ask = async (text: string) =>
      (await simulate('promotion-fraud', '--facts', facts(text), ...votes('mei'), ...at, '--json')).text;
    const json = await ask('{"requester": "ana", "criticality": "high", "evidence": {"fast-enough": "stale"}}');
    expect(canonicalJson(JSON.parse(json))).toBe(json);
    expect(await ask('{"evidence": {"fast-enough": "stale"}, "criticality": "high", "requester": "ana"}')).toBe(json);
    expect(JSON.parse(json)).toMatchObject({ status: 'waiting', would_approve: null });
    expect(json).not.toContain('"request"');
  });

  it.each([
    ['{"requster": "ana"}', '1:2: unknown key "requster"; did you mean "requester"? [unknown_key]'],
    ['{\n\t"evidence": {"fast-enough": "passd"}}', '2:30: "passd" is not one of passed, failed, missing, stale'],
    ['{"requester": "an"}', '1:15: there is no person "an"; did you mean "ana"? [dangling_name]'],
    ['{"roles": {"mei": ["rsk"]}}', 'there is no role "rsk"; did you mean "risk"? [dangling_name]'],
    ['{"evidence": {"speed": "passed"}}', '1:15: there is no evidence "speed"; there are: catches-fraud, fast-enough'],
    ['{"requester": "ana",, }', '1:21: '],
  ])('refuses the facts %s by line and column', async (text, sentence) => {
    const path = facts(text);
    const failed = await simulate('promotion-fraud', '--facts', path).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(PlaybookError);
    expect(String(failed)).toContain(`${path}:`);
    expect(String(failed)).toContain(sentence);
  });

  it.each([
    [[], 'say which playbook, as `simulate promotion-credit.yaml`'],
    [['promotion-fruad'], 'there is no playbook "promotion-fruad". Did you mean "promotion-fraud"?'],
    [['promotion-critical'], '"Critical models to production" is abstract, so it decides nothing'],
    [['promotion-fraud', '--vote', 'anna'], '--vote "anna": people.yaml has no person "anna"; did you mean "ana"?'],
    [['promotion-fraud', '--vote', 'ana=blok'], '--vote "ana=blok": nobody can "blok"; did you mean "block"?'],
    [['promotion-fraud', '--vote', 'mei=approve for jo'], 'people.yaml has no person "jo"; did you mean "jon"?'],
    [['promotion-fraud', '--vote', '='], '--vote "=" is no vote: write ana=approve'],
    [['promotion-fraud', '--at', 'noon'], '--at noon is no instant: write it with its zone, as 2026-11-30T09:00:00Z'],
    [['promotion-fraud', '--facts', '/nowhere.json'], 'the facts /nowhere.json cannot be read'],
  ])('%j could not run, and says what to do', async (argv, sentence) => {
    const failed = await simulate(...argv).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ConfigError);
    expect(String(failed)).toContain(sentence);
  });
});
