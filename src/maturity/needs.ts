import { type Capability, type Characteristics, capabilities, type NeedReason, type Trait } from '#domain/maturity.ts';
import type { CapabilityMatrix } from './capability-matrix.ts';

/** What one use case needs, with every reason, and what it does not need with what would change that. */
export interface Needs {
  readonly matrixVersion: string;
  readonly needed: ReadonlyMap<Capability, readonly NeedReason[]>;
  readonly notNow: readonly NotNow[];
}

/** A capability not needed yet: the traits that would ask for it. It is asked again after `revisitDays`. */
interface NotNow {
  readonly capability: Capability;
  readonly neededOnce: readonly Trait[];
  readonly note: string | null;
  readonly revisitDays: number;
}

const revisitDays = 90;

/**
 * The union over what the use case is. A pilot needs only what pilots need until it has traffic in production; cells
 * for large pilots count where `largePilot` is set.
 */
export function needsOf(
  characteristics: Characteristics,
  matrix: CapabilityMatrix,
  options: { readonly largePilot?: boolean } = {},
): Needs {
  const mine = traitsOf(characteristics);
  const needed = new Map<Capability, readonly NeedReason[]>();
  const notNow: NotNow[] = [];
  for (const capability of capabilities) {
    const cells = matrix.cells[capability];
    const reasons = mine.flatMap((trait): readonly NeedReason[] => {
      const cell = cells[trait];
      if (cell === undefined || cell.need === 'no') return [];
      if (cell.need === 'large_pilot' && options.largePilot !== true) return [];
      return [{ trait, grade: cell.grade, note: cell.note }];
    });
    if (reasons.length > 0) {
      needed.set(capability, reasons);
      continue;
    }
    const neededOnce = allTraits.filter((trait) => cells[trait]?.need === 'yes' && !mine.includes(trait));
    const note = mine.map((trait) => cells[trait]?.note ?? null).find((text) => text !== null) ?? null;
    notNow.push({ capability, neededOnce, note, revisitDays });
  }
  return { matrixVersion: matrix.version, needed, notNow };
}

const allTraits: readonly Trait[] = [
  'mission_critical',
  'reusable',
  'ad_hoc_retraining',
  'frequent_retraining',
  'frequent_updates',
  'batch',
  'online',
];

/** The columns of the matrix that a use case is in. */
export function traitsOf(characteristics: Characteristics): readonly Trait[] {
  const { pilot, missionCritical, reusable, retraining, frequentUpdates, serving } = characteristics;
  if (pilot) return ['pilot'];
  const held: Readonly<Record<Trait, boolean>> = {
    pilot: false,
    mission_critical: missionCritical,
    reusable,
    ad_hoc_retraining: retraining === 'ad_hoc',
    frequent_retraining: retraining === 'frequent',
    frequent_updates: frequentUpdates,
    batch: serving.includes('batch'),
    online: serving.includes('online'),
  };
  return allTraits.filter((trait) => held[trait]);
}
