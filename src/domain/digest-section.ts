/** The sections of a weekly digest, in the order in which they stand. `org.yaml` can leave each of them out. */
export const digestSections = [
  'cost',
  'labels',
  'idle',
  'maturity',
  'gaps',
  'next_step',
  'waiting',
  'alerts',
  'outside_changes',
  'caught',
  'spot_checks',
  'debts',
] as const;
export type DigestSectionName = (typeof digestSections)[number];
