import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { describe, expect, test } from "vitest";
import type { Sandbox } from "../src/index.ts";
import { sandboxes } from "./sandbox-fixture.ts";

// What can be told without a browser; `npm run test:browser` uses the page in one.

const fixture = sandboxes();
const folder = new URL("../src/page/", import.meta.url);
const files = readdirSync(folder).filter((name) => !name.endsWith(".ts"));
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");

const adminOf = async (): Promise<Sandbox & { url: string }> => {
  const sandbox = await fixture.start({ admin: true });
  return Object.assign(sandbox, { url: sandbox.urls.admin ?? "" });
};

describe("the page", () => {
  test.each([
    ["/", "text/html"],
    ["/page.css", "text/css"],
    ["/page.js", "text/javascript"],
    ["/endpoint.js", "text/javascript"],
    ["/tables.js", "text/javascript"],
  ])("%s is served without the token, and kept to itself", async (path, type) => {
    const { url, adminToken } = await adminOf();
    const answer = await fetch(url + path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain(type);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await answer.text()).not.toContain(adminToken);
  });

  test("every file of it is served, and no other", async () => {
    const { url } = await adminOf();
    const paths = files.map((name) => (name === "page.html" ? "/" : `/${name}`));
    for (const path of paths) expect((await fetch(url + path)).status).toBe(200);
    for (const path of ["/assets.ts", "/page.html", "/%2e%2e/sandbox.js", "/page.js?x"]) {
      expect((await fetch(url + path)).status).toBe(401);
    }
    expect((await fetch(`${url}/`, { method: "POST" })).status).toBe(401);
  });

  test("a page of another name that was pointed here gets nothing", async () => {
    const { url } = await adminOf();
    const status = await new Promise((resolve, reject) => {
      const sent = request(`${url}/`, { headers: { host: "evil.example" } });
      sent.on("response", (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on("error", reject);
      sent.end();
    });
    expect(status).toBe(403);
  });

  test("asks no other machine for anything, and has nothing inline that its policy would refuse", () => {
    for (const name of files) expect(read(name)).not.toMatch(/https?:|\/\/[a-z]+\./);
    const page = read("page.html");
    expect(page).not.toMatch(/ style=| on[a-z]+=|<style/);
    expect([...page.matchAll(/<script[^>]*>([^<]*)<\/script>/g)].map(([, inline]) => inline)).toEqual([""]);
  });

  test("its scripts find every element that they look for", () => {
    const ids = new Set([...read("page.html").matchAll(/ id="([\w-]+)"/g)].map(([, id]) => id));
    const asked = files.flatMap((name) => [...read(name).matchAll(/(?:byId|fill|choose)\(\s*"([\w-]+)"/g)]);
    expect(asked.length).toBeGreaterThan(20);
    for (const [, id] of asked) expect(ids).toContain(id);
  });
});
