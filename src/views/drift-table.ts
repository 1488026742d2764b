import type { KnownBlock } from '@slack/types';
import { sections, table } from './blocks.ts';
import type { ShownAlert } from './drift-state.ts';
import { count, driftValue, featureName, limitText, signalName } from './drift-words.ts';
import { md } from './mrkdwn.ts';

const mostRows = 10;

/**
 * Features with their signal, value, limit and since when they have been past it, the worst first. `elsewhere` says
 * where those without a place are.
 */
export function driftTable(
  { moved, movedCount }: Pick<ShownAlert, 'moved' | 'movedCount'>,
  elsewhere = ', on the drift page',
): KnownBlock[] {
  const rows = moved.slice(0, mostRows);
  if (rows.length === 0) return [];
  const rest = Math.max(movedCount, moved.length) - rows.length;
  const body = rows.map((row) => [
    featureName(row.feature),
    signalName(row.signal),
    driftValue(row.value),
    limitText(row),
    row.since === null ? '' : { at: row.since },
  ]);
  const more = rest > 0 ? sections([md`and ${count(rest)} more${elsewhere}`]) : [];
  return [
    table(
      [['Feature', 'Signal', 'Value', 'Limit', 'Past it since'], ...body],
      ['left', 'left', 'right', 'right', 'right'],
    ),
    ...more,
  ];
}
