import { below, Fault, member, objectsOf } from '../fault.ts';
import { jsonBody } from '../json-body.ts';
import type { SentBody } from '../sent-body.ts';

/** One event, whichever way its attributes came. */
export interface DriftEvent {
  readonly id: string;
  readonly source: string;
  readonly resolved: boolean;
  readonly subject: unknown;
  readonly time: unknown;
  readonly data: unknown;
  /** Where `data` is. */
  readonly at: string;
  readonly places: { readonly subject: string; readonly time: string };
}

const types: ReadonlyMap<unknown, boolean> = new Map([
  ['io.countersign.drift.detected.v1', false],
  ['io.countersign.drift.resolved.v1', true],
]);

/** Whether a body is one CloudEvent or a batch of them, in structured or binary mode. */
export function isCloudEvents({ json, headers }: SentBody): boolean {
  if (headers['ce-specversion'] !== undefined || headers['ce-id'] !== undefined) return true;
  if (headers['content-type']?.trim().toLowerCase().startsWith('application/cloudevents') === true) return true;
  return [json].flat().some((one) => member(one, 'specversion') !== undefined);
}

/** The events in a body, https://github.com/cloudevents/spec. Throws a Fault for what is none of drift. */
export function eventsIn({ json, headers }: SentBody): readonly DriftEvent[] {
  if (headers['ce-specversion'] !== undefined || headers['ce-id'] !== undefined) {
    const attribute = (name: string) => ({ value: decoded(headers[`ce-${name}`]), at: `header ce-${name}` });
    return [eventOf(attribute, json, '')];
  }
  if (!Array.isArray(json)) return [structured(json, '')];
  if (json.length === 0) throw new Fault('The batch is empty. Send at least one event.', '');
  return objectsOf(json, '').map((one, index) => structured(one, below('', index)));
}

function structured(event: unknown, at: string): DriftEvent {
  const base64 = member(event, 'data_base64');
  const place = below(at, 'data_base64');
  if (base64 !== undefined && typeof base64 !== 'string') throw new Fault(`${place} is no text.`, place);
  const data = base64 === undefined ? member(event, 'data') : jsonBody(Buffer.from(base64, 'base64'));
  const attribute = (name: string) => ({ value: member(event, name), at: below(at, name) });
  return eventOf(attribute, data, below(at, base64 === undefined ? 'data' : 'data_base64'));
}

function eventOf(
  attribute: (name: string) => { readonly value: unknown; readonly at: string },
  data: unknown,
  at: string,
): DriftEvent {
  const specversion = attribute('specversion');
  if (specversion.value !== '1.0')
    throw new Fault('specversion is not "1.0": only CloudEvents 1.0 are read.', specversion.at);
  const type = attribute('type');
  const resolved = types.get(type.value);
  if (resolved === undefined) throw new Fault(`type is none of ${[...types.keys()].join(' and ')}.`, type.at);
  const text = (name: string) => {
    const { value, at: place } = attribute(name);
    if (typeof value === 'string' && /^[^\p{Cc}\p{Cs}]{1,500}$/u.test(value)) return value;
    throw new Fault(`${name} is missing or no text of at most 500 characters: id and source tell events apart.`, place);
  };
  const [subject, time] = [attribute('subject'), attribute('time')];
  return {
    id: text('id'),
    source: text('source'),
    resolved,
    subject: subject.value,
    time: time.value,
    data,
    at,
    places: { subject: subject.at, time: time.at },
  };
}

/** Headers carry other characters than ASCII percent-encoded. */
function decoded(value: string | undefined): string | undefined {
  try {
    return value === undefined ? undefined : decodeURIComponent(value);
  } catch {
    return value;
  }
}
