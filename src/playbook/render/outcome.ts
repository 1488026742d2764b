import type { Obligation, RolloutStep } from '../keys.ts';
import { andList, coded, lengthWords, plain } from '../words.ts';
import { checkWords } from './check-words.ts';
import { conditionWords } from './condition-words.ts';
import { byDefault, type Line, line, type Section } from './line.ts';
import { originOf, type Subject } from './subject.ts';

/** What is set once it is approved, in which steps, and what is looked at afterwards. */
export function outcomeSection(subject: Subject): Section {
  const { set, rollout, obligations, promoteTo } = subject.policy.afterApproval;
  const origin = (key: 'rollout' | 'obligations') => originOf(subject, ({ afterApproval }) => afterApproval?.[key]);
  const tags = Object.entries(set.tags).map(([key, value]) => `${coded(key)} with the value ${coded(value)}`);
  return {
    id: 'outcome',
    title: 'What happens then',
    lines: [
      ...aliasLines(subject),
      ...(tags.length === 0
        ? []
        : [
            line(
              `The version gets the ${tags.length === 1 ? 'tag' : 'tags'} ${andList(tags)}.`,
              originOf(subject, ({ afterApproval }) => afterApproval?.set?.tags),
            ),
          ]),
      ...(rollout.length === 0
        ? [line('It is done in one step.', byDefault)]
        : [
            line(
              'The traffic moves in steps:',
              origin('rollout'),
              rollout.map((step) => stepLine(subject, step)),
            ),
          ]),
      ...(promoteTo === undefined
        ? []
        : [
            line(
              `Once the run has made a version, its promotion to ${coded(promoteTo)} is asked for by itself, in the name of whoever asked for the run.`,
              originOf(subject, ({ afterApproval }) => afterApproval?.promoteTo),
            ),
          ]),
      ...(obligations.length === 0
        ? [line('Nothing is owed afterwards.', byDefault)]
        : obligations.map((one) => ({ ...obligationLine(subject, one), ...origin('obligations') }))),
    ],
  };
}

function aliasLines(subject: Subject): readonly Line[] {
  const moves = subject.policy.appliesTo.action.some((action) => action === 'promote' || action === 'rollback');
  if (!moves) return [];
  const { alias } = subject.policy.afterApproval.set;
  return [
    line(
      `The alias ${alias === null ? 'that was asked for' : coded(alias)} is given to the version and read back.`,
      originOf(subject, ({ afterApproval }) => afterApproval?.set?.alias),
    ),
  ];
}

function stepLine({ naming }: Subject, { trafficPercent, forMs, stopIf }: RolloutStep): Line {
  const lasts = forMs === null ? '' : ` for ${lengthWords(forMs)}`;
  const stop =
    stopIf === null
      ? ''
      : ` It is stopped and taken back if ${conditionWords(stopIf, naming)}; if that is not known, the next step does not start.`;
  return line(`${trafficPercent} percent${lasts}.${stop}`);
}

function obligationLine({ naming, policy }: Subject, { what, check, everyMs, forMs, ...rest }: Obligation): Line {
  const owner = naming.roles([policy.owner]);
  const otherwise = {
    ask_again: 'the approval is asked for again',
    rollback: 'it is rolled back',
    escalate: `the owner, ${owner}, is told`,
  }[rest.else];
  return line(
    `For ${lengthWords(forMs)}, every ${lengthWords(everyMs).replace(/^1 /, '')}: ${plain(what)}, that is: ${checkWords(check, naming)}. If it does not hold, ${otherwise}.`,
  );
}
