import type { ModelEndpoints } from '#domain/endpoint.ts';
import { UpstreamError } from '#errors.ts';
import type { RequestRow, Setting } from '../setting.ts';

/** Throws an `UpstreamError` while its registry is not connected or serves no models. */
export function endpointsOf(setting: Setting, { registry: id }: Pick<RequestRow, 'registry'>): ModelEndpoints {
  const endpoints = setting.endpoints.get(id);
  if (endpoints !== undefined) return endpoints;
  const sentence = `No registry ${id} that serves models is connected any more: put it back into org.yaml.`;
  throw new UpstreamError(id, sentence, { status: 404, retryable: true });
}
