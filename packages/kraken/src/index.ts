/**
 * Every Kraken binding that runs on any platform, one namespace per wire.
 *
 * Names such as `connect` or `cancelAll` exist on several wires with different meanings, so nothing is merged into one
 * list: `wsV2.connect`, `wsLegacy.connect`, `futuresRest.createClient`. Where bytes count, import the subpath
 * (`@x/kraken/ws-v2`): not every bundler drops the unused half of a namespace object.
 *
 * FIX speaks TCP, which browsers do not have. It stands behind `@x/kraken/fix` (Node) and `@x/kraken/fix/codec`
 * (anywhere), so that this entry point never brings `node:net` into a browser bundle.
 *
 * @module
 */

export { type ExchangeError, isExchangeError, type Outcome } from "@x/core";
export * as futuresRest from "@x/futures-rest";
export * as wsLegacy from "@x/ws-legacy";
export * as wsV2 from "@x/ws-v2";
