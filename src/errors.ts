/**
 * The four kinds of failure. A kind decides what a person sees, how it is logged and whether a job tries again;
 * any error that is none of these is a bug of ours.
 */

/** The rules say no, and nobody is at fault. The message is shown as it is and ends with what the person can do next. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;

  constructor(code: string, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.code = code;
  }
}

/** One mistake in a file of `playbooks/`. `line` and `column` count from 1. */
export interface PlaybookProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly sentence: string;
}

/** The playbooks cannot be loaded; carries every problem found, in file and line order. */
export class PlaybookError extends Error {
  override readonly name = 'PlaybookError';
  readonly problems: readonly PlaybookProblem[];

  constructor(problems: readonly PlaybookProblem[], options?: ErrorOptions) {
    super(problems.map((p) => `${p.file}:${p.line}:${p.column}: ${p.sentence} [${p.code}]`).join('\n'), options);
    this.problems = problems;
  }
}

/** Another system did not do what we asked. `system` is the name people use for it, `status` its HTTP status if any. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly system: string;
  readonly status: number | null;
  readonly retryable: boolean;
  /** Whether the request may have taken effect although no answer said so. */
  readonly ambiguous: boolean;
  /** Whether it fails until a person mends something there, as a token or an invitation. */
  readonly mendable: boolean;
  /** Milliseconds the system asked us to wait, if it said so. */
  readonly retryAfterMs: number | null;

  constructor(
    system: string,
    sentence: string,
    details: {
      status?: number | null;
      retryable: boolean;
      ambiguous?: boolean;
      mendable?: boolean;
      retryAfterMs?: number | null;
    },
    options?: ErrorOptions,
  ) {
    super(sentence, options);
    this.system = system;
    this.status = details.status ?? null;
    this.retryable = details.retryable;
    this.ambiguous = details.ambiguous ?? false;
    this.mendable = details.mendable ?? false;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}

/** The program cannot start as configured; `problems` names every variable and its fix. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join('\n'), options);
    this.problems = problems;
  }
}
