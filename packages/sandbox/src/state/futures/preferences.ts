import type {
  AssignmentParticipantDetails,
  AssignmentParticipantHistoryJson,
  AssignmentParticipantJson,
  SelfTradeStrategy,
} from "@x/futures-rest";

/** What the account has chosen. */
export class Preferences {
  /** Highest leverage of markets with isolated margin. */
  readonly leverage = new Map<string, number>();
  /** Currency in which a market's profit is paid. */
  readonly pnlCurrency = new Map<string, string>();
  selfTrade: SelfTradeStrategy = "REJECT_TAKER";
}

/** The preferences under which positions of liquidated accounts are taken over, and how they changed. */
export class AssignmentProgram {
  readonly #current = new Map<number, AssignmentParticipantJson>();
  readonly #history: AssignmentParticipantHistoryJson[] = [];
  #nextId = 1;

  add(participant: AssignmentParticipantJson, timestamp: string): AssignmentParticipantDetails {
    const id = this.#nextId++;
    this.#current.set(id, participant);
    this.#history.push({ deleted: false, participant, timestamp });
    return { id, participant };
  }

  delete(id: number, timestamp: string): AssignmentParticipantDetails | undefined {
    const participant = this.#current.get(id);
    if (participant === undefined) return undefined;
    this.#current.delete(id);
    this.#history.push({ deleted: true, participant, timestamp });
    return { id, participant };
  }

  current(): AssignmentParticipantDetails[] {
    return [...this.#current].map(([id, participant]) => ({ id, participant }));
  }

  history(): AssignmentParticipantHistoryJson[] {
    return [...this.#history];
  }
}
