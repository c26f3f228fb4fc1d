// All that claims to run in a browser, in one program.
import * as fixCodec from "@x/fix/codec";
import * as futuresRest from "@x/futures-rest";
import * as kraken from "@x/kraken";
import * as wsLegacy from "@x/ws-legacy";
import * as wsV2 from "@x/ws-v2";

console.log(fixCodec, futuresRest, kraken, wsLegacy, wsV2);
