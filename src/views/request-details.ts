import type { KnownBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { type Owed, type OwedReview, owedLine, reviewLines } from './afterwards.ts';
import type { ShownBlock } from './approval-stages.ts';
import { aliasOf } from './approval-state.ts';
import { actions, context, divider, quotation, sections } from './blocks.ts';
import { changeCounts, changeLines, setName, setNameFirst } from './changed-files.ts';
import { label } from './clean.ts';
import { detailsButtons } from './details-buttons.ts';
import { evidenceMarks } from './evidence-table.ts';
import { type Modal, modal } from './frames.ts';
import { gateSentence } from './gates.ts';
import { bold, code, dateToken, join, link, type Mrkdwn, md } from './mrkdwn.ts';
import { type EvidenceRow, type Gate, type RequestFacts, subjectText } from './request-facts.ts';
import { estimateText, parameterLines } from './retraining.ts';
import { listed } from './wording.ts';

interface RuleLine {
  /** Completes “this is approved when …”. */
  readonly name: string;
  readonly why: string | null;
  readonly state: 'not_applicable' | 'error' | 'waiting' | 'approved' | 'blocked' | 'overridden';
  readonly because: string;
}

export interface VoteLine {
  readonly name: string;
  readonly decision: 'approve' | 'reject' | 'withdraw' | 'block' | 'lift' | 'hold' | 'release' | 'break_glass';
  readonly at: Instant;
  readonly reason: string | null;
  /** Why it does not count; null if it does. */
  readonly notCounted: string | null;
}

interface EvidenceDetail extends EvidenceRow {
  readonly asOf: Instant | null;
  readonly producer: string | null;
}

export interface RequestDetails {
  readonly facts: RequestFacts;
  /** How the request stands, as a sentence without its full stop. */
  readonly because: string;
  readonly rules: readonly RuleLine[];
  readonly evidence: readonly EvidenceDetail[];
  readonly votes: readonly VoteLine[];
  readonly blocks: readonly ShownBlock[];
  readonly gates: readonly Gate[];
  /** What is not known, and what that did. */
  readonly unknown: readonly string[];
  /** What it promised for afterwards, and the look that somebody owes. */
  /** The data sets that the version was trained on, as its registry names them; left out where it does not say. */
  readonly trainedOn?: string;
  readonly owed: readonly Owed[];
  readonly review: OwedReview | null;
  /** Digest of the pinned policy, and the ledger entries of this request. */
  readonly policyDigest: string;
  readonly ledger: readonly number[];
  /** Whether this reader may take their approval back, block the request, or take it back as whoever asked for it. */
  readonly mayTakeBack: boolean;
  readonly mayBlock: boolean;
  readonly mayWithdraw: boolean;
  readonly press: string;
}

/** Of each part; a modal holds a hundred blocks, and nobody reads more. */
const maxLines = 40;

const ruleMarks = {
  approved: '✓',
  waiting: '…',
  blocked: '✗',
  error: '✗',
  overridden: '✓',
  not_applicable: '–',
} as const;

const ruleWords = {
  approved: '',
  waiting: '',
  blocked: ' (blocked)',
  error: ' (cannot be judged)',
  overridden: ' (overridden)',
  not_applicable: ' (does not apply)',
} as const;

const voteWords = {
  approve: 'approved',
  reject: 'rejected',
  withdraw: 'took the approval back',
  block: 'blocked',
  lift: 'lifted the block',
  hold: 'put it on hold',
  release: 'released the hold',
  break_glass: 'broke the glass in an emergency',
} as const;

/** Everything behind a card, in words: rules, evidence, votes that count and that do not, and where it is recorded. */
export function requestDetails(state: RequestDetails): Modal {
  const { facts } = state;
  const buttons = detailsButtons(state);
  return modal({ title: `Request ${label(facts.code, 15)}`, close: 'Close' }, [
    ...sections([
      facts.stop !== undefined
        ? md`Stop the ${facts.stop.kind} ${code(facts.stop.name)} of project ${label(facts.stop.project, 60)}`
        : facts.silence !== undefined
          ? md`Silence ${label(facts.silence.alert, 12)} of ${code(facts.model)} until ${dateToken(facts.silence.until)}`
          : facts.retraining !== undefined
            ? md`Retrain ${code(facts.model)} with ${code(facts.retraining.pipeline)} in ${label(facts.retraining.engine, 40)}; cost: ${estimateText(facts.retraining)}`
            : facts.change === undefined
              ? md`${subjectText(facts)} to ${aliasOf(facts)} in ${label(facts.registry, 40)}`
              : md`${bold(setNameFirst(facts.change.to))} in place of ${setName(facts.change.from)}: ${changeCounts(facts.change)}`,
      md`${label(state.because, 280)}.`,
      md`Asked by ${label(facts.requester, 40)} ${dateToken(facts.requestedAt)}`,
      ...(state.trainedOn === undefined ? [] : [md`Trained on ${label(state.trainedOn, 500)}`]),
    ]),
    ...(facts.reason === null ? [] : [quotation(facts.reason, 1500)]),
    ...changesPart(facts),
    ...parametersPart(facts),
    ...part('In the way', [...state.blocks, ...state.gates], obstacleLine),
    ...part('Approved when', state.rules, ruleLine),
    ...part('Not known', state.unknown, (text) => md`… ${label(text, 300)}`),
    ...part('Evidence', state.evidence, evidenceLine),
    ...part('Votes', state.votes, voteLine, 'Nobody has voted yet.'),
    ...part('Looked at afterwards', [...state.owed.map(owedLine), ...reviewLines(state.review)], (line) => line),
    divider(),
    context(...record(state)),
    ...(buttons.length === 0 ? [] : [actions(buttons)]),
  ]);
}

/** Everything that a change of the playbooks does, as far as a modal holds it. */
function changesPart({ change }: RequestFacts): KnownBlock[] {
  return change === undefined
    ? []
    : sections([md`${bold('What changes')}`, ...changeLines(change, 60, 40_000)], 700, 16);
}

/** Every parameter of what would run. */
function parametersPart({ retraining }: RequestFacts): KnownBlock[] {
  return retraining === undefined ? [] : sections(parameterLines(retraining.parameters, maxLines), 3000, 16);
}

function part<T>(
  title: string,
  items: readonly T[],
  line: (item: T) => Mrkdwn,
  none: string | null = null,
): KnownBlock[] {
  if (items.length === 0 && none === null) return [];
  const lines = items.length === 0 ? [md`${none ?? ''}`] : items.slice(0, maxLines).map(line);
  const rest = items.length - lines.length;
  return sections([md`${bold(title)}`, ...lines, ...(rest > 0 ? [md`and ${rest} more, in the ledger`] : [])], 700, 16);
}

function obstacleLine(obstacle: ShownBlock | Gate): Mrkdwn {
  if ('kind' in obstacle) return md`… ${gateSentence(obstacle)}`;
  const { because, liftedBy } = obstacle;
  const lifters = listed(
    liftedBy.slice(0, 40).map((name) => label(name, 40)),
    3,
    'or',
  );
  return md`✗ ${label(because, 300)}. ${liftedBy.length === 0 ? 'This ends by itself when that changes.' : `${lifters} can lift it.`}`;
}

function ruleLine({ name, why, state, because }: RuleLine): Mrkdwn {
  const reason = why === null ? '' : `. Why: ${label(why, 200)}`;
  return md`${ruleMarks[state]} ${label(name, 100)}${ruleWords[state]}: ${label(because, 300)}${reason}`;
}

function evidenceLine(row: EvidenceDetail): Mrkdwn {
  const from = row.producer === null ? '' : `, from ${label(row.producer, 60)}`;
  const asOf = row.asOf === null ? md`` : md`, as of ${dateToken(row.asOf)}`;
  return md`${evidenceMarks[row.status]} ${label(row.title, 80)}: ${label(row.because, 300)}${from}${asOf}`;
}

function voteLine({ name, decision, at, reason, notCounted }: VoteLine): Mrkdwn {
  const why = reason === null ? '' : `: “${label(reason, 300)}”`;
  const counts = notCounted === null ? '' : ` ✗ Does not count: ${label(notCounted, 200)}`;
  return md`${label(name, 40)} ${voteWords[decision]} ${dateToken(at)}${why}${counts}`;
}

function record({ facts, policyDigest, ledger }: RequestDetails): Mrkdwn[] {
  const entries =
    ledger.length === 0
      ? []
      : [
          md`Ledger ${listed(
            ledger.map((seq) => `#${seq}`),
            6,
          )}`,
        ];
  return [
    md`Code ${code(facts.code)} · playbook “${label(facts.playbook, 80)}” ${code(policyDigest.slice(0, 19))}`,
    ...entries,
    ...(facts.links.length === 0
      ? []
      : [
          join(
            facts.links.slice(0, 5).map(({ label: text, url }) => link(url, text)),
            ' · ',
          ),
        ]),
  ];
}
