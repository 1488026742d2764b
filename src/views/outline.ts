import { isRow, type Row } from './validate/shape.ts';

/** User ids to names, for the mentions in an outline; an unknown id is shown as it is. */
export type Names = ReadonlyMap<string, string>;

/**
 * What blocks say, as plain text: `#` header, `[ ]` button or field, `›` small print, `▤` table or chart. Takes any
 * Block Kit JSON, also as it comes back from Slack; dates are in UTC, links are their labels.
 */
export function outline(blocks: readonly unknown[], names: Names = new Map()): string {
  return blocks.map((block) => (isRow(block) ? blockText(block, names) : '')).join('\n');
}

/** A modal or Home tab, from its title to its buttons. */
export function outlineView(view: unknown, names: Names = new Map()): string {
  if (!isRow(view)) return '';
  const title = view['title'] === undefined ? [] : [`# ${said(view['title'], names)}`];
  const buttons = [view['close'], view['submit']].flatMap((text) =>
    text === undefined ? [] : [`[${said(text, names)}]`],
  );
  return [...title, outline(items(view['blocks']), names), ...(buttons.length === 0 ? [] : [buttons.join(' ')])].join(
    '\n',
  );
}

function blockText(block: Row, names: Names): string {
  switch (block['type']) {
    case 'header':
      return `# ${said(block['text'], names)}`;
    case 'section': {
      const texts = [...(block['text'] === undefined ? [] : [block['text']]), ...items(block['fields'])];
      const accessory = isRow(block['accessory']) ? ` ${control(block['accessory'], names)}` : '';
      return `${texts.map((text) => said(text, names)).join('\n')}${accessory}`;
    }
    case 'context':
      return `› ${items(block['elements'])
        .map((each) => said(each, names))
        .join(' · ')}`;
    case 'actions':
      return items(block['elements'])
        .map((each) => (isRow(each) ? control(each, names) : ''))
        .join(' ');
    case 'divider':
      return '---';
    case 'input':
      return inputText(block, names);
    case 'table':
    case 'data_table':
      return tableText(items(block['rows']).map((row) => items(row).map((cell) => said(cell, names))));
    case 'data_visualization':
      return `▤ ${said(block['title'], names)}`;
    default:
      return said(block, names);
  }
}

function inputText(block: Row, names: Names): string {
  const optional = block['optional'] === true ? ' (optional)' : '';
  const field = isRow(block['element']) ? control(block['element'], names) : '';
  const hint = block['hint'] === undefined ? '' : `\n  › ${said(block['hint'], names)}`;
  return `${said(block['label'], names)}${optional} ${field}${hint}`;
}

function control(element: Row, names: Names): string {
  if (element['type'] === 'checkboxes') return ticks(element, names);
  const chosen = isRow(element['initial_option']) ? element['initial_option']['text'] : element['initial_value'];
  const shown = element['text'] ?? chosen ?? element['placeholder'] ?? '';
  const menu = String(element['type']).endsWith('_select') ? ' ▾' : '';
  return element['type'] === 'image' ? said(element, names) : `[${said(shown, names)}${menu}]`;
}

/** `[x] Tables [ ] Text`. */
function ticks(element: Row, names: Names): string {
  const ticked = new Set(items(element['initial_options']).map((option) => JSON.stringify(option)));
  return items(element['options'])
    .map((option) => `[${ticked.has(JSON.stringify(option)) ? 'x' : ' '}] ${said(option, names)}`)
    .join(' ');
}

function tableText(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return rows.map((row, at) => `${at === 0 ? '▤' : ' '} ${line(row)}`).join('\n');
}

/** The words of anything that has some: a text, a cell, a picture, a rich text, or a list of them. */
function said(thing: unknown, names: Names): string {
  if (typeof thing === 'string') return thing;
  if (Array.isArray(thing)) return thing.map((each) => said(each, names)).join('');
  if (!isRow(thing)) return '';
  if (thing['type'] === 'mrkdwn' && typeof thing['text'] === 'string') return readable(thing['text'], names);
  if (thing['type'] === 'user' && typeof thing['user_id'] === 'string')
    return readable(`<@${thing['user_id']}>`, names);
  return said(
    thing['text'] ?? thing['alt_text'] ?? thing['elements'] ?? thing['title'] ?? thing['fallback'] ?? '',
    names,
  );
}

/** Markup as it reads: names for mentions, UTC for dates, labels for links, no marks for bold. */
export function readable(mrkdwn: string, names: Names = new Map()): string {
  return mrkdwn
    .replace(/<@([UW][A-Z0-9]+)>/g, (_, id: string) => `@${names.get(id) ?? id}`)
    .replace(/<[^<>|]*\|([^<>]*)>/g, '$1')
    .replace(/<([^<>|]*)>/g, '$1')
    .replace(/\*([^*\n`]+)\*/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function items(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : [];
}
