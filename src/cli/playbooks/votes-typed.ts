import { suggestion } from '#domain/suggestion.ts';
import { ConfigError } from '#errors.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import type { InlineTest } from '#playbook/trial/inline-test.ts';
import { decisions } from '#playbook/vote.ts';

/**
 * Votes as they are typed, in order: `ana`, `ana=block`, `mei=approve for jon`. Throws a ConfigError that names every
 * one that is none, with what was likely meant.
 */
export function votesTyped(set: PlaybookSet, typed: readonly string[]): InlineTest['votes'] {
  const problems: string[] = [];
  const people = Object.keys(set.people.people);
  const personOf = (text: string, vote: string) => {
    if (!people.includes(text))
      problems.push(`--vote "${vote}": people.yaml has no person "${text}"${hint(text, people)}`);
    return text;
  };
  const votes = typed.map((vote) => {
    const [, person = '', said = 'approve', principal = null] = form.exec(vote.trim()) ?? [];
    if (person === '') {
      problems.push(`--vote "${vote}" is no vote: write ana=approve, ana=block or "mei=approve for jon"`);
    } else personOf(person, vote);
    const decision = decisions.find((one) => one === said);
    if (decision === undefined) problems.push(`--vote "${vote}": nobody can "${said}"${hint(said, decisions)}`);
    const actingFor = principal === null ? null : personOf(principal, vote);
    return { person, decision: decision ?? ('approve' as const), actingFor };
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return votes;
}

const form = /^([^=\s]+)(?:=([^=\s]*)(?:\s+for\s+(\S+))?)?$/;

function hint(text: string, known: readonly string[]): string {
  const near = suggestion(text.toLowerCase(), known);
  return near === null ? `; there are: ${[...known].join(', ')}` : `; did you mean "${near}"?`;
}
