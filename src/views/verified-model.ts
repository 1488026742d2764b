import type { Instant } from '#domain/instant.ts';
import { context, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { bold, code, type Mrkdwn, md } from './mrkdwn.ts';
import { type RequestLine, requestLines } from './request-line.ts';

/** What the registry says beside a version that a request changed; null where it has nothing to say of the request. */
export type TagState =
  | { readonly kind: 'same' }
  | { readonly kind: 'other' /** Null where there is no tag. */; readonly code: string | null }
  | { readonly kind: 'unread' }
  | null;

/** A request's code after it was computed again. */
export interface ProvedCode {
  /** As `R-12`. */
  readonly request: string;
  readonly line: RequestLine;
  /** Whether the code came out again. */
  readonly proved: boolean;
  readonly tag: TagState;
}

export interface VerifiedModel {
  readonly model: string;
  /** The registry's name, as `MLflow`. */
  readonly registry: string;
  /** The newest first. */
  readonly codes: readonly ProvedCode[];
  readonly now: Instant;
}

/** The answer to `/mlops verify <model>`. */
export function verifiedModel({ model, registry, codes, now }: VerifiedModel): Message {
  if (codes.length === 0) {
    return message(sections([md`${bold(model)} has no request yet, so no code stands for anything of it.`]));
  }
  const wrong = codes.flatMap((one) => faults(one, registry));
  const good =
    codes.length === 1
      ? md`✓ The code of its one request comes out again when it is computed from the record.`
      : md`✓ The codes of its last ${codes.length} requests come out again when they are computed from the record.`;
  const same = codes.filter(({ tag }) => tag?.kind === 'same').map(({ request }) => label(request, 15));
  const unread = codes.some(({ tag }) => tag?.kind === 'unread');
  return message([
    ...sections([
      md`${bold(model)}`,
      ...(wrong.length === 0 ? [good] : wrong),
      ...(same.length === 0 ? [] : [md`✓ ${registry} has the code of ${same.join(', ')} beside its version.`]),
      ...(unread ? [md`… ${registry} did not answer, so what it says beside versions was not compared.`] : []),
    ]),
    ...requestLines(
      codes.map(({ line }) => line),
      codes.length,
      now,
    ).blocks,
    context(md`A code stands for candidate, evidence, playbook and target together`),
  ]);
}

function faults({ request, line, proved, tag }: ProvedCode, registry: string): Mrkdwn[] {
  const named = label(request, 15);
  return [
    ...(proved
      ? []
      : [
          md`✗ What is recorded of ${named} gives another code than ${code(line.code)}: approve nothing, and have the ledger verified.`,
        ]),
    ...(tag?.kind === 'other'
      ? [
          tag.code === null
            ? md`✗ ${registry} has no code beside the version of ${named}, and Countersign wrote one.`
            : md`✗ ${registry} says ${code(tag.code)} beside the version of ${named}; somebody changed it there.`,
        ]
      : []),
  ];
}
