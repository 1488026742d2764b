import type { WorkspaceEvent } from '../control.ts';

/** Tells whoever watches that something a person can see has changed. */
export class Changes {
  private readonly watchers = new Set<(event: WorkspaceEvent) => void>();

  watch(watcher: (event: WorkspaceEvent) => void): () => void {
    this.watchers.add(watcher);
    return () => {
      this.watchers.delete(watcher);
    };
  }

  tell(event: WorkspaceEvent): void {
    for (const watcher of this.watchers) watcher(event);
  }
}
