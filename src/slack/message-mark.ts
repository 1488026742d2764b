import { createHmac, timingSafeEqual } from 'node:crypto';

/** The event type of our metadata; with a period Slack would drop it. */
const eventType = 'countersign_effect';

/** Marks a message as the one an effect posted, in metadata that any app may copy but none can sign. */
export function markOf(key: Buffer, place: { teamId: string; effect: string }) {
  return { event_type: eventType, event_payload: { v: 1, effect: place.effect, mac: mac(key, place) } };
}

/** Whether a message's metadata is our mark for this effect. */
export function bearsMark(key: Buffer, place: { teamId: string; effect: string }, metadata: unknown): boolean {
  return markedEffect(key, place.teamId, metadata) === place.effect;
}

/** The effect that posted a message, by its metadata; null if that is no mark of ours. */
export function markedEffect(key: Buffer, teamId: string, metadata: unknown): string | null {
  if (!isRecord(metadata) || metadata.event_type !== eventType || !isRecord(metadata.event_payload)) return null;
  const { effect, mac: given } = metadata.event_payload;
  if (typeof effect !== 'string' || typeof given !== 'string') return null;
  const expected = Buffer.from(mac(key, { teamId, effect }));
  const shown = Buffer.from(given);
  return expected.length === shown.length && timingSafeEqual(expected, shown) ? effect : null;
}

function mac(key: Buffer, { teamId, effect }: { teamId: string; effect: string }): string {
  return createHmac('sha256', key).update(`mark\n${teamId}\n${effect}`).digest('base64url');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
