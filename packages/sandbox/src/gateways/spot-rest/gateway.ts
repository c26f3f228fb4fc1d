import { getWebSocketsToken } from "@x/connection";
import type { SpotCredentials } from "../../credentials.ts";
import type { HttpGateway, HttpRequest } from "../../http/http-server.ts";
import type { HttpReply } from "../../http/reply.ts";
import { isSignature, sha256 } from "../../http/signature.ts";
import { type SessionTokens, TOKEN_LIFETIME } from "../../session-tokens.ts";

const PATH = `/0${getWebSocketsToken.path}`;

/** The one operation of the Spot REST API that the WebSockets need. Failures have HTTP status 200. */
export function createSpotGateway(tokens: SessionTokens, account: string, key: SpotCredentials): HttpGateway {
  let lastNonce = -1n;
  return (request) => {
    if (!request.path.startsWith("/0/")) return undefined;
    if (request.path !== PATH || request.method !== getWebSocketsToken.method) {
      return failure("EGeneral:Unknown method");
    }
    const params = Object.fromEntries(new URLSearchParams(request.body));
    const nonce = params.nonce ?? "";
    const refused = refuseSignature(request, key, nonce);
    if (refused !== undefined) return failure(refused);
    if (!/^\d{1,20}$/.test(nonce) || BigInt(nonce) <= lastNonce) return failure("EAPI:Invalid nonce");
    lastNonce = BigInt(nonce);
    if (getWebSocketsToken.checkParams({ ...params, nonce: Number(nonce) })) {
      return failure("EGeneral:Invalid arguments");
    }
    if (key.webSocket === false) return failure("EGeneral:Permission denied");
    return reply({ error: [], result: { token: tokens.issue(account), expires: TOKEN_LIFETIME } });
  };
}

function refuseSignature(request: HttpRequest, key: SpotCredentials, nonce: string): string | undefined {
  if (request.headers["api-key"] !== key.apiKey) return "EAPI:Invalid key";
  const signature = request.headers["api-sign"];
  const digest = sha256(`${nonce}${request.body}`);
  if (typeof signature === "string" && isSignature(signature, key.apiSecret, request.path, digest))
    return undefined;
  return "EAPI:Invalid signature";
}

function failure(error: string): HttpReply {
  return reply({ error: [error] });
}

function reply(body: object): HttpReply {
  return { status: 200, body: JSON.stringify(body) };
}
