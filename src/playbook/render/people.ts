import { own } from '../own.ts';
import type { EffectivePolicy } from '../playbook.ts';
import { counted, lengthWords, orList, plain } from '../words.ts';
import { conditionWords } from './condition-words.ts';
import { exclusionWords } from './exclusion-words.ts';
import { localWords } from './freeze-words.ts';
import { byDefault, type Line, line, type Section } from './line.ts';
import { reasonWords } from './rules.ts';
import { settleCondition } from './settle-condition.ts';
import { originOf, type Subject, varied } from './subject.ts';

const membershipWords: Readonly<Record<EffectivePolicy['distinct']['membership'], string>> = {
  both: 'Whoever agrees must be in the role when voting and still when it is carried out.',
  when_voting: 'Whoever agrees must be in the role when voting; leaving it later changes nothing.',
  now: 'Whoever agrees must be in the role when it is decided and carried out, whether or not they were when voting.',
};

/** Who counts as one person, when they must be in the role, and who may act for whom. */
export function peopleSection(subject: Subject): Section {
  const { oneSeatPerPerson, membership } = subject.policy.distinct;
  const origin = (key: keyof EffectivePolicy['distinct']) => originOf(subject, ({ distinct }) => distinct?.[key]);
  return {
    id: 'people',
    title: 'Who counts',
    lines: [
      ...usualLines(subject),
      line(
        oneSeatPerPerson
          ? 'Nobody fills two seats, whatever roles they are in.'
          : 'One person may fill a seat in each rule, and never two of one rule.',
        origin('oneSeatPerPerson'),
      ),
      line(membershipWords[membership], origin('membership')),
      ...varied(subject, origin('joinedAfterOpen'), ({ distinct }) =>
        distinct.joinedAfterOpen === 'ignore'
          ? 'Who joined the role after it was asked for does not count.'
          : 'Who joined the role after it was asked for counts, and the card says so.',
      ),
      ...varied(subject, origin('unknownPeople'), ({ distinct }) =>
        distinct.unknownPeople === 'block'
          ? 'It is blocked while it is not known who trained or contributed to the version.'
          : 'While it is not known who trained or contributed to the version, it goes on and the card says so.',
      ),
      ...roleLines(subject),
      ...delegationLines(subject),
    ],
  };
}

/** What holds for every rule that does not say otherwise. */
function usualLines(subject: Subject): readonly Line[] {
  const seated = subject.policy.rules.filter(({ people }) => people.length > 0);
  if (seated.length === 0) return [];
  const { shut } = exclusionWords([]);
  const reason = subject.policy.highCriticality ? 'required' : 'optional';
  return [
    line(
      `Unless a rule says otherwise, nobody counts who ${orList(shut)}; nor does a delegate of such a person count.`,
      byDefault,
    ),
    line(
      'Nobody counts who loosened this playbook in the last 30 days. No bot, guest or external user counts.',
      byDefault,
    ),
    line('Unless a rule says otherwise, an approval counts for 7 days.', byDefault),
    ...(subject.otherPolicy === null
      ? [line(reasonWords(reason), byDefault)]
      : [
          line(
            'Unless a rule says otherwise, each approval gives a reason of at least 10 characters if the criticality of the model is high, critical or not known.',
            byDefault,
          ),
        ]),
  ];
}

/** What a role asks of its members before they count. */
function roleLines({ policy, naming }: Subject): readonly Line[] {
  const roles = [...new Set(policy.rules.flatMap(({ people }) => people.flatMap(({ from }) => from)))];
  if (roles.length === 0) return [];
  const lines = roles.flatMap((id) => {
    const settings = own(policy.roles, id);
    if (settings === undefined) return [];
    const role = naming.roles([id]);
    const { minTenureMs, excludes, onEmpty } = settings;
    const others = orList(excludes.map((one) => naming.roles([one])));
    return [
      ...(minTenureMs === null
        ? []
        : [line(`Who joined ${role} less than ${lengthWords(minTenureMs)} ago does not count for it.`)]),
      ...(excludes.length === 0 ? [] : [line(`Who is also in ${others} does not count for ${role}.`)]),
      ...(onEmpty === 'block'
        ? []
        : [line(`If nobody can fill a seat of ${role}, it waits and ${naming.roles([policy.owner])} is asked.`)]),
    ];
  });
  return [line('Where nobody can fill a seat, it is blocked, unless the role says otherwise.', byDefault), ...lines];
}

function delegationLines(subject: Subject): readonly Line[] {
  const { allowed, maxDays, notFor } = subject.policy.delegation;
  const origin = (key: 'allowed' | 'maxDays' | 'notFor') => originOf(subject, ({ delegation }) => delegation?.[key]);
  if (!allowed) return [line('Nobody acts for somebody else.', origin('allowed'))];
  const barred = settleCondition(notFor, subject.read);
  if (barred === true) return [line('Nobody acts for somebody else for this model.', origin('notFor'))];
  return [
    line('Somebody may act for another who has delegated the role to them, giving a reason.', origin('allowed')),
    line(`A delegation lasts at most ${counted(maxDays, 'day')}.`, origin('maxDays')),
    ...(barred === false
      ? []
      : [
          line(
            `Nobody acts for somebody else if ${conditionWords(barred, subject.naming)}, nor if that is not known.`,
            origin('notFor'),
          ),
        ]),
    ...standingDelegations(subject),
  ];
}

function standingDelegations({ set, policy, naming }: Subject): readonly Line[] {
  const seated = new Set(policy.rules.flatMap(({ people }) => people.flatMap(({ from }) => from)));
  return set.people.delegations
    .filter(({ roles }) => roles.some((role) => seated.has(role)))
    .map(({ from, to, roles, start, end, reason }) =>
      line(
        `Delegated: ${naming.person(to)} acts for ${naming.person(from)} in ${naming.roles(roles.filter((role) => seated.has(role)))} from ${localWords(start)} to ${localWords(end)} (${set.org.zone}): ${plain(reason)}.`,
      ),
    );
}
