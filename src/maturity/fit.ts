import { type Capability, type CapabilityState, capabilities, type ModelTier, type Rung } from '#domain/maturity.ts';

/** One need of one model; `rung` is null where it is not known. */
export interface Cell {
  readonly model: string;
  readonly tier: ModelTier;
  readonly capability: Capability;
  readonly rung: Rung | null;
  /** Its signals, as far as they apply, with how many a connection could tell. */
  readonly signals: { readonly asked: number; readonly connected: number };
}

/** How far needs are met. Shares from 0 to 1, null where nothing is needed or known. */
export interface Fit {
  /** Over what is known. */
  readonly fit: number | null;
  /** With everything unknown taken for absent: what it is at least. */
  readonly atLeast: number | null;
  /** Needed signals with a connection / needed signals. */
  readonly coverage: number | null;
  /** Below 60 % of coverage. */
  readonly provisional: boolean;
  readonly gaps: readonly Gap[];
}

/** What a capability lacks over models, and what its weighted need is. */
export interface Gap {
  readonly capability: Capability;
  readonly gap: number;
  readonly need: number;
  /** The weighted need of which it is not known whether it is met. */
  readonly unknown: number;
  /** Models that lack any of it, and those where it is less than evidenced. */
  readonly models: readonly string[];
  readonly short: readonly string[];
}

const valueOf: Readonly<Record<Rung, number>> = { absent: 0, declared: 0.25, evidenced: 0.6, verified: 1 };
const weightOf: Readonly<Record<ModelTier, number>> = { tier_1: 3, production: 2, pilot: 1 };
const provisionalBelow = 0.6;

/** Weighs needs against rungs. Sums are exact to a millionth. */
export function fitOf(cells: readonly Cell[]): Fit {
  const gaps = capabilities.flatMap((capability) => gapOf(capability, cells) ?? []);
  const need = total(gaps.map((gap) => gap.need));
  const unknown = total(gaps.map((gap) => gap.unknown));
  const lacking = total(gaps.map(({ gap }) => gap));
  const asked = total(cells.map(({ signals }) => signals.asked));
  const connected = total(cells.map(({ signals }) => signals.connected));
  const coverage = asked === 0 ? null : connected / asked;
  return {
    fit: need - unknown > 0 ? 1 - lacking / (need - unknown) : null,
    atLeast: need > 0 ? 1 - (lacking + unknown) / need : null,
    coverage,
    provisional: coverage !== null && coverage < provisionalBelow,
    gaps: gaps.toSorted(
      (a, b) => b.gap - a.gap || capabilities.indexOf(a.capability) - capabilities.indexOf(b.capability),
    ),
  };
}

function gapOf(capability: Capability, cells: readonly Cell[]): Gap | null {
  const mine = cells.filter((cell) => cell.capability === capability);
  if (mine.length === 0) return null;
  const lacks = ({ rung, tier }: Cell) => (rung === null ? 0 : weightOf[tier] * (1 - valueOf[rung]));
  return {
    capability,
    gap: total(mine.map(lacks)),
    need: total(mine.map(({ tier }) => weightOf[tier])),
    unknown: total(mine.filter(({ rung }) => rung === null).map(({ tier }) => weightOf[tier])),
    models: mine.filter((cell) => lacks(cell) > 0).map(({ model }) => model),
    short: mine.filter(({ rung }) => rung === 'absent' || rung === 'declared').map(({ model }) => model),
  };
}

/** A sum without the dust of binary fractions: all that is added has at most two digits. */
function total(values: readonly number[]): number {
  return Math.round(values.reduce((sum, value) => sum + value, 0) * 1e6) / 1e6;
}

/** Needed cells as `fitOf` takes them. */
export function cellOf(model: string, tier: ModelTier, { capability, rung, readings }: CapabilityState): Cell {
  const applicable = readings.filter(({ state }) => state !== 'not_applicable');
  const connected = applicable.filter(
    (reading) => reading.state === 'known' || (reading.state === 'unknown' && reading.connected),
  );
  return { model, tier, capability, rung, signals: { asked: applicable.length, connected: connected.length } };
}
