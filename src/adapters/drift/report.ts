import { digestOf } from '#domain/digest.ts';
import type { DriftReading, DriftReport, WatchedVersion } from '#domain/drift.ts';
import type { Instant } from '#domain/instant.ts';
import { statusOf } from './reading.ts';
import type { SentBody } from './sent-body.ts';

/** What a source said. Where `status` is null, the readings tell; where `id` is, its content is what it is known by. */
export interface Told extends Omit<DriftReport, 'id' | 'at' | 'status'> {
  readonly id: string | null;
  readonly status: DriftReport['status'] | null;
  /** When it was computed or sent, if the source says so. */
  readonly time: Instant | null;
  readonly readings: readonly DriftReading[];
}

/**
 * The report. It is as of the end of its window; while a window is still open, as of when it was sent or received. What
 * is dated ahead of its time stays so: whoever keeps reports decides what becomes of it.
 */
export function reportOf(
  { receivedAt, deliveryId }: Pick<SentBody, 'receivedAt' | 'deliveryId'>,
  told: Told,
): DriftReport {
  const { id, time, ...rest } = told;
  const { window } = told;
  const open = window !== null && window.start <= receivedAt && window.end > receivedAt;
  const at = window === null || open ? (time ?? receivedAt) : window.end;
  const status = told.status ?? statusOf(told.readings);
  // Two reports without any time may say the same, so that only their deliveries tell them apart.
  const own = window === null && time === null ? deliveryId : null;
  return {
    ...rest,
    status,
    id: id ?? digestOf({ ...rest, status, time, own }),
    at,
  };
}

/** A watched version of which nothing is known yet. */
export const unnamed: WatchedVersion = {
  registry: null,
  model: null,
  version: null,
  environment: null,
  deployed: null,
};
