import {
  type FixSession,
  SubscriptionRequestType,
  type TradingSessionStatusRequest,
  TradSesStatus,
  TradSesStatusRejReason,
  tradingSessionStatus,
} from "@x/fix";
import type { Engine } from "../../engine/engine.ts";
import { onSystemStatus, type SystemStatus, systemStatus } from "../spot/system-status.ts";

/** The one trading session there is. */
const SESSION = "SESSION";

const STATUS: Record<SystemStatus, TradSesStatus> = {
  online: TradSesStatus.Online,
  maintenance: TradSesStatus.Maintenance,
  cancel_only: TradSesStatus.CancelOnly,
  post_only: TradSesStatus.PostOnly,
};

/** Tells the state of the spot exchange, and again when it changes, for the one request that may subscribe to that. */
export class StatusDesk {
  readonly #session: FixSession;
  readonly #engine: Engine;
  readonly #ids = new Set<string>();
  #stop: (() => void) | undefined;

  constructor(session: FixSession, engine: Engine) {
    this.#session = session;
    this.#engine = engine;
  }

  request(request: TradingSessionStatusRequest): void {
    const { TradSesReqID: id, SubscriptionRequestType: kind } = request;
    const refused = this.#refuse(request);
    if (refused !== undefined) {
      const names = { TradSesReqID: id, TradingSessionID: request.TradingSessionID };
      this.#session.send(tradingSessionStatus, { ...names, TradSesStatusRejReason: refused });
      return;
    }
    this.#ids.add(id);
    this.#tell(id, systemStatus(this.#engine));
    if (kind === SubscriptionRequestType.SnapshotPlusUpdates) {
      this.#stop = onSystemStatus(this.#engine, (status) => this.#tell(id, status));
    }
  }

  close(): void {
    this.#stop?.();
  }

  #refuse(request: TradingSessionStatusRequest): TradSesStatusRejReason | undefined {
    const { TradSesReqID: id, TradingSessionID: session, SubscriptionRequestType: kind } = request;
    if (session !== SESSION) return TradSesStatusRejReason.UnknownTradingSessionId;
    if (id.trim() === "") return TradSesStatusRejReason.InvalidRequestId;
    if (this.#ids.has(id)) return TradSesStatusRejReason.DuplicateRequestId;
    const subscribes = kind === SubscriptionRequestType.SnapshotPlusUpdates;
    if (!subscribes && kind !== SubscriptionRequestType.Snapshot) {
      return TradSesStatusRejReason.InvalidSubscriptionType;
    }
    return subscribes && this.#stop !== undefined ? TradSesStatusRejReason.AlreadySubscribed : undefined;
  }

  #tell(id: string, status: SystemStatus): void {
    if (!this.#session.active) return;
    this.#session.send(tradingSessionStatus, {
      TradSesReqID: id,
      TradingSessionID: SESSION,
      TradSesStatus: STATUS[status],
    });
  }
}
