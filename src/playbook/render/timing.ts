import { channelWords, coded, lengthWords } from '../words.ts';
import { byDefault, type Line, line, type Section } from './line.ts';
import { poolWords } from './seat-words.ts';
import { originOf, type Subject } from './subject.ts';

/** How long there is to decide and to carry out. */
export function deadlineSection(subject: Subject): Section {
  const { policy, naming } = subject;
  const { expiresAfterMs, executeWithinMs } = policy.timing;
  const expires = lengthWords(expiresAfterMs);
  const owner = naming.roles([policy.owner]);
  return {
    id: 'deadlines',
    title: 'Deadlines',
    lines: [
      line(
        `It must be approved within ${expires} of being asked for.`,
        originOf(subject, ({ timing }) => timing?.expiresAfterMs),
      ),
      line(
        policy.ask.onExpiry === 'expire'
          ? `After that it expires, and ${owner} is told.`
          : `After that it is extended once, by ${expires}, and ${owner} is told; then it expires.`,
        originOf(subject, ({ ask }) => ask?.onExpiry),
      ),
      line(
        `What is approved must be carried out within ${lengthWords(executeWithinMs)}.`,
        originOf(subject, ({ timing }) => timing?.executeWithinMs),
      ),
    ],
  };
}

/** Who is written to, where and when. Asking never changes who may decide. */
export function askingSection(subject: Subject): Section {
  const { policy } = subject;
  return {
    id: 'asking',
    title: 'Who is asked',
    lines: [
      cardLine(subject),
      ...firstLines(subject),
      line(
        `Whoever is asked and has not answered is reminded every ${lengthWords(policy.ask.remindEveryMs).replace(/^1 /, '')}.`,
        originOf(subject, ({ ask }) => ask?.remindEveryMs),
      ),
      ...escalationLines(subject),
    ],
  };
}

function cardLine(subject: Subject): Line {
  const origin = originOf(subject, ({ ask }) => ask?.channel);
  const { channel } = subject.policy.ask;
  const text =
    origin.default && subject.model === null
      ? `The card is posted in the channel of the model, and in ${channelWords(channel)} if it has none.`
      : `The card is posted in ${channelWords(channel)}.`;
  return line(text, origin);
}

function firstLines(subject: Subject): readonly Line[] {
  const { first } = subject.policy.ask;
  const origin = originOf(subject, ({ ask }) => ask?.first);
  if (first.length === 0) return [line('Everybody in a role with an open seat is asked.', origin)];
  return first.map(({ role, mode, count }) => {
    const pool = poolWords(subject, [role]);
    if (mode === 'all') return line(`First everybody from ${pool} is asked by direct message.`, origin);
    return line(
      `First ${count === null ? 'those' : `the ${count}`} from ${pool} who were asked least in the last 7 days are asked by direct message.`,
      origin,
    );
  });
}

function escalationLines(subject: Subject): readonly Line[] {
  const { escalate } = subject.policy.ask;
  const origin = originOf(subject, ({ ask }) => ask?.escalate);
  if (escalate.length === 0) return [line('Nobody else is told while it waits.', byDefault)];
  return escalate.map(({ afterMs, to }) =>
    line(`After ${lengthWords(afterMs)} ${toldWords(subject, to)} is told.`, origin),
  );
}

/** `owner`, a role or a channel, as people call it. */
export function toldWords({ policy, naming, set }: Subject, to: string): string {
  if (to === 'owner') return `the owner, ${naming.roles([policy.owner])},`;
  return Object.hasOwn(set.people.roles, to) ? naming.roles([to]) : `the channel ${coded(to)}`;
}
