import type { RunStep } from '#domain/pipeline.ts';
import { label } from './clean.ts';
import { dateToken, join, type Mrkdwn, md } from './mrkdwn.ts';
import { between } from './wording.ts';

const mostSteps = 16;

const marks = {
  queued: '…',
  running: '▶',
  paused: '…',
  cancelling: '▶',
  succeeded: '✓',
  skipped: '✓',
  failed: '✗',
  cancelled: '✗',
  not_triggered: '–',
} as const satisfies Record<RunStep['state'], string>;

/** `✓ ingest 2 min · ▶ train since 10:04 · … evaluate`: what runs says since when, so that nothing has to tick. */
export function stepsLine(steps: readonly RunStep[]): Mrkdwn[] {
  if (steps.length === 0) return [];
  const shown = steps.length <= mostSteps ? steps : interesting(steps);
  const rest = steps.length - shown.length;
  const texts = shown.map(stepText);
  return [join(rest > 0 ? [...texts, md`and ${rest} more`] : texts, ' · ')];
}

/** Those that run or failed, and the last of the others. */
function interesting(steps: readonly RunStep[]): readonly RunStep[] {
  const first = steps.filter(({ state }) => state === 'failed' || state === 'running' || state === 'cancelling');
  const others = steps.filter((step) => !first.includes(step));
  const room = Math.max(0, mostSteps - first.length);
  const chosen = new Set([...first.slice(0, mostSteps), ...(room === 0 ? [] : others.slice(-room))]);
  return steps.filter((step) => chosen.has(step));
}

function stepText(step: RunStep): Mrkdwn {
  const name = md`${marks[step.state]} ${label(step.name, 40)}`;
  const { state, startedAt, endedAt } = step;
  if (state === 'skipped') return md`${name} (from a cache)`;
  if (state === 'not_triggered') return md`${name} (not reached)`;
  if (startedAt === null) return name;
  if (endedAt !== null) return md`${name} ${between(startedAt, endedAt)}`;
  return state === 'running' || state === 'cancelling' ? md`${name} since ${dateToken(startedAt, 'time')}` : name;
}
