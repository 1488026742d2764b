import type { LocalWorkspace } from './local-workspace.ts';

/** What the demo needs of the program around it; the sandbox itself imports none of it. */
export interface DemoApp {
  readonly port: number;
  readonly tick: () => Promise<void>;
}

/** Makes the app look for what is due each time the workspace's clock is moved, and tells its page when MLflow changes. */
export function joinWorkspace(
  { slack, mlflow }: LocalWorkspace,
  app: DemoApp,
  onError: (error: unknown) => void,
): () => void {
  let seen = mlflow.requests.length;
  const timer = setInterval(() => {
    const fresh = mlflow.requests.slice(seen);
    seen = mlflow.requests.length;
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
