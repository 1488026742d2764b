import type { ListedHook, ListedRefusal } from '#operations/hooks/list-hook-events.ts';
import { counted } from '#views/wording.ts';

/** Time in UTC, connection, id, size and what became of it. */
export function eventLine({ at, connection, id, bytes, became, repeats }: ListedHook): string {
  const again = repeats === 0 ? '' : `, came ${counted(repeats + 1, 'time')}`;
  const size = bytes === null ? '' : `  ${sizeText(bytes)}`;
  return oneLine(`${timeText(at)}  ${connection}  ${id}${size}  ${became}${again}`);
}

/** As `eventLine`, for deliveries of one hour that nobody is known to have sent. */
export function refusalLine({ connection, reason, count, hour, lastAt }: ListedRefusal): string {
  const where = connection ?? 'no connection';
  const many = `${counted(count, 'delivery', 'deliveries')} refused since ${hour.slice(11, 16)}`;
  return oneLine(`${timeText(lastAt)}  ${where}  ${many}: ${reasons.get(reason) ?? reason}`);
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['bad-signature', 'the signature is wrong; both sides have to hold one secret'],
  ['no-secret', 'there is no secret yet; countersign hooks add makes one'],
  ['headers-missing', 'not signed'],
  ['too-old', 'signed more than 5 minutes before; look at both clocks'],
  ['from-the-future', 'signed for more than 60 s ahead; look at both clocks'],
  ['bad-body', 'signed, but nothing that is taken here'],
  ['too-large', 'larger than 256 kB'],
  ['stranger', 'whoever sent it is not known'],
  ['unreadable', 'nothing that is taken here'],
  ['unknown', 'sent to an address under /hooks/ that no connection has'],
]);

function timeText(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)}Z`;
}

function sizeText(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}

/** One line of plain characters whatever a sender wrote: a terminal carries nothing out. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, '·');
}
