import type { Json } from '#domain/canonical-json.ts';
import type { Instant } from '#domain/instant.ts';
import type { Decision } from '../vote.ts';

/** An inline test as written; see `run-inline-tests.ts`. */
export interface InlineTest {
  readonly name: string;
  readonly given: Readonly<Record<string, Json>>;
  readonly votes: readonly {
    readonly person: string;
    readonly decision: Decision;
    readonly actingFor: string | null;
  }[];
  readonly at: Instant;
  readonly expect: Readonly<Record<string, Json>>;
}
