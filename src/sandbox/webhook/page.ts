import type { World } from './requests.ts';

/** What the page of a run shows: every run, newest first, each row under the id of its run. */
export function runsPage({ runs, engine }: World): string {
  const rows = [...runs.values()].toReversed().flatMap((row) => {
    const run = engine.run(row.id);
    if (run === null) return [];
    const steps = run.steps.map((step) => `${step.name}: ${step.state}`).join(', ');
    const cells = [row.key, row.pipeline, run.state, steps].map(escaped);
    return [`<tr id="${row.id}">${cells.map((cell) => `<td>${cell}`).join('')}`];
  });
  const title = 'Runs of the pretend receiver';
  const head = '<tr><th>Key<th>Pipeline<th>State<th>Steps';
  return `<!doctype html>\n<html lang=en>\n<title>${title}</title>\n<h1>${title}</h1>\n<table>${head}\n${rows.join('\n')}\n</table>\n`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
