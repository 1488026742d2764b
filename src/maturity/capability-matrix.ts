import { type Capability, type Grade, type MatrixChange, shippedMatrix, type Trait } from '#domain/maturity.ts';

/** Whether a trait argues for a capability. `large_pilot` counts only for large pilots. */
interface MatrixCell {
  readonly need: 'yes' | 'no' | 'large_pilot';
  readonly grade: Grade;
  readonly note: string | null;
}

/** Which capabilities each trait argues for; a missing cell argues for nothing. */
export interface CapabilityMatrix {
  readonly version: string;
  readonly cells: Readonly<Record<Capability, Readonly<Partial<Record<Trait, MatrixCell>>>>>;
}

const article = cell('yes', 'article');
const author = cell('yes', 'author');
const ours = cell('yes', 'reconstructed');
const large = cell('large_pilot', 'reconstructed');

function cell(need: MatrixCell['need'], grade: Grade, note: string | null = null): MatrixCell {
  return { need, grade, note };
}

/**
 * What is shipped. The article "Select the right MLOps capabilities for your ML use case" (Google Cloud, 2021) has its
 * table as an image, so cells that its text or its authors do not state are marked as reconstructed.
 */
export const capabilityMatrix: CapabilityMatrix = {
  version: shippedMatrix,
  cells: {
    experimentation: { pilot: article, frequent_updates: ours },
    data_processing: { pilot: article, ad_hoc_retraining: ours, frequent_retraining: article, batch: ours },
    training: { pilot: large, ad_hoc_retraining: author, frequent_retraining: article },
    evaluation: {
      pilot: large,
      mission_critical: ours,
      ad_hoc_retraining: ours,
      frequent_retraining: article,
      frequent_updates: ours,
    },
    serving: { batch: article, online: ours },
    online_experimentation: {
      mission_critical: ours,
      frequent_updates: ours,
      batch: cell('no', 'author', 'A batch has no live traffic to split.'),
      online: ours,
    },
    monitoring: { mission_critical: ours, ad_hoc_retraining: author },
    pipelines: {
      frequent_retraining: article,
      frequent_updates: cell('no', 'reconstructed', 'Open: the text can be read both ways.'),
      batch: ours,
    },
    registry: {
      mission_critical: ours,
      reusable: author,
      frequent_retraining: article,
      frequent_updates: ours,
      batch: ours,
    },
    repository: { mission_critical: ours, reusable: ours, online: ours },
    metadata: {
      pilot: ours,
      mission_critical: author,
      reusable: author,
      frequent_retraining: article,
      frequent_updates: ours,
    },
    ci_cd: { frequent_updates: author },
  },
};

/** The shipped matrix with changed cells. A changed cell is the organisation's, so it is never called Google's. */
export function changedMatrix(changes: readonly MatrixChange[]): CapabilityMatrix {
  if (changes.length === 0) return capabilityMatrix;
  const cells = { ...capabilityMatrix.cells };
  for (const { capability, trait, need, note } of changes) {
    cells[capability] = { ...cells[capability], [trait]: cell(need, 'own', note) };
  }
  return { version: `${capabilityMatrix.version}, ${changes.length} changed`, cells };
}
