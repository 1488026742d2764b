import { explanation } from '#playbook/explain/explanation.ts';
import { type ExplanationLine, line, sentence } from '#playbook/explain/explanation-line.ts';
import type { Missing } from '#playbook/explain/missing.ts';
import type { Naming } from '#playbook/words.ts';
import type { RequestExplanation } from '#views/explain-request.ts';
import { counted, listed } from '#views/wording.ts';
import { namingOf } from '../in-names.ts';
import { presentRequest } from '../present-request.ts';
import type { RequestRow, Setting } from '../setting.ts';
import { personOf } from '../who.ts';
import { type ExplainedRequest, explainRequest } from './explain-request.ts';
import { readerSentence } from './reader-sentence.ts';

const marks = { error: '✗', blocked: '✗', waiting: '…', approved: '✓', overridden: '✓' } as const;

/** Why a request is where it is, in people's names, for one reader. */
export async function explainToReader(
  setting: Setting,
  row: RequestRow,
  slackUser: string,
): Promise<RequestExplanation> {
  const explained = await explainRequest(setting, setting.db, row);
  const { names, card } = await presentRequest(setting, setting.db, row);
  const { verdict } = explained;
  const naming = namingOf(names, verdict);
  const person = personOf(setting.playbooks().set.people, slackUser);
  const parts = explanation(explained, naming).map(({ title, lines }) => ({ title, lines }));
  const next = nextLines(explained);
  return {
    request: `R-${row.number}`,
    card,
    standing: line(marks[verdict.status], standingText(explained, naming)),
    you: readerSentence(setting, explained, names, person),
    sections: [
      ...parts.slice(0, 2),
      ...(next.length === 0 ? [] : [{ title: 'What happens next', lines: next }]),
      ...parts.slice(2),
    ],
    judged: judgedBy(explained),
  };
}

/** How it stands, in short: the sections say the rest. */
function standingText({ verdict, missing }: ExplainedRequest, naming: Naming): string {
  if (verdict.expired) return 'Its time is over.';
  const { status } = verdict;
  if (status === 'approved' || status === 'overridden' || status === 'error') return sentence(verdict, naming);
  const count = (what: Missing['what']) =>
    missing.reduce((sum, one) => sum + (one.what !== what ? 0 : one.what === 'seat' ? one.count : 1), 0);
  const lacks = [
    [count('seat'), counted(count('seat'), 'approval')],
    [count('evidence'), counted(count('evidence'), 'piece', 'pieces') + ' of evidence'],
    [count('fact'), counted(count('fact'), 'fact')],
  ] as const;
  const said = lacks.filter(([number]) => number > 0).map(([, text]) => text);
  const start = status === 'blocked' ? 'Blocked' : 'Waiting';
  return said.length === 0 ? `${start}.` : `${start}; missing: ${listed(said)}.`;
}

function nextLines({ over, verdict, loaded: { row } }: ExplainedRequest): readonly ExplanationLine[] {
  const { status, gates, deadline, nextChangeAt } = verdict;
  if (row.state === 'executing') return [line('…', 'It is being carried out; its card shows the outcome.')];
  if (over) return [];
  const by = { at: deadline };
  const decided = status === 'approved' || status === 'overridden';
  const first = !decided
    ? line('›', ['If it is not approved until ', by, ', it expires.'])
    : gates.length === 0
      ? line('›', 'It is carried out now; its card shows how that goes.')
      : line('›', ['Once nothing keeps it waiting, it is carried out; it expires if that is not by ', by, '.']);
  const last = gates.map(({ until }) => until);
  const known = nextChangeAt === null || nextChangeAt === deadline || last.includes(nextChangeAt);
  if (known || (decided && gates.length === 0)) return [first];
  const change = 'Without anybody pressing anything, it is judged anew ';
  return [first, line('›', [change, { at: nextChangeAt }, ', when an age or a time of the playbook is reached.'])];
}

function judgedBy({ over, at, policies, loaded: { row } }: ExplainedRequest): RequestExplanation['judged'] {
  const when = over ? ['As it was decided ', { at }] : ['As judged now'];
  if (row.action === 'change_playbook') {
    return [...when, ', by the rules for changes of the playbooks. `/mlops playbooks` shows the set in force.'];
  }
  const policy =
    policies.length > 1
      ? `the stricter of two: the playbook “${row.playbook}” as it was when this was opened, and as it is in force`
      : `the playbook “${row.playbook}”`;
  return [...when, `, by ${policy}. \`/mlops policy ${row.modelName}\` shows the rules.`];
}
