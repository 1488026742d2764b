/**
 * One line of `countersign doctor`. `ok`: nothing to do; `problem`: Countersign does not work, or not safely, until
 * `fix` is done; `note`: what could not be seen, or a choice that is yours, with what would change it in `fix`.
 */
export interface Finding {
  readonly state: 'ok' | 'problem' | 'note';
  readonly what: string;
  readonly fix: string | null;
}

export function ok(what: string): Finding {
  return { state: 'ok', what, fix: null };
}

export function problem(what: string, fix: string): Finding {
  return { state: 'problem', what, fix };
}

export function note(what: string, fix: string | null = null): Finding {
  return { state: 'note', what, fix };
}

/** A problem written as one sentence, `what is wrong: what to do`, as configuration errors are. */
export function problemOf(sentence: string): Finding {
  const [, what = sentence, fix = 'see docs/operations.md'] = /^(.*?): (.*)$/s.exec(sentence) ?? [];
  return problem(what, fix);
}

/** Something to look at. It may throw or take long: neither keeps the others from being looked at. */
export interface Check {
  /** As `database`; the key of its findings in JSON. */
  readonly name: string;
  readonly limitMs: number;
  readonly look: () => Promise<readonly Finding[]>;
}
