import type { DriftDelivery, DriftReport, DriftTranslation } from '#domain/drift.ts';
import { Fault } from './fault.ts';
import { readCloudMonitoring } from './formats/cloud-monitoring.ts';
import { readCloudEvents } from './formats/cloudevents.ts';
import { isCloudEvents } from './formats/cloudevents-envelope.ts';
import { isEvidently, readEvidently } from './formats/evidently.ts';
import { isEvidentlyBefore07, readEvidentlyBefore07 } from './formats/evidently-before-07.ts';
import { isNannyml, readNannyml } from './formats/nannyml.ts';
import { isWhylogs, readWhylogs } from './formats/whylogs.ts';
import { type SentBody, sentBody } from './sent-body.ts';
import { printable } from './told-values.ts';
import { readMonitoringLog } from './vertex/monitoring-log.ts';

/** The kinds of connection that drift reports are sent to. */
export type DriftKind = 'drift-events' | 'vertex-monitoring' | 'cloud-monitoring';

interface Format {
  readonly is: (body: SentBody) => boolean;
  readonly read: (body: SentBody) => readonly DriftReport[];
}

/** What a `drift-events` connection takes, in the order it is looked for. */
const formats: readonly Format[] = [
  { is: isCloudEvents, read: readCloudEvents },
  { is: ({ json }) => isEvidentlyBefore07(json), read: readEvidentlyBefore07 },
  { is: ({ json }) => isEvidently(json), read: readEvidently },
  { is: ({ json }) => isNannyml(json), read: readNannyml },
  { is: ({ json }) => isWhylogs(json), read: readWhylogs },
];

const readers = {
  'drift-events': (body) => {
    const format = formats.find(({ is }) => is(body));
    if (format !== undefined) return format.read(body);
    const sentence =
      'The body is in no form that is read here: a CloudEvent, or JSON of Evidently, NannyML or whylogs.';
    throw new Fault(sentence, '');
  },
  'vertex-monitoring': readMonitoringLog,
  'cloud-monitoring': readCloudMonitoring,
} satisfies Record<DriftKind, Format['read']>;

/**
 * The drift reports in what was sent to a connection of a kind, or what is wrong with it and where. What is authentic
 * and of something else has none. The same delivery gives the same reports; never throws for what was sent.
 */
export function translateDrift(kind: DriftKind, delivery: DriftDelivery): DriftTranslation {
  try {
    return { ok: true, reports: readers[kind](sentBody(delivery)) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, because: printable(error.message), at: printable(error.at) };
  }
}

/** Null for a kind of connection that no drift report is sent to. */
export function driftKindOf(kind: string): DriftKind | null {
  return kind === 'drift-events' || kind === 'vertex-monitoring' || kind === 'cloud-monitoring' ? kind : null;
}
