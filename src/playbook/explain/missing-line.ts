import type { Block, BlockCode } from '../verdict.ts';
import { coded, type Naming, orList, quoted } from '../words.ts';
import { clause, type ExplanationLine, holderName, line, sentence } from './explanation-line.ts';
import type { Missing } from './missing.ts';

/** One missing thing with who or what could give it. */
export function missingLine(missing: Missing, naming: Naming): ExplanationLine {
  switch (missing.what) {
    case 'block':
      return line('✗', `${sentence(missing.block, naming)} ${wayOut(missing.block, naming)}`);
    case 'seat':
      return line('…', seatText(missing, naming));
    case 'evidence':
      return line(missing.item.status === 'failed' ? '✗' : '…', evidenceText(missing));
    case 'fact':
      return line('✗', `${quoted(missing.rule)} needs a fact that does not hold: ${sentence(missing.fact, naming)}`);
    case 'gate': {
      const { gate } = missing;
      if (gate.until !== null) return line('…', [`${clause(gate, naming)} until `, { at: gate.until }, '.']);
      return line(
        '…',
        `${sentence(gate, naming)} ${gate.gate === 'hold' ? 'Whoever may hold it can release it.' : 'This follows it.'}`,
      );
    }
  }
}

function seatText({ rule, roles, count, could, asked }: Extract<Missing, { what: 'seat' }>, naming: Naming): string {
  const what = `${count} more from ${naming.roles(roles)} for ${quoted(rule)}`;
  if (could.length > 0) return `${what}: ${orList(could.map((one) => holderName(one, naming)))} could give it.`;
  const owner = asked === null ? '' : ` ${naming.roles([asked])} is asked.`;
  return `${what}: nobody can give it now.${owner}`;
}

const lacking = { passed: 'has passed', failed: 'failed', missing: 'is missing', stale: 'is too old' } as const;

function evidenceText({ rule, item, producedBy }: Extract<Missing, { what: 'evidence' }>): string {
  const needed = rule === null ? ', which an earlier rejection demands,' : '';
  const source = producedBy === null ? '' : ` It comes from ${orList(producedBy.map(coded))}.`;
  const remedy = item.status === 'failed' ? ' Only another result can mend that.' : '';
  const by = rule === null ? '' : ` It is needed for ${quoted(rule)}.`;
  return `${quoted(item.title)}${needed} ${lacking[item.status]}: ${item.because.replace(/\.$/, '')}.${remedy}${source}${by}`;
}

const wayOuts: Record<Exclude<BlockCode, 'block'>, string> = {
  reject: 'That is final; another version can be asked for.',
  also_when: 'It ends when that changes.',
  candidate_unknown: 'It ends when the registry can say it.',
  people_unknown: 'It ends when the training run or the version says it.',
  review_debt: 'It ends when that review is done.',
  nobody_decides: 'Only a change of the playbook helps.',
  too_few_people: 'Only more people in the roles, or a change of the playbook, helps.',
  no_route: 'Only other facts, or a change of the playbook, help.',
  no_current_playbook: 'Only a playbook that governs it helps.',
};

function wayOut({ code, person, liftedBy }: Block, naming: Naming): string {
  if (code !== 'block') return wayOuts[code];
  const who = liftedBy.map((id) => (id === person ? naming.person(id) : naming.roles([id])));
  return who.length === 0 ? 'Nobody can lift it.' : `${orList(who)} can lift it.`;
}
