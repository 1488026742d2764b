import type { World } from './endpoint.ts';
import { runtimeStates } from './task-details.ts';

/** What a gateway shows outside the prefix of Kubeflow Pipelines. */
export const dashboard =
  '<!doctype html>\n<html lang=en>\n<title>Kubeflow Central Dashboard</title>\n<h1>Kubeflow Central Dashboard</h1>\n';

/** Every run, newest first; each row is what the address of its run's page leads to. */
export function runsPage({ state, engine }: World): string {
  const rows = [...state.runs.values()].toReversed().flatMap((row) => {
    const run = engine.run(row.id);
    if (run === null) return [];
    const steps = run.steps.map((step) => `${step.name}: ${step.state}`).join(', ');
    const cells = [row.displayName, row.template, runtimeStates[run.state], steps].map(escaped);
    return [`<tr id="/runs/details/${row.id}">${cells.map((cell) => `<td>${cell}`).join('')}`];
  });
  const head = '<tr><th>Run<th>Pipeline<th>State<th>Steps';
  const title = 'Runs of the pretend Kubeflow Pipelines';
  return `<!doctype html>\n<html lang=en>\n<title>${title}</title>\n<h1>${title}</h1>\n<table>${head}\n${rows.join('\n')}\n</table>\n`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
