import type { EvidenceVerdict, FactVerdict, RuleVerdict, Seat } from '../verdict.ts';
import { type Naming, orList, quoted } from '../words.ts';
import { clause, type ExplanationLine, holderName, line, sentence } from './explanation-line.ts';

const marks = {
  approved: '✓',
  overridden: '✓',
  waiting: '…',
  blocked: '✗',
  error: '✗',
  not_applicable: '–',
} as const;

/** A rule with each of its seats, its evidence and its facts under it. */
export function ruleLine(rule: RuleVerdict, naming: Naming): ExplanationLine {
  const { name, state, onRoute, seats, evidence, facts } = rule;
  if (state === 'not_applicable') return line('–', `${name}. ${sentence(rule, naming)}`);
  const aside = onRoute || state === 'error' ? '' : ' (not on the shown way)';
  const overridden = state === 'overridden' ? ' (overridden)' : '';
  return line(marks[state], `${name}${aside}${overridden}: ${sentence(rule, naming)}`, [
    ...seats.map((seat) => seatLine(seat, naming)),
    ...evidence.map(evidenceLine),
    ...facts.map((fact) => factLine(fact, naming)),
  ]);
}

function seatLine({ roles, filledBy, couldBeFilledBy }: Seat, naming: Naming): ExplanationLine {
  const pool = naming.roles(roles);
  if (filledBy !== null) return line('✓', `${pool}: ${holderName(filledBy, naming)}`);
  const could = couldBeFilledBy.map((one) => holderName(one, naming));
  return line('…', `${pool}: ${could.length === 0 ? 'nobody can fill it now' : `${orList(could)} could fill it`}`);
}

const evidenceMarks = { passed: '✓', failed: '✗', missing: '…', stale: '…' } as const;

function evidenceLine({ title, status, because }: EvidenceVerdict): ExplanationLine {
  const assumed = because === `taken as ${status}`;
  return line(evidenceMarks[status], `${quoted(title)} ${assumed ? 'is' : `${status}:`} ${because.replace(/\.$/, '')}`);
}

function factLine(fact: FactVerdict, naming: Naming): ExplanationLine {
  return line(fact.met ? '✓' : '✗', clause(fact, naming));
}
