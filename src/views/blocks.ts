import type {
  ActionsBlock,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  MrkdwnElement,
  PlainTextElement,
  RichTextBlock,
  SectionBlock,
  TableBlock,
} from '@slack/types';
import { epochMs, type Instant } from '#domain/instant.ts';
import { clean, clip, label, size, whole } from './clean.ts';
import type { Encoded } from './intents.ts';
import { type Mrkdwn, mrkdwnText } from './mrkdwn.ts';
import { utcText } from './wording.ts';

/** One clean line, never read as markup. */
export function plainText(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: label(text, max), emoji: false };
}

/** Slack adds no links or mentions of its own to it (`verbatim`). */
function mrkdwn(said: Mrkdwn, max = 3000): MrkdwnElement {
  const text = mrkdwnText(said, max).trim();
  return { type: 'mrkdwn', text: text === '' ? '–' : text, verbatim: true };
}

/** At most 150 characters. */
export function header(text: string): HeaderBlock {
  return { type: 'header', text: plainText(text, 150) };
}

/** At most `max` characters; the button stands beside the text. */
export function section(said: Mrkdwn, accessory?: Button, max = 3000): SectionBlock {
  const block: SectionBlock = { type: 'section', text: mrkdwn(said, max) };
  return accessory === undefined ? block : { ...block, accessory };
}

/** Somebody's own words in quotation marks, lines kept, at most `max` characters. */
export function quotation(words: string, max = 500): SectionBlock {
  const text = clip(
    clean(words)
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    max,
  );
  return { type: 'section', text: { type: 'plain_text', text: `“${text}”`, emoji: false } };
}

/** Two columns on wide screens; at most ten. */
export function fields(said: readonly Mrkdwn[]): SectionBlock {
  return { type: 'section', fields: said.slice(0, 10).map((each) => mrkdwn(each, 2000)) };
}

/** Small grey print; at most ten. */
export function context(...said: readonly Mrkdwn[]): ContextBlock {
  return { type: 'context', elements: said.slice(0, 10).map((each) => mrkdwn(each, 1000)) };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

export function actions(buttons: readonly Button[]): ActionsBlock {
  return { type: 'actions', elements: buttons.slice(0, 25) };
}

export interface ButtonOptions {
  readonly style?: 'primary' | 'danger';
  /** What a screen reader says where the label alone is ambiguous. */
  readonly spoken?: string;
  /** Asked before the press is sent. */
  readonly confirm?: { readonly title: string; readonly text: Mrkdwn; readonly confirm: string; readonly deny: string };
}

/** Throws a RangeError if what the press carries is more than Slack keeps: cutting it would make another press. */
export function button(text: string, intent: Encoded, options: ButtonOptions = {}): Button {
  const { style, spoken, confirm } = options;
  return {
    type: 'button',
    text: plainText(text, 75),
    action_id: whole(intent.action_id, 255),
    value: whole(intent.value, 2000),
    ...(style === undefined ? {} : { style }),
    ...(spoken === undefined ? {} : { accessibility_label: label(spoken, 75) }),
    ...(confirm === undefined
      ? {}
      : {
          confirm: {
            title: plainText(confirm.title, 100),
            text: mrkdwn(confirm.text, 300),
            confirm: plainText(confirm.confirm, 30),
            deny: plainText(confirm.deny, 30),
          },
        }),
  };
}

/** What a cell of a table shows: words, or a moment in the reader's own zone. */
export type Cell = string | { readonly at: Instant };

/** At most 100 rows of 20 cells; a message holds one. The caller keeps its text below 10,000 characters. */
export function table(rows: readonly (readonly Cell[])[], align: readonly ('left' | 'right')[] = []): TableBlock {
  // The first columns may hold sentences; numbers and limits stay on their line.
  const block: TableBlock = {
    type: 'table',
    rows: rows
      .slice(0, 100)
      .map((row) =>
        row
          .slice(0, 20)
          .map((cell) =>
            typeof cell === 'string' ? { type: 'raw_text', text: label(cell, 120) } : momentCell(cell.at),
          ),
      ),
  };
  return align.length === 0
    ? block
    : { ...block, column_settings: align.map((side, column) => ({ align: side, is_wrapped: column < 2 })) };
}

/** Cells know no markup, so that a moment in one is an element of its own. */
function momentCell(at: Instant): RichTextBlock {
  const timestamp = Math.floor(epochMs(at) / 1000);
  const date = { type: 'date', timestamp, format: '{date_short_pretty} at {time}', fallback: utcText(at) } as const;
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [date] }] };
}

/** Lines of markup in as few sections as hold them, each line cut at `maxLine` code points; at most `max` sections. */
export function sections(lines: readonly Mrkdwn[], maxLine = 300, max = 5): SectionBlock[] {
  const texts: string[] = [];
  for (const line of lines) {
    const text = mrkdwnText(line, maxLine);
    const last = texts.at(-1);
    if (last !== undefined && size(last) + size(text) < 2900) texts[texts.length - 1] = `${last}\n${text}`;
    else texts.push(text);
  }
  return texts.slice(0, max).map((text) => ({
    type: 'section',
    text: { type: 'mrkdwn', text: text.trim() === '' ? '–' : text, verbatim: true },
  }));
}
