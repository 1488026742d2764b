import { z } from 'zod';

const text = z.string().default('');

/** `google.rpc.Status`, with what its details say: https://cloud.google.com/apis/design/errors. */
const errorBody = z
  .object({
    error: z.object({
      code: z.number().default(0),
      message: text,
      status: text,
      details: z
        .array(z.object({ reason: text, retryDelay: text, metadata: z.record(z.string(), z.string()).default({}) }))
        .catch([]),
    }),
  })
  .transform(({ error }) => ({
    status: error.status,
    message: error.message,
    reason: error.details.find(({ reason }) => reason !== '')?.reason ?? '',
    permission: error.details.find((one) => one.metadata['permission'])?.metadata['permission'] ?? '',
    service: error.details.find((one) => one.metadata['service'])?.metadata['service'] ?? '',
    /** As `12s` or `0.5s`; null where nothing was said. */
    retryDelayMs: milliseconds(error.details.find(({ retryDelay }) => retryDelay !== '')?.retryDelay ?? ''),
  }));

function milliseconds(delay: string): number | null {
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(delay)?.[1];
  return seconds === undefined ? null : Math.ceil(Number(seconds) * 1000);
}

export type GoogleError = z.infer<typeof errorBody>;

/** What Google itself says in an answer, without our token, which it may repeat; null where it says nothing of it. */
export function saidByGoogle(json: unknown, token: string): GoogleError | null {
  const body = errorBody.safeParse(json);
  return body.success ? { ...body.data, message: body.data.message.replaceAll(token, '[secret]') } : null;
}
