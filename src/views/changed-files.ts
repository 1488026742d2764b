import { label } from './clean.ts';
import { bold, type Mrkdwn, md, mrkdwnText, sentence } from './mrkdwn.ts';
import { counted, listed } from './wording.ts';

/** One thing that changed playbooks do differently. */
interface ShownChange {
  /** `different` cannot be told; `neutral` decides nothing. */
  readonly direction: 'looser' | 'different' | 'tighter' | 'neutral';
  /** What changed, as a clause. */
  readonly sentence: string;
  /** Roles that lose by it, by name. */
  readonly loses: readonly string[];
}

interface ChangedFile {
  readonly file: string;
  readonly changes: readonly ShownChange[];
}

/** A change of the playbooks. */
export interface PlaybookChange {
  /** The number of the set that it changes, and of the one it would bring into force. */
  readonly from: string;
  readonly to: string;
  readonly files: readonly ChangedFile[];
  /** Whether other systems are connected, which takes a restart to follow. */
  readonly restart: boolean;
  /** Recorded decisions that it would have approved and the set in force did not, as `R-12`. */
  readonly newlyApproved: readonly string[];
}

const order = ['looser', 'different', 'tighter', 'neutral'] as const;
const marks = {
  looser: '▼ Looser',
  different: '▼ Different, which counts as looser',
  tighter: '▲ Tighter',
  neutral: '· Decides nothing',
} as const;

/** Characters of markup that changes take in a message, which holds ten thousand in all. */
const mostText = 4_200;

/**
 * The changes file by file, what loosens first; at most `most` of them and so much text, then how many more there are.
 */
export function changeLines(
  { files, restart, newlyApproved }: PlaybookChange,
  most: number,
  text = mostText,
): readonly Mrkdwn[] {
  const ordered = files
    .map(({ file, changes }) => ({ file, changes: changes.toSorted((a, b) => rank(a) - rank(b)) }))
    .toSorted((a, b) => rank(a.changes[0]) - rank(b.changes[0]));
  const lines: Mrkdwn[] = [];
  let shown = 0;
  let room = text;
  for (const { file, changes } of ordered) {
    for (const [at, change] of changes.entries()) {
      const added = [...(at === 0 ? [md`${bold(label(file, 80))}`] : []), changeLine(change)];
      room -= added.reduce((sum, line) => sum + mrkdwnText(line, 700).length, 0);
      if (shown >= most || room < 0) break;
      lines.push(...added);
      shown += 1;
    }
  }
  const rest = files.reduce((sum, { changes }) => sum + changes.length, 0) - shown;
  return [
    ...(shown + rest === 0 ? [md`Nothing in it decides otherwise than today.`] : lines),
    ...(rest > 0 ? [md`and ${rest} more in Details`] : []),
    ...(newlyApproved.length === 0
      ? []
      : [
          md`▼ ${counted(newlyApproved.length, 'decision')} of the last 90 days would have come out approved: ${listed(newlyApproved, 6)}`,
        ]),
    ...(restart ? [md`… Other systems are connected: that part takes effect when Countersign is started anew.`] : []),
  ];
}

function changeLine({ direction, sentence: said, loses }: ShownChange): Mrkdwn {
  const lost =
    loses.length === 0 ? '' : ` ${label(listed(loses, 6), 200)} ${loses.length === 1 ? 'loses' : 'lose'} by it.`;
  return md`${marks[direction]}: ${sentence(said, 400)}.${lost}`;
}

/** `2 looser, 1 tighter`, of what decides anything. */
export function changeCounts({ files }: Pick<PlaybookChange, 'files'>): string {
  const all = files.flatMap(({ changes }) => changes);
  const counts = order
    .map((direction) => ({ direction, count: all.filter((one) => one.direction === direction).length }))
    .filter(({ direction, count }) => direction !== 'neutral' && count > 0);
  return counts.length === 0
    ? 'nothing that decides'
    : counts.map(({ direction, count }) => `${count} ${direction}`).join(', ');
}

/** `playbook set 5`. */
export function setName(number: string): string {
  return `playbook set ${label(number, 12)}`;
}

/** `Playbook set 5`, where a sentence begins. */
export function setNameFirst(number: string): string {
  return `P${setName(number).slice(1)}`;
}

function rank(change: ShownChange | undefined): number {
  return change === undefined ? order.length : order.indexOf(change.direction);
}
