import type { Instant } from '#domain/instant.ts';
import { context, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { bold, code, type Mrkdwn, md } from './mrkdwn.ts';
import { type RequestLine, requestLines, restText } from './request-line.ts';

/** A request that a code stands for, or stood for. */
export interface CodeMeaning {
  /** As `R-12`. */
  readonly request: string;
  readonly line: RequestLine;
  /** Whether it is about what the reader named; null where nothing was named. */
  readonly fits: boolean | null;
  /** The code that it stands for since it changed; null where that is still this one. */
  readonly codeNow: string | null;
  /** Whether the code comes out again when it is computed from the record. */
  readonly proved: boolean;
}

export interface VerifiedCode {
  readonly code: string;
  /** The model, and perhaps the version, that a message names beside the code; null where the reader named none. */
  readonly named: string | null;
  /** Those about what was named first, then the newest first. */
  readonly meanings: readonly CodeMeaning[];
  readonly now: Instant;
}

const maxMeanings = 5;

/** The answer to `/mlops verify`: what a code stands for, so that a card that another app made up is told from ours. */
export function verifiedCode({ code: shown, named, meanings, now }: VerifiedCode): Message {
  if (meanings.length === 0) {
    return message(
      sections([
        md`✗ ${code(shown)} is the code of no request, and never was.`,
        md`A message that shows it is not a card of Countersign: press nothing in it, and tell whoever runs Countersign here. ${code('/mlops requests')} lists what really waits.`,
      ]),
    );
  }
  const { blocks, rest } = requestLines(
    meanings.map(({ line }) => line),
    maxMeanings,
    now,
  );
  return message([
    ...sections([
      md`${bold(shown)}${named === null ? md`` : namedText(named, meanings)}`,
      ...meanings.slice(0, maxMeanings).flatMap(warnings),
    ]),
    ...blocks,
    context(
      ...restText(rest, ''),
      named === null
        ? md`A message that shows this code for anything else is not a card of Countersign: press nothing in it`
        : md`Anybody can copy a code: a vote is signed only in the modal that Approve… opens, which repeats it`,
    ),
  ]);
}

function namedText(named: string, meanings: readonly CodeMeaning[]): Mrkdwn {
  const what = label(named, 100);
  return meanings.some(({ fits }) => fits === true)
    ? md` ✓ It stands for ${what}.`
    : md` ✗ It does not stand for ${what}. A message that says so is not a card of Countersign: press nothing in it, and tell whoever runs Countersign here. It stands for what is below.`;
}

function warnings({ request, codeNow, proved }: CodeMeaning): Mrkdwn[] {
  return [
    ...(proved
      ? []
      : [
          md`✗ What is recorded of ${label(request, 15)} gives another code when it is computed again: approve nothing, and have the ledger verified.`,
        ]),
    ...(codeNow === null
      ? []
      : [
          md`… ${label(request, 15)} has changed since and stands for ${code(codeNow)} now; with this code nothing can be signed any more.`,
        ]),
  ];
}
