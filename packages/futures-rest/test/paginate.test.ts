import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { accountLog, createClient, getPublicExecutionEvents, paginate } from "../src/index.ts";
import { credentials } from "./exchange.ts";
import { instantCrypto } from "./manual-clock.ts";

beforeAll(() => vi.stubGlobal("crypto", instantCrypto));
afterAll(() => vi.unstubAllGlobals());

function clientOf(answer: (query: URLSearchParams) => Response) {
  const asked: string[] = [];
  const client = createClient({
    credentials,
    // What is tested is how pages follow each other, not what is on them.
    validation: "off",
    fetch: async (url) => {
      asked.push(new URL(url).search);
      return answer(new URL(url).searchParams);
    },
  });
  return { client, asked };
}

describe("paginate by continuation token", () => {
  const pages =
    (last: object = {}) =>
    (query: URLSearchParams) => {
      const page = Number(query.get("continuation_token") ?? 1);
      return Response.json({
        elements: [page],
        len: 1,
        ...(page < 3 ? { continuationToken: String(page + 1) } : last),
      });
    };

  it.each([{}, { continuationToken: "" }, { continuationToken: null }])(
    "ends after the page with %j",
    async (last) => {
      const { client, asked } = clientOf(pages(last));
      const seen: unknown[] = [];
      for await (const page of paginate(client, getPublicExecutionEvents, {
        tradeable: "PF_XBTUSD",
        sort: "asc",
      })) {
        seen.push(...page.elements);
      }
      expect(seen).toEqual([1, 2, 3]);
      expect(asked).toEqual([
        "?sort=asc",
        "?sort=asc&continuation_token=2",
        "?sort=asc&continuation_token=3",
      ]);
    },
  );

  it("asks for no page that is not wanted", async () => {
    const { client, asked } = clientOf(pages());
    for await (const _page of paginate(client, getPublicExecutionEvents, { tradeable: "PF_XBTUSD" })) break;
    expect(asked).toHaveLength(1);
  });

  it("takes the token from the header where the body has none", async () => {
    const { client, asked } = clientOf((query) =>
      Response.json(
        { elements: [], len: 0 },
        { headers: query.has("continuation_token") ? {} : { "next-continuation-token": "h=" } },
      ),
    );
    for await (const _page of paginate(client, getPublicExecutionEvents, { tradeable: "A" })) void _page;
    expect(asked).toEqual(["", "?continuation_token=h%3D"]);
  });

  it("does not run for ever when a page leads to itself", async () => {
    const { client, asked } = clientOf(() => Response.json({ elements: [], len: 0, continuationToken: "x" }));
    const all = async () => {
      for await (const _page of paginate(client, getPublicExecutionEvents, { tradeable: "A" })) void _page;
    };
    await expect(all()).rejects.toMatchObject({ code: "invalidAnswer", path: "/continuationToken" });
    expect(asked).toHaveLength(2);
  });
});

describe("paginate by entry id", () => {
  const log = (query: URLSearchParams) => {
    const ascending = query.get("sort") === "asc";
    const [from, to] = [Number(query.get("from") ?? 1), Number(query.get("to") ?? 5)];
    const ids = [1, 2, 3, 4, 5].filter((id) => id >= from && id <= to);
    return Response.json({ logs: (ascending ? ids : ids.reverse()).slice(0, 2).map((id) => ({ id })) });
  };
  const collect = async (
    params: Parameters<typeof paginate<import("../src/index.ts").AccountLogParams, unknown>>[2],
  ) => {
    const { client, asked } = clientOf(log);
    const ids: number[] = [];
    for await (const { logs } of paginate(client, accountLog, params)) ids.push(...logs.map(({ id }) => id));
    return { ids, asked };
  };

  it("goes down from the newest to the first", async () => {
    const { ids, asked } = await collect({});
    expect(ids).toEqual([5, 4, 3, 2, 1]);
    expect(asked).toEqual(["", "?to=3", "?to=1"]);
  });

  it("goes up from the oldest, and stops at the first empty page", async () => {
    const { ids, asked } = await collect({ sort: "asc" });
    expect(ids).toEqual([1, 2, 3, 4, 5]);
    expect(asked).toEqual(["?sort=asc", "?from=3&sort=asc", "?from=5&sort=asc", "?from=6&sort=asc"]);
  });

  it("keeps to the caller's bounds", async () => {
    expect((await collect({ from: 2, to: 4 })).ids).toEqual([4, 3, 2]);
    expect((await collect({ from: 2, to: 4, sort: "asc" })).ids).toEqual([2, 3, 4]);
  });
});
