import type { KnownBlock } from '@slack/types';
import { altText } from '#charts/alt-text.ts';
import type { Chart } from '#charts/chart.ts';
import { chartSvg } from '#charts/chart-svg.ts';
import { slackChart } from '#charts/slack-chart.ts';
import type { Picture } from '#domain/chat.ts';
import { context, section } from './blocks.ts';
import { join, md } from './mrkdwn.ts';

/** A chart as part of a message; its pictures go into `message` with the blocks. */
export interface ShownChart {
  readonly blocks: readonly KnownBlock[];
  readonly pictures: readonly Picture[];
}

/**
 * Slack's own chart with, below it, what that cannot show; for messages only, at most two in each, told apart by `id`.
 * The numbers that matter stand in text beside it: Slack's charts have no text for who does not see them. Where nothing
 * is known it says so.
 */
export function shownChart(chart: Chart, id = 'chart'): ShownChart {
  const native = slackChart(chart);
  if (native === null) return { blocks: [section(md`${chart.title}: no data.`)], pictures: [] };
  const block: object = { ...native.block, block_id: id };
  const notes = native.notes.length === 0 ? [] : [context(join(native.notes, ' '))];
  return {
    blocks: [...[block].filter(isBlock), ...notes],
    pictures: [{ blockId: id, title: native.block.title, altText: altText(chart), svg: chartSvg(chart) }],
  };
}

/** Slack's package does not list its newest kinds of blocks. */
function isBlock(block: object): block is KnownBlock {
  return 'type' in block;
}
