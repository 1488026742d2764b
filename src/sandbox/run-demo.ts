import type { LocalWorkspace } from './local-workspace.ts';

/** What the demo needs of the program around it; the sandbox itself imports none of it. */
export interface DemoApp {
  readonly port: number;
  readonly tick: () => Promise<void>;
}

/** Makes the app look for what is due each time the workspace's clock is moved, and tells its page when a registry changes. */
export function joinWorkspace(
  { slack, mlflow, vertex, kubeflow }: LocalWorkspace,
  app: DemoApp,
  onError: (error: unknown) => void,
): () => void {
  const unseen = [unseenOf(mlflow.requests), unseenOf(vertex.requests), unseenOf(kubeflow.requests)];
  const timer = setInterval(() => {
    const fresh = unseen.flatMap((read) => read());
    for (const { method, path, status, ms } of fresh) {
      slack.record({
        at: new Date().toISOString(),
        direction: 'to-registry',
        title: `${method} ${path}`,
        status,
        ms,
        request: null,
        response: null,
      });
    }
    if (fresh.some(({ method }) => method !== 'GET')) slack.tell({ type: 'registry' });
  }, 200);
  const unwatch = slack.watch((event) => {
    if (event.type === 'clock') app.tick().catch(onError);
  });
  return () => {
    clearInterval(timer);
    unwatch();
  };
}

/** What was added to a list since it was last read. */
function unseenOf<T>(list: readonly T[]): () => readonly T[] {
  let seen = list.length;
  return () => {
    const fresh = list.slice(seen);
    seen = list.length;
    return fresh;
  };
}
