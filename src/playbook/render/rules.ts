import type { EffectiveRule } from '../playbook.ts';
import { andList, lengthWords, orList, plain } from '../words.ts';
import { checkWords } from './check-words.ts';
import { alwaysKnown, conditionWords } from './condition-words.ts';
import { exclusionWords } from './exclusion-words.ts';
import { type Line, led, line, type Section } from './line.ts';
import { seatWords } from './seat-words.ts';
import { settleCondition } from './settle-condition.ts';
import { originOf, type Subject } from './subject.ts';
import { treesOf, unknownReading } from './trees.ts';

/** The rules that may apply, one sentence each; those that never apply to the one model are left out. */
export function rulesSection(subject: Subject): Section {
  const lines = rulesThatMayApply(subject).map((rule) => ruleLine(subject, rule));
  return { id: 'rules', title: 'This is approved when …', lines };
}

/** The rules of the decided actions that are not settled as not applying. */
export function rulesThatMayApply(subject: Subject): readonly EffectiveRule[] {
  const named = new Set(treesOf(subject).flatMap(({ rules }) => rules));
  return subject.policy.rules.filter(
    (rule) => named.has(rule.name) && settleCondition(rule.if, subject.read) !== false,
  );
}

function ruleLine(subject: Subject, rule: EffectiveRule): Line {
  const said = line(
    ruleSentence(subject, rule),
    originOf(subject, (keys) => keys.rules?.find(({ name }) => name === rule.name)),
    [
      ...rule.evidence.map((id) => line(evidenceWords(subject, id))),
      ...(rule.facts === null || rule.people.length + rule.evidence.length === 0
        ? []
        : [line(`And it must be so that ${conditionWords(rule.facts, subject.naming)}; what is not known is not so.`)]),
      ...ownOptions(subject, rule),
      ...(rule.why === null ? [] : [line(`Why: ${plain(rule.why)}`)]),
    ],
  );
  return led(plain(rule.name), said);
}

/** When a rule applies and what it needs, as one sentence, with what happens where that is not known. */
function ruleSentence(subject: Subject, rule: EffectiveRule): string {
  const left = settleCondition(rule.if, subject.read);
  const needs = needsWords(subject, rule);
  if (typeof left === 'boolean') return `${needs}.`;
  const condition = conditionWords(left, subject.naming);
  return `if ${condition}, ${needs}.${alwaysKnown(left) ? '' : ` ${unknownReading(subject, rule.name)}`}`;
}

function needsWords(subject: Subject, { people, evidence, facts }: EffectiveRule): string {
  const seats = people.map((need) => seatWords(subject, need));
  const alone = people.length === 1 && people[0]?.count === 1;
  const agree = seats.length === 0 ? [] : [`${andList(seats)} ${alone ? 'agrees' : 'agree'}`];
  const shown = evidence.length === 0 ? [] : ['what follows has passed'];
  const parts = [...agree, ...shown];
  if (parts.length > 0) return `${parts.join(', and ')}${agree.length === 0 ? '; nobody is asked' : ''}`;
  return facts === null
    ? 'nothing more is needed'
    : `it is so that ${conditionWords(facts, subject.naming)}; what is not known is not so, and nobody is asked`;
}

/** An item by its title, with its limits. */
function evidenceWords({ policy, naming }: Subject, id: string): string {
  const item = policy.evidence.find((one) => one.id === id);
  return item === undefined ? `${naming.evidence(id)}.` : `${naming.evidence(id)}: ${checkWords(item.check, naming)}.`;
}

/** What a rule says otherwise than every other rule. */
function ownOptions(subject: Subject, rule: EffectiveRule): readonly Line[] {
  if (rule.people.length === 0) return [];
  const { shut, free } = exclusionWords(rule.allow);
  const wrote = (key: 'maxAgeMs' | 'reason') =>
    !originOf(subject, (keys) => keys.rules?.find(({ name }) => name === rule.name)?.[key] ?? undefined).default;
  return [
    ...(free.length === 0 ? [] : [line(`Who ${orList(free)} may agree all the same.`)]),
    ...(free.length === 0 || shut.length === 0 ? [] : [line(`Nobody counts who ${orList(shut)}.`)]),
    ...(wrote('maxAgeMs') ? [line(`An approval counts for ${lengthWords(rule.maxAgeMs)}.`)] : []),
    ...(wrote('reason') ? [line(reasonWords(rule.reason))] : []),
  ];
}

/** Whether an approval needs a reason. */
export function reasonWords(reason: EffectiveRule['reason']): string {
  return reason === 'required'
    ? 'Each approval gives a reason of at least 10 characters.'
    : 'An approval need not give a reason.';
}
