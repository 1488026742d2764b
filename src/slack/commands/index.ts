import { assess } from './assess.ts';
import { breakGlass } from './break-glass.ts';
import { cancel } from './cancel.ts';
import type { Command } from './command.ts';
import { cost } from './cost.ts';
import { approve, block, reject } from './decide.ts';
import { delegate } from './delegate.ts';
import { digest } from './digest.ts';
import { drift } from './drift.ts';
import { explain } from './explain.ts';
import { find } from './find.ts';
import { helpCommand } from './help.ts';
import { maturity } from './maturity.ts';
import { playbooks } from './playbooks.ts';
import { policy } from './policy.ts';
import { promote } from './promote.ts';
import { requests } from './requests.ts';
import { retrain } from './retrain.ts';
import { rollback } from './rollback.ts';
import { runs } from './runs.ts';
import { show } from './show.ts';
import { status } from './status.ts';
import { verify } from './verify.ts';

/** Every subcommand of `/mlops`, in the order in which help lists them. */
export const commands: readonly Command[] = [
  promote,
  requests,
  show,
  explain,
  verify,
  approve,
  reject,
  block,
  rollback,
  breakGlass,
  retrain,
  runs,
  cancel,
  status,
  find,
  drift,
  cost,
  maturity,
  assess,
  delegate,
  digest,
  policy,
  playbooks,
  helpCommand(() => commands),
];
