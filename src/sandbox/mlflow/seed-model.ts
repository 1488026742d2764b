import type { Training } from './training.ts';

/** A model of the pretend company. Versions are numbered from 1 in the order given. */
export interface SeedModel {
  readonly name: string;
  readonly team: string;
  readonly description: string;
  readonly aliases: Readonly<Record<string, number>>;
  readonly versions: readonly SeedVersion[];
}

export interface SeedVersion extends Training {
  /** Before the base instant; the first version is the oldest. */
  readonly daysAgo: number;
}
