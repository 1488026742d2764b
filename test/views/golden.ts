import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { outline, outlineView } from '#views/outline.ts';
import { validateMessage, validateView } from '#views/validate.ts';

const folder = new URL('../golden/views/', import.meta.url);
const names = new Map([
  ['U0ANA', 'ana'],
  ['U0BEN', 'ben'],
  ['U0MEI', 'mei'],
  ['U0JON', 'jon'],
  ['U0TOM', 'tom'],
]);

/** Compares with `test/golden/views/<name>.txt`: outline, a rule, JSON. `UPDATE_GOLDEN=1` writes it instead. */
export function expectGolden(name: string, shown: object): void {
  const isView = 'type' in shown;
  const blocks = 'blocks' in shown && Array.isArray(shown.blocks) ? shown.blocks : [];
  expect(isView ? validateView(shown) : validateMessage(shown as { text: string; blocks: unknown })).toEqual([]);
  const read = isView ? outlineView(shown, names) : outline(blocks, names);
  const text = `${read}\n${'-'.repeat(72)}\n${JSON.stringify(shown, drawingsLeftOut, 2)}\n`;
  const file = new URL(`${name}.txt`, folder);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}

/** What a chart looks like is tested where it is drawn. */
function drawingsLeftOut(key: string, value: unknown): unknown {
  return key === 'svg' ? '(drawn)' : value;
}
