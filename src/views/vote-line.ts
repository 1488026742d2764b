import { sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { bold, code, type Mrkdwn, md, sentence } from './mrkdwn.ts';
import { missingText } from './needs.ts';
import { type Need, versionName } from './request-facts.ts';
import { listed } from './wording.ts';

export interface VoteLineState {
  readonly name: string;
  readonly decision: 'approve' | 'reject' | 'withdraw' | 'block' | 'lift' | 'hold' | 'release' | 'break_glass';
  /** As which role, and for whom if not for themselves. */
  readonly role: string | null;
  readonly actingFor: string | null;
  readonly reason: string | null;
  /** Why an approval does not count, as a clause; null if it does. */
  readonly notCounted: string | null;
  /** Titles of evidence that did not pass when they approved. */
  readonly accepted: readonly string[];
  /** Whether it is about the playbooks themselves and no model. */
  readonly change?: boolean;
  /** Whether it is about a run that would train a model anew. */
  readonly retraining?: boolean;
  /** Whether it is about holding back the posts of an alert. */
  readonly silence?: boolean;
  /** Whether it is about stopping something that is left on. */
  readonly stop?: boolean;
  /** What came of an approval that was taken back when it was carried out already; left out for any other decision. */
  readonly wayBack?: ShownWayBack;
  /** What is needed now. */
  readonly needs: readonly Need[];
  readonly code: string;
}

/** The way back to `version` that is asked for: by which request, why by none, or null while it is not yet. */
export interface ShownWayBack {
  readonly version: string;
  readonly request: string | null;
  readonly because: string | null;
}

const marks = {
  approve: '✓',
  reject: '✗',
  withdraw: '…',
  block: '✗',
  lift: '✓',
  hold: '…',
  release: '✓',
  break_glass: '✗',
} as const;
const verbs = {
  approve: 'approved',
  reject: 'rejected',
  withdraw: 'took back the approval',
  block: 'blocked',
  lift: 'lifted the block',
  hold: 'put the promotion on hold',
  release: 'released the hold',
  break_glass: 'broke the glass in an emergency',
} as const;

/** The line in the card's thread for each thing somebody decided. */
export function voteLine(state: VoteLineState): Message {
  const { name, decision, role, actingFor, reason, accepted } = state;
  const what = whatOf(state);
  const verb = decision === 'hold' && what !== null ? `put the ${what} on hold` : verbs[decision];
  const as = role === null ? '' : ` as ${label(role, 60)}`;
  const instead = actingFor === null ? '' : ` for ${label(actingFor, 40)}`;
  const why = reason === null ? md`.` : md`: “${label(reason, 600)}”`;
  const lines: Mrkdwn[] = [
    md`${state.notCounted === null ? marks[decision] : '✗'} ${bold(label(name, 40))} ${verb}${as}${instead}${why}`,
  ];
  if (decision === 'approve' && accepted.length > 0) {
    lines.push(
      md`Accepted although it does not pass: ${listed(
        accepted.map((title) => label(title, 60)),
        3,
      )}.`,
    );
  }
  return message(sections([...lines, ...after(state)], 900));
}

/** What is decided about, where that is no promotion. */
function whatOf({ change, retraining, silence, stop }: VoteLineState): string | null {
  if (stop === true) return 'stop';
  if (silence === true) return 'silence';
  return change === true ? 'change' : retraining === true ? 'run' : null;
}

function after({
  decision,
  notCounted,
  needs,
  code: shortCode,
  change,
  retraining,
  silence,
  stop,
  wayBack,
}: VoteLineState): Mrkdwn[] {
  if (wayBack !== undefined) return [wayBackText(wayBack)];
  const idle =
    stop === true
      ? 'nothing is stopped'
      : silence === true
        ? 'nothing is silenced'
        : retraining === true
          ? 'nothing is started'
          : 'nothing is promoted';
  const nothing = change === true ? 'nothing changes' : idle;
  if (decision === 'reject') return [md`The request ${code(shortCode)} has ended.`];
  if (notCounted !== null) return [md`This does not count: ${label(notCounted, 200)}.`];
  if (decision === 'break_glass') return [md`The card says what follows; code ${code(shortCode)}.`];
  if (decision === 'hold') return [md`Approvals still count; ${nothing} until the hold is released.`];
  if (decision === 'block') return [md`N${nothing.slice(1)} until the block is lifted.`];
  const missing = missingText(needs);
  return [missing === null ? md`Nothing is missing any more.` : md`Still missing: ${missing}.`];
}

function wayBackText({ version, request, because }: ShownWayBack): Mrkdwn {
  const way = md`the way back to ${versionName(version)}`;
  if (request !== null) return md`${bold(label(request, 12))} asks for ${way}.`;
  if (because !== null) return md`Nobody was asked for ${way}: ${sentence(because, 300)}`;
  return md`The promotion is carried through; then ${way} is asked for.`;
}
