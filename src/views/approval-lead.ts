import type { LiveStage } from './approval-stages.ts';
import { type ApprovalRequest, aliasOf, type Lead, unchanged } from './approval-state.ts';
import { label } from './clean.ts';
import { gateSentence } from './gates.ts';
import { bold, dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import { approvedLine } from './needs.ts';
import { subjectName } from './request-facts.ts';
import { type Rollout, rolloutLines } from './rollout.ts';
import { between, listed } from './wording.ts';

const maxBlocks = 3;

/** What the card of a live request says first. */
export function approvalLead(stage: LiveStage, state: ApprovalRequest): Lead {
  const subject = subjectName(state);
  const alias = label(state.target, 40);
  const system = label(state.registry, 40);

  switch (stage.at) {
    case 'open':
      return {
        heading: state.rollback === true ? `Roll ${alias} back to ${subject}?` : `Promote ${subject} to ${alias}?`,
        lines: [],
      };
    case 'blocked':
      return { heading: `Blocked: ${subject} to ${alias}`, lines: blockLines(stage) };
    case 'approved':
      return {
        heading: `Approved, not started yet: ${subject} to ${alias}`,
        lines: [
          approvedLine(stage, between(state.requestedAt, stage.approvedAt)),
          ...stage.gates.slice(0, 4).map((gate) => md`… ${gateSentence(gate)}`),
        ],
      };
    case 'executing':
      if (stage.rollout !== undefined) return rolloutLead(stage, stage.rollout, state);
      return {
        heading: state.rollback === true ? `Rolling ${alias} back to ${subject}` : `Promoting ${subject} to ${alias}`,
        lines: [
          approvedLine(stage),
          md`… Moving ${aliasOf(state)} in ${system} since ${dateToken(stage.startedAt, 'time')}. The outcome appears here.`,
        ],
      };
    case 'delayed':
      return {
        heading: `Not ${state.rollback === true ? 'rolled back' : 'promoted'} yet: ${label(stage.trouble, 80)}`,
        lines: delayLines(stage, state),
      };
  }
}

function rolloutLead(stage: Extract<LiveStage, { at: 'executing' }>, rollout: Rollout, state: ApprovalRequest): Lead {
  const subject = subjectName(state);
  const alias = label(state.target, 40);
  const back = rollout.at === 'going_back' || rollout.at === 'removing' || rollout.stopped !== null;
  return {
    heading: back
      ? `Going back: ${subject} does not become ${alias}`
      : state.rollback === true
        ? `Rolling ${alias} back to ${subject}`
        : `Rolling out ${subject} to ${alias}`,
    lines: [approvedLine(stage), ...rolloutLines(rollout, state)],
  };
}

/** What blocks, with who can lift it. */
export function blockLines({ blocks }: Extract<LiveStage, { at: 'blocked' }>): Mrkdwn[] {
  const lines = blocks.slice(0, maxBlocks).map(({ because, liftedBy }) => {
    const lifters = listed(
      liftedBy.map((name) => label(name, 40)),
      3,
      'or',
    );
    return md`✗ ${label(because, 200)}. ${liftedBy.length === 0 ? 'This ends by itself when that changes.' : `${lifters} can lift it.`}`;
  });
  return blocks.length > maxBlocks ? [...lines, md`and ${blocks.length - maxBlocks} more in Details`] : lines;
}

function delayLines(stage: Extract<LiveStage, { at: 'delayed' }>, state: ApprovalRequest): Mrkdwn[] {
  const { nextTryAt } = stage;
  const retry = nextTryAt === null ? md`The next try starts soon.` : md`Next try at ${dateToken(nextTryAt, 'time')}.`;
  const system = label(state.registry, 40);
  return [
    md`${bold(subjectName(state))} was approved ${dateToken(stage.approvedAt)}. Tried ${stage.tries === 1 ? 'once' : `${stage.tries} times`}. ${retry}`,
    stage.nothingChanged
      ? md`Nothing was changed: ${unchanged(state)}`
      : md`Whether ${system} moved ${aliasOf(state)} is not known yet; the next try reads it first.`,
  ];
}
