import type { PlaybookKeys } from '../keys.ts';
import { actionNouns, andList, lengthWords, orList, plain } from '../words.ts';
import { conditionWords } from './condition-words.ts';
import { freezeWords } from './freeze-words.ts';
import { byDefault, type Line, line, type Section } from './line.ts';
import { poolWords } from './seat-words.ts';
import { layersOf, originOf, type Subject } from './subject.ts';

/** Who can say no, and how that ends. */
export function noSection(subject: Subject): Section {
  const { policy, naming } = subject;
  const { by, liftedBy, alsoWhen } = policy.block;
  const owner = naming.roles([policy.owner]);
  const lifters =
    liftedBy === 'same_person'
      ? 'the person who blocked'
      : `somebody from ${orList(liftedBy.map((role) => naming.roles([role])))}`;
  const nobody = [line('Nobody can block or reject it.')];
  const somebody = [
    ...byRoles(
      subject,
      ({ block }) => block?.by,
      'can block it or reject it, giving a reason, also if they asked for it or made it',
    ),
    line('While a block stands nothing is approved. Whoever blocked no longer counts as approving.'),
    line(
      `A block is lifted by ${lifters}, giving a reason; if that person has left, by ${owner}.`,
      originOf(subject, ({ block }) => block?.liftedBy),
    ),
    line('A rejection ends the request for good.'),
  ];
  return {
    id: 'no',
    title: 'Who can say no',
    lines: [
      ...(by.length === 0 ? nobody : somebody),
      ...(alsoWhen === null
        ? [line('No fact blocks it by itself.', byDefault)]
        : [
            line(
              `It is blocked by itself if ${conditionWords(alsoWhen, naming)}. If that is not known, it is blocked too.`,
              originOf(subject, ({ block }) => block?.alsoWhen),
            ),
          ]),
      ...byRoles(subject, ({ hold }) => hold?.by, 'can put it on hold, and so can whoever asked'),
      line('On hold it can be approved but is not carried out, until the one who held it or one of these releases it.'),
    ],
  };
}

/** One line for each place in which roles are written, since these unite; one default line if nowhere. */
function byRoles(
  subject: Subject,
  pick: (keys: PlaybookKeys) => readonly string[] | undefined,
  can: string,
): readonly Line[] {
  const written = layersOf(subject).flatMap(({ name, keys }) => {
    const roles = pick(keys) ?? [];
    return roles.length === 0
      ? []
      : [line(`Anybody from ${poolWords(subject, roles)} ${can}.`, { default: false, from: name })];
  });
  if (written.length > 0) return written;
  if (!originOf(subject, pick).default) return [line(`Nobody ${can}.`)];
  return [line(`Anybody from a role with a seat ${can}: ${poolWords(subject, subject.policy.hold.by)}.`, byDefault)];
}

/** When nothing moves, although it is approved. */
export function freezeSection(subject: Subject): Section {
  const { freeze, waitAfterApprovalMs } = subject.policy.timing;
  const lines = freeze.map((one) => {
    const what = andList(one.actions.map((action) => actionNouns[action].many));
    const origin = originOf(subject, ({ timing }) => timing?.freeze?.find(({ name }) => name === one.name));
    return line(`${plain(one.name)}: ${freezeWords(one)} no ${what.replace(' and ', ' or ')} are carried out.`, origin);
  });
  const wait = originOf(subject, ({ timing }) => timing?.waitAfterApprovalMs);
  return {
    id: 'freezes',
    title: 'When nothing moves',
    lines: [
      ...(lines.length === 0 ? [line('There is no freeze.', byDefault)] : lines),
      ...(lines.length === 0
        ? []
        : [
            line(
              'Votes count during a freeze; what is approved is carried out when it ends. Actions that a freeze does not name go on.',
            ),
          ]),
      line(
        waitAfterApprovalMs === 0
          ? 'What is approved does not wait further.'
          : `What is approved waits ${lengthWords(waitAfterApprovalMs)} before it is carried out, and again if the approval is lost and won back.`,
        wait,
      ),
      line('Only one change of a model and its target is carried out at a time.', byDefault),
    ],
  };
}

/** What a rejection means for what comes after it. */
export function rejectionSection(subject: Subject): Section {
  const { retrain, criteria, sameCandidate } = subject.policy.afterRejection;
  const origin = (key: 'retrain' | 'criteria' | 'sameCandidate') =>
    originOf(subject, ({ afterRejection }) => afterRejection?.[key]);
  return {
    id: 'rejection',
    title: 'After a rejection',
    lines: [
      line(
        retrain === 'allowed'
          ? 'The model may be trained anew and asked for again.'
          : 'No new training may be asked for.',
        origin('retrain'),
      ),
      line(
        criteria === 'required'
          ? 'What whoever rejected it demands must be met by the next requests for that target, until it has been met once.'
          : 'What whoever rejected it demands is shown with the next request, and decides nothing.',
        origin('criteria'),
      ),
      line(
        sameCandidate === 'never'
          ? 'The same version is not asked for again.'
          : 'The same version may be asked for again.',
        origin('sameCandidate'),
      ),
    ],
  };
}
