import type { OurSpecs } from "./ours/specs.ts";
import type { Subject } from "./ours/subject.ts";
import type { Page } from "./page/page.ts";

/** The subject of ours that a page is about, by the names of the wire; never by its title. */
export function subjectOf({ openApi, banner }: Page, specs: OurSpecs): Subject | undefined {
  if (openApi) return specs.rest().find(({ name }) => name === `${openApi.method} ${openApi.path}`);
  if (!banner) return undefined;
  if (/^fix$/i.test(banner.protocol)) {
    const msgType = /^35=(\S+)$/.exec(banner.tag)?.[1];
    return specs.of(["fix"]).find(({ tag }) => tag === msgType);
  }
  const host = /^(?:wss:\/\/)?ws(?:-\w+)?\.kraken\.com(\/v2)?\/?$/.exec(banner.detail);
  if (!host) return undefined;
  return specs.of([host[1] ? "ws-v2" : "ws-legacy"]).find(({ tag }) => tag === banner.tag);
}
