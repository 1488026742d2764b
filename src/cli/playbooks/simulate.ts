import { readFile } from 'node:fs/promises';
import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import { ConfigError, PlaybookError } from '#errors.ts';
import { readPlaybooks } from '#operations/playbooks/read-playbooks.ts';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import { explain } from '#playbook/explain/explain.ts';
import { missingOf } from '#playbook/explain/missing.ts';
import { wouldApprove } from '#playbook/explain/would-approve.ts';
import type { Playbook, PlaybookSet } from '#playbook/playbook.ts';
import { readGivenFacts } from '#playbook/trial/given-facts.ts';
import type { InlineTest } from '#playbook/trial/inline-test.ts';
import { simulate as simulated } from '#playbook/trial/simulate.ts';
import { explanationText, utcMinute } from './explanation-text.ts';
import { playbookNamed } from './playbook-named.ts';
import type { Verb } from './verb.ts';
import { votesTyped } from './votes-typed.ts';

/** Evaluates a playbook on facts and votes that are given, without a request: 0 if that approves, 1 if not. */
export const simulate: Verb = {
  name: 'simulate',
  usage: '<file or name>',
  summary: 'decide without a request; --facts f.json, --vote ana=approve (repeatable), --at 2026-11-30T09:00:00Z',
  options: ['facts', 'vote', 'at'],
  run: async ({ folder, words, json, options, print }) => {
    const set = await readPlaybooks(folder);
    if (words.length === 0) throw new ConfigError(['say which playbook, as `simulate promotion-credit.yaml`']);
    const playbook = playbookNamed(set, words.join(' '));
    if (playbook.abstract) {
      throw new ConfigError([`"${playbook.name}" is abstract, so it decides nothing: name a playbook that extends it`]);
    }
    const at = instantTyped(options['at']?.at(-1));
    const given = await factsTyped(options['facts']?.at(-1), set, playbook);
    const votes = votesTyped(set, options['vote'] ?? []);
    const { policy, facts, verdict, votes: cast } = simulated(set, playbook, { given, votes, at });
    const policies = [policy];
    const missing = missingOf(verdict, policies);
    const judge = (all: typeof cast) => evaluate(policy, facts, all, at);
    const would = wouldApprove({ policies, facts, votes: cast, now: at, judge });
    const beyond = { missing, wouldApprove: would };
    if (json) print(explain(verdict, null, beyond));
    else {
      print(
        `Simulated: “${playbook.name}” (${playbook.path}), ${facts.action} ${facts.model}${facts.target === null ? '' : ` to ${facts.target}`}, at ${utcMinute(at)}`,
      );
      print(explanationText({ verdict, ...beyond, over: false }));
    }
    return verdict.status === 'approved' || verdict.status === 'overridden' ? 0 : 1;
  },
};

function instantTyped(text: string | undefined): Instant {
  if (text === undefined) return new Date().toISOString();
  try {
    return instantAt(epochMs(text));
  } catch {
    throw new ConfigError([`--at ${text} is no instant: write it with its zone, as 2026-11-30T09:00:00Z`]);
  }
}

async function factsTyped(
  path: string | undefined,
  set: PlaybookSet,
  playbook: Playbook,
): Promise<InlineTest['given']> {
  if (path === undefined) return {};
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ConfigError([`the facts ${path} cannot be read: name a JSON or YAML file with --facts`], { cause });
  });
  const read = readGivenFacts(path, text, set, playbook);
  if (!read.ok) throw new PlaybookError(read.problems);
  return read.given;
}
