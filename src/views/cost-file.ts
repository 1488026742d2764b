import type { DataSpan, DaySpan } from '#domain/cost-report.ts';
import { context, section } from './blocks.ts';
import { label } from './clean.ts';
import { dataText } from './cost-wording.ts';
import { type Message, message } from './frames.ts';
import { type Mrkdwn, md } from './mrkdwn.ts';
import { counted, dayText } from './wording.ts';

/** What is said of a file with the rows behind an answer about cost. */
export interface CostFileState {
  /** The filters as they are typed; empty for everything. */
  readonly what: string;
  readonly span: DaySpan;
  readonly data: DataSpan;
  /** IANA name of the zone whose days are meant. */
  readonly zone: string;
  readonly rows: number;
  /** How many rows were too many to be listed. */
  readonly smaller: number;
}

/** Beside the file: what it holds and how to read it. */
export function costFileNote(state: CostFileState): Message {
  const { smaller, data, zone } = state;
  const rest =
    smaller === 0
      ? md``
      : md` ${counted(smaller, 'smaller row')} did not fit: they are summed at its end, so that the columns add up.`;
  return message([
    section(md`${held(state)}.${rest}`),
    context(
      md`${dataText(data, zone)} · add up amounts within one currency only: effective is what reports show, billed what is invoiced, gross before credits`,
    ),
  ]);
}

/** To whoever asked, where they asked. */
export function costFileSent(state: CostFileState): Message {
  return message([section(md`${held(state)}: the file is in your direct messages with Countersign.`)]);
}

function held({ what, span, rows }: CostFileState): Mrkdwn {
  const of = what === '' ? 'all spend' : label(what, 200);
  return md`${counted(rows, 'row')} of ${of}, ${dayText(span.first)} to ${dayText(span.last)}`;
}
