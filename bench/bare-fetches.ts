/** Requests that are sent at the same time, at most `width`; the next of `BareFetches` wait for all of them. */
export interface Volley {
  readonly urls: readonly string[];
  readonly width: number;
}

/** Fetches the same addresses again, with nothing made of the answers but JSON. Throws for an answer that nobody expects. */
export async function bareFetches(volleys: readonly Volley[], headers: Readonly<Record<string, string>> = {}) {
  for (const { urls, width } of volleys) {
    const left = [...urls].values();
    const fetcher = async () => {
      for (const url of left) await bareFetch(url, headers);
    };
    await Promise.all(Array.from({ length: Math.min(width, urls.length) }, fetcher));
  }
}

/** A 404 is an answer as well: Kubeflow Pipelines 2 has none of the tasks that its successor has. */
async function bareFetch(url: string, headers: Readonly<Record<string, string>>): Promise<unknown> {
  const response = await fetch(url, { headers: { accept: 'application/json', ...headers } });
  if (response.status === 404) return await response.text();
  if (response.status !== 200) throw new Error(`${url} answered ${response.status} to a bare fetch`);
  return await response.json();
}
