import { aPerson, markedOf } from '../mention.ts';
import { own } from '../own.ts';
import type { Verdict, VoteNotCounted } from '../verdict.ts';
import { andList, coded, type Naming, quoted } from '../words.ts';
import { clause, type ExplanationLine, holderName, line, sentence } from './explanation-line.ts';
import type { Missing } from './missing.ts';
import { missingLine } from './missing-line.ts';
import { ruleLine } from './rule-line.ts';
import type { WouldApprove } from './would-approve.ts';

export interface ExplanationSection {
  readonly id: 'missing' | 'would_approve' | 'rules' | 'not_counted' | 'unknown' | 'besides';
  readonly title: string;
  readonly lines: readonly ExplanationLine[];
}

/** What an explanation is made of. */
export interface Explained {
  readonly verdict: Verdict;
  readonly missing: readonly Missing[];
  /** Null: nobody's approval could approve it. */
  readonly wouldApprove: WouldApprove | null;
  /** Whether no vote can change it any more: then nothing is said to be missing. */
  readonly over: boolean;
}

/** The tree in words: what is missing first, then every rule, then what did not count and what is not known. */
export function explanation(explained: Explained, naming: Naming): readonly ExplanationSection[] {
  const { verdict, missing } = explained;
  const sections: readonly ExplanationSection[] = [
    {
      id: 'missing',
      title: 'What is missing, and who could give it',
      lines: missing.map((one) => missingLine(one, naming)),
    },
    { id: 'would_approve', title: 'What if these people said yes', lines: [wouldLine(explained, naming)] },
    { id: 'rules', title: 'The rules', lines: verdict.rules.map((rule) => ruleLine(rule, naming)) },
    {
      id: 'not_counted',
      title: 'Votes that do not count',
      lines: verdict.votesNotCounted.map((vote) => notCountedLine(vote, naming)),
    },
    {
      id: 'unknown',
      title: 'What is not known, and what that did',
      lines: verdict.unknown.map((one) => line('…', `${factName(one.fact)}: ${sentence(one, naming)} ${one.effect}`)),
    },
    { id: 'besides', title: 'Besides', lines: besides(verdict, naming) },
  ];
  return sections.filter(
    ({ id, lines }) => lines.length > 0 && !(explained.over && (id === 'missing' || id === 'would_approve')),
  );
}

const people: Readonly<Record<string, string>> = {
  run_owner: 'Who started the training run',
  contributors: 'Who contributed to this version',
  data_owner: 'Who owns the data',
};

function factName(fact: string): string {
  return own(people, fact) ?? coded(fact);
}

function wouldLine(explained: Explained, naming: Naming): ExplanationLine {
  const { verdict, wouldApprove } = explained;
  if (verdict.status === 'approved' || verdict.status === 'overridden') {
    return line('✓', 'Nobody else has to agree: it is decided.');
  }
  if (wouldApprove === null)
    return line('✗', `It would not be enough if everybody approved: ${obstacleTo(explained)}.`);
  const people = andList(wouldApprove.people.map((one) => holderName(one, naming)));
  const fewer = wouldApprove.smallest ? '' : ' Fewer people may be enough; not every combination was tried.';
  return line('…', `If ${people} approved now, it would be approved.${fewer}`);
}

/** Names whose vote it is where the sentence does not. */
function notCountedLine(vote: VoteNotCounted, naming: Naming): ExplanationLine {
  const whose = markedOf(vote).includes(aPerson(vote.person)) ? '' : `${holderName(vote, naming)}: `;
  if (vote.since === null) return line('✗', `${whose}${sentence(vote, naming)}`);
  return line('✗', [`${whose}${clause(vote, naming)} (since `, { at: vote.since }, ').']);
}

/** What approvals cannot give. */
function obstacleTo({ missing }: Explained): string {
  const has = (what: Missing['what']) => missing.some((one) => one.what === what);
  if (has('block')) return 'first what blocks it has to end';
  if (has('evidence') || has('fact')) return 'approvals do not replace evidence or facts';
  return 'some seats can be filled by nobody now';
}

function besides(verdict: Verdict, naming: Naming): readonly ExplanationLine[] {
  // Whom nobody can name stands among what is not known already.
  const flags = verdict.flags.filter(({ code }) => code !== 'people_unknown');
  const lines = flags.map((flag) => line('›', sentence(flag, naming)));
  for (const { request, due, overdue } of verdict.debt) {
    lines.push(line(overdue ? '✗' : '›', [`A review of ${request} is owed, due `, { at: due }, '.']));
  }
  if (verdict.reviewDue !== null) {
    const by = verdict.reviewBy.length === 0 ? '' : ` by ${naming.roles(verdict.reviewBy)}`;
    lines.push(line('›', [`This approval is to be reviewed${by} until `, { at: verdict.reviewDue }, '.']));
  }
  if (verdict.routes > 1 && verdict.route.length > 0) {
    lines.push(
      line(
        '›',
        `There are ${verdict.routes} ways to an approval; shown is the nearest: ${andList(verdict.route.map(quoted))}.`,
      ),
    );
  }
  return lines;
}
