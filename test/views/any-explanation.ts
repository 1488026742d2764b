import fc from 'fast-check';
import { instant, rows, text } from './any-state.ts';

export const piece = fc.oneof(text, fc.record({ at: instant }));
export const explanationLine = fc.record({ mark: fc.constantFrom('✓', '…', '✗', '–', '›'), says: rows(piece) });
