import type { EffectiveEvidence } from '../playbook.ts';
import { andList, coded, lengthWords, orList } from '../words.ts';
import { checkWords } from './check-words.ts';
import { byDefault, type Line, line, type Section } from './line.ts';
import { originOf, type Subject } from './subject.ts';

/** How old evidence may be, who made it and whom it concerns; and what no rule names. */
export function evidenceSection(subject: Subject): Section {
  const { evidence } = subject.policy;
  const none = [line('No evidence is asked for.', byDefault)];
  const lines = [
    ...evidence.flatMap((item) => itemLines(subject, item)),
    line('What failed, is missing or is too old does not pass.'),
    line(
      'Unless it says otherwise, evidence may be of any age, comes from any connection or pipeline and is never typed in by a person, and concerns every role with a seat.',
      byDefault,
    ),
  ];
  return { id: 'evidence', title: 'About the evidence', lines: evidence.length === 0 ? none : lines };
}

/** Nothing for an item of which a rule says all there is to say. */
function itemLines(subject: Subject, item: EffectiveEvidence): readonly Line[] {
  const { naming, policy } = subject;
  const { maxAgeMs, producedBy, cares, id } = item;
  const origin = originOf(subject, (keys) => keys.evidence?.find((one) => one.id === id));
  const wroteCares = !originOf(subject, (keys) => keys.evidence?.find((one) => one.id === id)?.cares ?? undefined)
    .default;
  const named = policy.rules.some(({ evidence }) => evidence.includes(id));
  const who = cares.length === 0 ? 'nobody' : andList(cares.map((role) => naming.roles([role])));
  const notes = [
    ...(named ? [] : [`${checkWords(item.check, naming)}; no rule asks for it`]),
    ...(maxAgeMs === null ? [] : [`at most ${lengthWords(maxAgeMs)} old`]),
    ...(producedBy === null
      ? []
      : [`from ${orList(producedBy.map((one) => (one === 'person' ? 'a person who typed it in' : coded(one))))}`]),
    ...(wroteCares ? [`concerns ${who}`] : []),
  ];
  return notes.length === 0 ? [] : [line(`${naming.evidence(id)}: ${notes.join('; ')}.`, origin)];
}
