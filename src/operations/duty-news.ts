/** What is said of something owed, and what follows. */
export interface DutyNews {
  readonly kind:
    | 'unknown'
    | 'failed'
    | 'waits'
    | 'cannot_ask'
    | 'cannot_roll_back'
    | 'rolls_back'
    | 'not_kept'
    | 'not_rolled_back';
  /** What the check found, as a sentence. */
  readonly because: string;
  /** Why what the playbook says cannot be done or did not come about, as a sentence. */
  readonly hindrance?: string;
  /** The number of the request that was opened, or that decides instead. */
  readonly request?: number;
}
