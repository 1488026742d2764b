/** What the thread of an alert says of it besides its message. */
export interface DriftNews {
  readonly is: 'still_firing' | 'escalation' | 'cleared' | 'values_again' | 'retracted';
  /** Why, as a sentence. */
  readonly because: string;
  /** Of an escalation, the role it goes to, or `owner`; null otherwise, and where it goes to a channel. */
  readonly to: string | null;
}
