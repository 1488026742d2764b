/** What a published guide, or our reading of it, says of drift in a model that is used so. */
interface Advice {
  /** As models.yaml writes it. */
  readonly for: string;
  readonly says: string;
  /** Whether a table of the guide was reconstructed for it, which is then said. */
  readonly reconstructed: boolean;
}

/**
 * From Google's Practitioners guide to MLOps (2021) and its article on choosing capabilities by use case; the most
 * telling first. What is reconstructed is marked so, since the article's table can be read as a picture only.
 */
const advice: readonly Advice[] = [
  {
    for: 'mission_critical',
    says: 'Its failure is costly: compare slices before anything replaces it, and keep the roll back ready.',
    reconstructed: true,
  },
  {
    for: 'retrains_ad_hoc',
    says: 'It stays unchanged for long, so this alert is how its age shows; retraining is what it is watched for.',
    reconstructed: false,
  },
  {
    for: 'retrains_often',
    says: 'It is retrained often: see whether its data check let this data through, and whether the next run mends it.',
    reconstructed: false,
  },
  {
    for: 'changes_often',
    says: 'Its code changes often: rule out the last change before you blame the data.',
    reconstructed: true,
  },
  {
    for: 'serves_online',
    says: 'It answers at once: features may be late or skewed against training; a new version should prove itself on some of the traffic.',
    reconstructed: true,
  },
  {
    for: 'serves_batch',
    says: 'It runs in batches: what it wrote since the drift began may have to be computed again.',
    reconstructed: true,
  },
];

const always =
  'Data that moved does not say that predictions got worse: compare with ground truth where there is some.';

/** At most two sentences on what to weigh, for a model of these characteristics. */
export function driftAdvice(useCases: readonly string[]): readonly string[] {
  const fitting = advice.filter(({ for: use }) => useCases.includes(use));
  const said = fitting
    .slice(0, 1)
    .map(({ says, reconstructed }) => `${says}${reconstructed ? ' (reconstructed)' : ''}`);
  return [...said, always];
}
