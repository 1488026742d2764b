import { actionNouns, andList, lengthWords, orList, plain, seatCount } from '../words.ts';
import { conditionWords } from './condition-words.ts';
import { byDefault, here, type Line, line, type Section } from './line.ts';
import { poolWords } from './seat-words.ts';
import { settleCondition } from './settle-condition.ts';
import { originOf, type Subject } from './subject.ts';

/** What is approved without people. */
export function automaticSection(subject: Subject): Section {
  const { policy, naming } = subject;
  const auto = policy.autoApprove;
  const left = auto === null ? false : settleCondition(auto.if, subject.read);
  const none = [line('Nothing is approved without people.', auto === null ? byDefault : here)];
  if (auto === null || left === false) return { id: 'automatic', title: 'Without people', lines: none };
  const { evidence, sample } = auto;
  const origin = originOf(subject, (keys) => keys.autoApprove);
  const condition = left === true ? '' : ` if ${conditionWords(left, naming)}`;
  const passed =
    evidence.length === 0
      ? ''
      : `${condition === '' ? ' if' : ', and'} ${andList(evidence.map(naming.evidence))} passed`;
  return {
    id: 'automatic',
    title: 'Without people',
    lines: [
      line(`It is approved without people${condition}${passed}. Why: ${plain(auto.because)}`, origin),
      line('If any of that is not known, it is not. Blocks and freezes hold all the same.', byDefault),
      sample === null
        ? line('Nobody looks at these afterwards.', byDefault)
        : line(
            `${sample.ratePercent} percent of these, drawn by lot, are reviewed by ${poolWords(subject, sample.by)} within ${lengthWords(sample.withinMs)}.`,
            origin,
          ),
    ],
  };
}

/** What fewer people may do in an emergency, and what they owe for it. */
export function emergencySection(subject: Subject): Section {
  const glass = subject.policy.breakGlass;
  if (glass === null) {
    const none = 'There is no way around these rules in an emergency.';
    return { id: 'emergency', title: 'In an emergency', lines: [line(none, byDefault)] };
  }
  const written = originOf(subject, (keys) => keys.breakGlass);
  const { by, withinMs, ifMissed } = glass.review;
  return {
    id: 'emergency',
    title: 'In an emergency (break-glass)',
    lines: [
      line(
        `${seatCount(glass.count)} from ${poolWords(subject, glass.by)},${glass.count === 1 ? '' : ' each'} giving a reason, can decide ${orList(glass.onlyFor.map((action) => actionNouns[action].many))} past rules, evidence, blocks, holds, waits and freezes.`,
        written,
      ),
      line(`Who asked for it, trained it or contributed to it may be one of them.`, byDefault),
      line(
        `The decision holds for ${lengthWords(glass.validForMs)}. It never changes which version is meant.`,
        written,
      ),
      line(
        `${poolWords(subject, by)} reviews it within ${lengthWords(withinMs)}, by somebody who neither took part nor made the version.`,
        written,
      ),
      missedLine(ifMissed, subject),
    ],
  };
}

function missedLine(ifMissed: 'escalate' | 'rollback', { policy, naming }: Subject): Line {
  const consequence =
    ifMissed === 'rollback' ? 'what was done is rolled back' : `the owner, ${naming.roles([policy.owner])}, is told`;
  return line(
    `If the review is not done in time, ${consequence}, and promotions and changes of traffic of the team are blocked until it is.`,
  );
}
