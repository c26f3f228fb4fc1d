import { type Calling, promiseOf } from "@x/connection";
import type { Answer } from "./dialect.ts";

/** How the legacy interface writes calls and what their answers say. */
export const calling: Calling = {
  call: promiseOf,
  request: ({ name: event, write = JSON.stringify }, params, reqid, token) =>
    write({ event, ...params, token, reqid }),
  result(_method, answer) {
    const {
      event: _event,
      status: _status,
      reqid: _reqid,
      errorMessage: _errorMessage,
      ...result
    } = answer as Answer;
    return result;
  },
};
