import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { UpstreamError } from '#errors.ts';

const place = z.object({ upload_url: z.string(), file_id: z.string() });

/**
 * Gives Slack the bytes of a file; answers its id, with which the upload is completed. Nobody sees it before that.
 * Throws Slack's own error, and `UpstreamError` where the bytes do not arrive.
 */
export async function uploadFile(
  client: WebClient,
  { filename, bytes, altText }: { readonly filename: string; readonly bytes: Buffer; readonly altText?: string },
): Promise<string> {
  // `alt_txt` is what the method documents; the client's types call it otherwise.
  const ticket = await client.apiCall('files.getUploadURLExternal', {
    filename,
    length: bytes.length,
    ...(altText === undefined ? {} : { alt_txt: altText }),
  });
  const { upload_url: url, file_id: id } = place.parse(ticket);
  await sendBytes(url, bytes);
  return id;
}

async function sendBytes(url: string, bytes: Buffer): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    body: new Uint8Array(bytes),
    redirect: 'error',
    signal: AbortSignal.timeout(10_000),
  }).catch((error: unknown) => {
    throw refusedUpload(null, error);
  });
  if (!answer.ok) throw refusedUpload(answer.status);
}

function refusedUpload(status: number | null, cause?: unknown): UpstreamError {
  const details = { retryable: status === null || status >= 500, ...(status === null ? {} : { status }) };
  return new UpstreamError('Slack', 'Slack did not take the bytes of a file.', details, { cause });
}
