import type { KeyNotes } from './note.ts';

/** Notes on `capabilities.yaml`. */
export const capabilityNotes: KeyNotes = {
  version: 'The version of this kind of file.',
  owner: 'The role that approves changes of this file, and that waives needs.',
  based_on: 'The shipped matrix that the changes were written for. A newer one asks for another look at them.',
  changes: { about: 'The cells of the matrix that hold otherwise here.', default: [] },
  'changes.capability': 'The capability.',
  'changes.trait': 'What a use case is when the cell counts.',
  'changes.need': 'Whether such a use case needs the capability; large_pilot is a need of large pilots alone.',
  'changes.note': 'Why; it is shown wherever the cell is a reason.',
};
