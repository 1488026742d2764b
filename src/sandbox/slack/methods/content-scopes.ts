import { isObject, parseJson } from '../json.ts';
import type { Arguments } from './arguments.ts';

/** The scopes that a call needs for what it shows: `links.embed:write` where a `video` block is among it. */
export function scopesOfContent(args: Arguments): readonly string[] {
  const shown = ['blocks', 'view', 'attachments'].map((name) => args.raw(name));
  return shown.some((value) => holdsVideo(typeof value === 'string' ? parseJson(value) : value))
    ? ['links.embed:write']
    : [];
}

function holdsVideo(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsVideo);
  if (!isObject(value)) return false;
  return value['type'] === 'video' || ['blocks', 'child_blocks'].some((name) => holdsVideo(value[name]));
}
