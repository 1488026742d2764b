import type { Instant } from '#domain/instant.ts';
import { roleName } from '#domain/role-name.ts';
import { type Explained, explanation } from '#playbook/explain/explanation.ts';
import { type ExplanationLine, sentence } from '#playbook/explain/explanation-line.ts';
import type { Verdict } from '#playbook/verdict.ts';
import type { Naming } from '#playbook/words.ts';

/** Names for a terminal: people by the ids of people.yaml, roles and evidence as they are read. */
function terminalNaming({ evidence }: Pick<Verdict, 'evidence'>): Naming {
  const titles = new Map(evidence.map(({ id, title }) => [id, title]));
  return { person: (id) => id, roles: roleName, evidence: (id) => `“${titles.get(id) ?? id}”` };
}

const standings = {
  error: '✗ It cannot be judged: ',
  blocked: '✗ Blocked: ',
  waiting: '… Waiting: ',
  approved: '✓ ',
  overridden: '✓ ',
} as const;

/** An explanation for a terminal: how it stands and why, then a section each. */
export function explanationText(explained: Explained): string {
  const { verdict } = explained;
  const naming = terminalNaming(verdict);
  const lines = [`${standings[verdict.status]}${sentence(verdict, naming)}`, ...deadlineLines(explained)];
  for (const section of explanation(explained, naming)) {
    lines.push('', section.title, ...section.lines.flatMap((line) => indented(line, 1)));
  }
  return lines.join('\n');
}

function deadlineLines({ verdict, over }: Explained): readonly string[] {
  const { status, deadline, expired, nextChangeAt } = verdict;
  if (expired) return [`✗ It expired at ${utcMinute(deadline)}.`];
  if (over || status === 'overridden') return [];
  const what = status === 'approved' ? 'To be carried out by' : 'To be approved by';
  return [
    `› ${what} ${utcMinute(deadline)}.`,
    ...(nextChangeAt === null || nextChangeAt === deadline
      ? []
      : [`› Without anybody doing anything, it can change at ${utcMinute(nextChangeAt)} at the earliest.`]),
  ];
}

function indented({ mark, says, under }: ExplanationLine, depth: number): readonly string[] {
  const text = says.map((piece) => (typeof piece === 'string' ? piece : utcMinute(piece.at))).join('');
  return [`${'  '.repeat(depth)}${mark} ${text}`, ...under.flatMap((one) => indented(one, depth + 1))];
}

/** An instant to the minute, as `2026-11-30 07:00 UTC`. */
export function utcMinute(instant: Instant): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`;
}
