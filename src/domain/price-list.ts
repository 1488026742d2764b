import type { Instant } from './instant.ts';
import type { RegistryHealth } from './registry.ts';

/** How machine time is billed: as custom jobs of Vertex AI, or as plain virtual machines of Compute Engine. */
export type BilledAs = 'vertex-training' | 'compute-engine';

/** What prices are asked for. */
export interface WantedPrices {
  /** As ISO 4217 writes it. */
  readonly currency: string;
  /** Machine families, as `n2`. */
  readonly families: readonly string[];
  /** Models of accelerators, as `acceleratorModel` gives them. */
  readonly accelerators: readonly string[];
}

/** What an hour costs, as decimal text above zero. */
interface FamilyPrice {
  readonly cpuHour: string;
  readonly gibHour: string;
}

/** On-demand list prices of one region. What was wanted and has no one price there is null, never a guess. */
export interface UnitPrices {
  readonly region: string;
  readonly currency: string;
  readonly billedAs: BilledAs;
  /** When they were read from the price list. */
  readonly readAt: Instant;
  readonly families: Readonly<Record<string, FamilyPrice | null>>;
  /** The price of an hour of one accelerator, as decimal text above zero. */
  readonly accelerators: Readonly<Record<string, string | null>>;
}

/** A cloud's public price list. Every call may throw `UpstreamError`. */
export interface PriceList {
  /** The name people use for it. */
  readonly title: string;
  readonly billedAs: BilledAs;
  /** `region` as the cloud names it, as `europe-west4`. */
  pricesFor(region: string, wanted: WantedPrices): Promise<UnitPrices>;
  check(): Promise<RegistryHealth>;
}
