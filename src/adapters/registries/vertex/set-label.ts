import { UpstreamError } from '#errors.ts';
import type { VertexCalls } from './calls.ts';
import { system } from './failures.ts';
import type { VertexHttp } from './http.ts';
import { labelOf, withLabel } from './labels.ts';
import { model } from './schema.ts';

const attempts = 4;

/**
 * Sets one label and leaves the others as they are: all of them are written, under the etag they were read with, and
 * read again when somebody else was faster. Vertex AI shows a version's labels merged with the model's, so those of
 * the model are written to the version too, with the value they have.
 */
export async function setLabel(
  http: VertexHttp,
  calls: VertexCalls,
  { name, version, key, value }: { name: string; version: string; key: string; value: string },
): Promise<void> {
  const label = labelOf(key, value);
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const seen = await calls.getVersion(name, version);
    if (seen === null) {
      const sentence = `Vertex AI has no version ${version} of ${name} that could be labelled. It may have been deleted.`;
      throw new UpstreamError(system, sentence, { status: 404, retryable: false });
    }
    if (seen.labels[label.key] === label.value) return;
    const labels = withLabel(seen.labels, label, `${name} v${version}`);
    const outcome = await http.ask(calls.setLabels(name, version, labels, seen.etag), model);
    if (outcome.ok) return;
    if (!outcome.conflict) throw outcome.error;
  }
  const sentence = `The labels of ${name} v${version} kept changing while one was set; nothing was changed. It is tried again.`;
  throw new UpstreamError(system, sentence, { retryable: true });
}
