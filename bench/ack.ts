import { setTimeout as sleep } from 'node:timers/promises';
import { type AnswerBox, startAnswerBox } from './answer-box.ts';
import type { Closing } from './closing.ts';
import { type CommandSender, commandSender } from './command-sender.ts';
import type { Pair } from './distribution.ts';
import { startBareBolt, startCountersign } from './program.ts';
import type { Surroundings } from './surroundings.ts';

export interface AckMeasured {
  /** Milliseconds to the ack. */
  readonly acks: readonly Pair[];
  /** Milliseconds to the answer that follows Countersign's ack, which the floor does not give. */
  readonly answersMs: readonly number[];
  /** Resident memory after all commands. */
  readonly residentBytes: Pair;
}

/**
 * `/mlops status` to Countersign, then to the bare listener, in turns. The next command waits for Countersign's answer
 * to the last one, so that an ack is measured and not the work before it.
 */
export async function measureAck(
  closing: Closing,
  around: Surroundings,
  databaseUrl: string,
  { pairs, warmUp }: { pairs: number; warmUp: number },
): Promise<AckMeasured> {
  const box = await startAnswerBox(closing);
  const countersign = await startCountersign(closing, around, databaseUrl);
  const floor = await startBareBolt(closing, around, databaseUrl);
  const senders = { countersign: commandSender(countersign.port), floor: commandSender(floor.port) };
  closing.add(() => {
    senders.countersign.close();
    senders.floor.close();
  });
  await untilModelsAreKnown(senders.countersign, box);
  const acks: Pair[] = [];
  const answersMs: number[] = [];
  for (let i = -warmUp; i < pairs; i += 1) {
    const ours = await ask(senders.countersign, box);
    await sleep(restMs);
    const theirs = await senders.floor.send(command(unused));
    await sleep(restMs);
    if (i < 0) continue;
    acks.push({ countersign: ours.ackMs, floor: theirs });
    answersMs.push(ours.answerMs);
  }
  const residentBytes = { countersign: countersign.residentBytes(), floor: floor.residentBytes() };
  await countersign.stop();
  await floor.stop();
  return { acks, answersMs, residentBytes };
}

async function ask(sender: CommandSender, box: AnswerBox): Promise<{ ackMs: number; answerMs: number; text: string }> {
  const { url, answer } = box.open();
  const from = performance.now();
  const ackMs = await sender.send(command(url));
  const text = await answer;
  return { ackMs, answerMs: performance.now() - from, text };
}

/** The worker reads the registry soon after the start; before that the answer would be shorter than in earnest. */
async function untilModelsAreKnown(sender: CommandSender, box: AnswerBox): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { text } = await ask(sender, box);
    if (text.includes('fraud')) return;
    await sleep(100);
  }
  throw new Error('/mlops status names no model although the registry has some');
}

/** After each command, so that what Countersign still does after its answer (it collects garbage) slows neither side. */
const restMs = 8;

/** The bare listener answers nothing. */
const unused = 'http://127.0.0.1:9/answers/0';

let sent = 0;

function command(responseUrl: string): Readonly<Record<string, string>> {
  sent += 1;
  return {
    token: 'local-verification-token',
    team_id: 'T0NORTH001',
    team_domain: 'northwind',
    channel_id: 'C0MLAPPR01',
    channel_name: 'ml-approvals',
    user_id: 'U0ANA0001',
    user_name: 'ana',
    command: '/mlops',
    text: 'status',
    api_app_id: 'A0CSIGN001',
    is_enterprise_install: 'false',
    response_url: responseUrl,
    // Its own each time: Countersign takes an interaction once.
    trigger_id: `${process.pid}.${sent}.bench`,
  };
}
