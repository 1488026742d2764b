import type { ModelRegistry } from '#domain/registry.ts';
import { type Finding, note, ok, problem } from './finding.ts';

/** What a registry, or what runs pipelines, says of itself and of our account, from its own check. */
export async function registryFindings(
  registry: Pick<ModelRegistry, 'id' | 'title' | 'check'>,
): Promise<readonly Finding[]> {
  const health = await registry.check();
  const name = `${registry.title} (${registry.id})`;
  return [
    ...(health.reachable ? [ok(`${name} answers${health.version === null ? '' : `, version ${health.version}`}`)] : []),
    ...(health.seen ?? []).map((sentence) => ok(`${name}: ${lower(sentence)}`)),
    ...health.problems.map(({ sentence, fix }) => problem(`${name}: ${bare(sentence)}`, lower(fix))),
    ...(health.lacking ?? []).map((sentence) => note(`${name}: ${lower(sentence)}`)),
    ...(health.unseen ?? []).map((sentence) => note(`${name}: cannot be seen from here: ${lower(bare(sentence))}`)),
  ];
}

function bare(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

function lower(sentence: string): string {
  const text = bare(sentence);
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
