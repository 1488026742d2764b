import type { EffectivePolicy } from '../playbook.ts';
import { andList, partWords } from '../words.ts';
import { byDefault, line, type Section } from './line.ts';
import { originOf, type Subject, varied } from './subject.ts';

const evidenceReadings: Readonly<Record<EffectivePolicy['onChange']['evidence'], string>> = {
  ask_who_cares: 'If evidence changes, the approvals of those it concerns no longer count and they are asked again.',
  new_findings_only:
    'If evidence changes, the approvals of those it concerns no longer count only if something new is wrong with it.',
  void_all: 'If any evidence changes, no approval counts any more and everybody is asked again.',
};

/** What an approval is bound to, and what happens when that changes. */
export function changeSection(subject: Subject): Section {
  const { digestOf } = subject.policy.candidate;
  return {
    id: 'changes',
    title: 'If something changes meanwhile',
    lines: [
      line(
        `An approval is for exactly one version: ${andList(digestOf.map((part) => partWords[part]))}. If one of these changes, it is asked anew.`,
        originOf(subject, ({ candidate }) => candidate?.digestOf),
      ),
      ...varied(
        subject,
        originOf(subject, ({ candidate }) => candidate?.mustBeKnown),
        ({ candidate: { mustBeKnown } }) =>
          mustBeKnown.length === 0
            ? 'No part of the version has to be known.'
            : `It is blocked unless each of these is known of the version: ${andList(mustBeKnown.map((part) => partWords[part]))}.`,
      ),
      line(
        evidenceReadings[subject.policy.onChange.evidence],
        originOf(subject, ({ onChange }) => onChange?.evidence),
      ),
      line('If this playbook changes, what is open obeys the stricter of the old and the new.', byDefault),
    ],
  };
}
