/** Words of the language that come after version 1: known, and refused by name. */
const later = new Set([
  'step_up',
  'must_open',
  'min_dwell',
  'idp_group',
  'on_call',
  'working_hours',
  'signed_by',
  'page',
  'wandb',
  'sagemaker',
]);

/** `` `step_up` comes after version 1 ``, or null for other words. */
export function laterSentence(word: string): string | null {
  return later.has(word) ? `\`${word}\` comes after version 1` : null;
}
