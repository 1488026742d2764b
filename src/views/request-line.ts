import type { SectionBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { button, section } from './blocks.ts';
import { label } from './clean.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, type Mrkdwn, md } from './mrkdwn.ts';
import { type RequestFacts, subjectName } from './request-facts.ts';
import { relative } from './wording.ts';

/** A request in a list. */
export interface RequestLine
  extends Pick<RequestFacts, 'code' | 'model' | 'version' | 'target' | 'requester' | 'requestedAt'> {
  /** What stands there in place of model, version and target, where it is about no model. */
  readonly about?: string;
  /** How it stands, as `needs Risk (1 more)` or `approved, waits for freeze “Weekend”`. */
  readonly standing: string;
  /** Opaque: what pressing Open carries. */
  readonly press: string;
}

/** So that a page of lines stays below what a message holds. */
const maxCharacters = 450;

/** What it is about and how it stands, with a button that opens it. */
function requestLine(line: RequestLine, now: Instant): SectionBlock {
  const asked = md`asked by ${label(line.requester, 40)} ${relative(now, line.requestedAt)} · ${code(line.code)}`;
  const subject = line.about === undefined ? subjectName(line) : label(line.about, 80);
  const open = button('Open', encodeIntent('open-request', { press: line.press }), {
    spoken: `Open the request for ${subject}`,
  });
  const target = line.about === undefined ? md` → ${code(line.target)}` : md``;
  return section(md`${bold(subject)}${target}: ${label(line.standing, 200)}\n${asked}`, open, maxCharacters);
}

/** The lines that fit, and how many are left out. */
export function requestLines(
  lines: readonly RequestLine[],
  max: number,
  now: Instant,
): { blocks: SectionBlock[]; rest: number } {
  return { blocks: lines.slice(0, max).map((line) => requestLine(line, now)), rest: Math.max(0, lines.length - max) };
}

/** `and 3 more`, where something is left out. */
export function restText(rest: number, where: string): Mrkdwn[] {
  return rest > 0 ? [md`and ${rest} more${where}`] : [];
}
