import type { KnownBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { actions, button, context, header, sections } from './blocks.ts';
import { driftLine, monitorLine } from './drift-line.ts';
import { type DriftLine, isUndecided, type ShownMonitor } from './drift-state.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, md } from './mrkdwn.ts';
import { counted } from './wording.ts';

/** On one page. */
export const alertsShown = 10;
const mostMonitors = 5;

export interface DriftList {
  /** Open alerts from the `offset`th on, the worst first; no more than `alertsShown`. */
  readonly alerts: readonly DriftLine[];
  readonly offset: number;
  readonly total: number;
  /** How many of all open alerts nobody decided about. */
  readonly undecided: number;
  /** Monitors that should have reported since. */
  readonly silent: readonly ShownMonitor[];
  readonly now: Instant;
}

/** The answer to `/mlops drift`: what is the matter now, undecided alerts marked, and which monitors say nothing. */
export function driftList({ alerts, offset, total, undecided, silent, now }: DriftList): Message {
  if (total === 0 && silent.length === 0) {
    const lines = [
      md`No model drifts, as far as is known. ${code('/mlops drift <model>')} shows what watches a model.`,
    ];
    return message(sections(lines));
  }
  const page = alerts.slice(0, alertsShown);
  const next = offset + page.length;
  const payload = { list: 'drift', offset: next, only: null } as const;
  const lines = page.map((line) => (isUndecided(line) ? md`✗ ${driftLine(line, now)}` : driftLine(line, now)));
  const blocks: KnownBlock[] = [
    header(headingText(total, undecided)),
    ...sections(lines, 600, 10),
    ...(next < total
      ? [
          context(md`${total - next} more`),
          actions([button('Show more', encodeIntent('show-more', payload), { spoken: 'Show more alerts' })]),
        ]
      : []),
    ...silentMonitors(silent, now),
  ];
  return message(blocks);
}

function headingText(total: number, undecided: number): string {
  if (total === 0) return 'No open drift alerts';
  return `${counted(total, 'open drift alert')}${undecided === 0 ? '' : `, ${undecided} undecided`}`;
}

function silentMonitors(silent: readonly ShownMonitor[], now: Instant): readonly KnownBlock[] {
  if (silent.length === 0) return [];
  const shown = silent.slice(0, mostMonitors).map((one) => md`${one.model}: ${monitorLine(one, now)}`);
  const rest = silent.length - shown.length;
  return sections([bold('Silent monitors'), ...shown, ...(rest > 0 ? [md`and ${rest} more`] : [])], 400);
}
