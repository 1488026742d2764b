import { actions, context, header, sections } from './blocks.ts';
import { changeCounts, changeLines, type PlaybookChange, setName, setNameFirst } from './changed-files.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { code, type Mrkdwn, md } from './mrkdwn.ts';
import { mentioning, type Person, peopleListed } from './people.ts';
import { proposeButton } from './propose-playbooks.ts';
import { counted } from './wording.ts';

/** A request that proposes a change of the playbooks, and how it stands. */
export interface KnownProposal {
  readonly number: number;
  readonly standing: string;
  /** Whether it can still be decided. */
  readonly live: boolean;
}

export interface PlaybooksChanged {
  /** Of the set in the folder. */
  readonly digest: string;
  readonly change: PlaybookChange;
  /** Whether it came into force since. */
  readonly inForce: boolean;
  readonly proposal: KnownProposal | null;
}

export interface PlaybooksBroken {
  /** Where and what, as `playbooks/people.yaml:12:5: …`. */
  readonly problems: readonly string[];
  /** The set that decides meanwhile. */
  readonly from: string;
  /** Who answers for the broken files, by role. */
  readonly owners: readonly { readonly role: string; readonly people: readonly Person[] }[];
}

const mostChanges = 8;
const mostProblems = 8;

/** Tells that the folder holds other playbooks than are in force, and offers to propose them. */
export function playbooksChanged({ digest, change, inForce, proposal }: PlaybooksChanged): Message {
  const heading = inForce
    ? 'The changed playbooks are in force'
    : `The playbooks folder holds changes: ${changeCounts(change)}`;
  return message([
    header(heading),
    ...sections(inForce ? [] : changeLines(change, mostChanges), 600),
    ...sections([inForce ? md`The folder holds what is in force.` : standing(change, proposal)], 600),
    ...(inForce || proposal?.live === true ? [] : [actions([proposeButton(digest)])]),
    context(md`${code(label(digest, 19))} · ${code('/mlops playbooks')} shows what is in force`),
  ]);
}

function standing({ from }: PlaybookChange, proposal: KnownProposal | null): Mrkdwn {
  if (proposal !== null) {
    const again = proposal.live ? md`` : md` It can be proposed again.`;
    return md`R-${proposal.number} proposes it: ${label(proposal.standing, 200)}.${again}`;
  }
  return md`Nothing of it decides yet: ${setName(from)} is in force. Whoever proposes it says why, answers for it and fills no seat of it.`;
}

/** Tells those who own it that the folder cannot be loaded, and what goes on meanwhile. */
export function playbooksBroken({ problems, from, owners }: PlaybooksBroken): Message {
  const rest = problems.length - mostProblems;
  const call = mentioning();
  const shown = owners.slice(0, 6);
  return message(
    [
      header(`The playbooks folder cannot be loaded: ${counted(problems.length, 'problem')}`),
      ...sections(
        [
          ...problems.slice(0, mostProblems).map((problem) => md`✗ ${label(problem, 350)}`),
          ...(rest > 0 ? [md`and ${rest} more: ${code('countersign playbooks lint')} lists all`] : []),
          ...shown.map(({ role, people }) => md`… ${label(role, 60)} answers for it: ${peopleListed(people, call)}`),
          md`${setNameFirst(from)}, the last good one, stays in force, and open requests go on. A new one under a broken file can be approved, but waits until that is mended.`,
          md`Mend the files, then start Countersign anew or type ${code('/mlops playbooks')}.`,
        ],
        500,
      ),
    ],
    shown.flatMap(({ people }) => people),
  );
}
