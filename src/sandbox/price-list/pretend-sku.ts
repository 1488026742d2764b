/** A SKU as the pretend price list keeps it. */
export interface PretendSku {
  /** As `D041-B8A1-6E0B`. */
  readonly id: string;
  readonly description: string;
  readonly resourceFamily: string;
  readonly resourceGroup: string;
  readonly usageType: string;
  readonly regions: readonly string[];
  /** As `h` or `GiBy.h`. */
  readonly unit: string;
  /** Dollars for each of that unit, as decimal text. */
  readonly usd: string;
  /** Stands for the tiers that would be made of `usd`, as it is. */
  readonly tieredRates?: readonly object[];
}

export interface PretendService {
  /** As `6F81-5844-456A`. */
  readonly id: string;
  readonly title: string;
  readonly skus: readonly PretendSku[];
}
