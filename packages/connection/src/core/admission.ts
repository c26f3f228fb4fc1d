import { describeFault } from "@x/core";
import type { Channel, Method } from "../descriptor.ts";
import type { Failure } from "../failure.ts";
import { failure, type Request, summary } from "./request.ts";

/** Why a request may not be sent on this connection at all, if it may not. */
export function refusedBeforeTheWire(
  request: Request,
  { name, hosts, auth, checkParams }: Method | Channel,
  host: string,
  hasToken: boolean,
): Failure | undefined {
  const details = { outcome: "not-sent", request: summary(request) } as const;
  const fault = checkParams(request.params);
  if (fault)
    return failure("invalidParams", `${name} was not sent: ${describeFault(fault)}`, {
      ...details,
      path: fault.path,
    });
  if (!hosts.includes(host))
    return failure(
      "wrongHost",
      `${name} was not sent: it is offered on the ${hosts.join(" or ")} host, this connection is to the ${host} one`,
      details,
    );
  if (auth && !hasToken) return failure("noToken", `${name} was not sent: it needs a session token`, details);
  return undefined;
}
