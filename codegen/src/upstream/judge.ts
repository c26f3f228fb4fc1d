import { parse } from "yaml";
import { judgeOperation } from "./operation.ts";
import type { Subject, SubjectMessage } from "./ours/subject.ts";
import { pageOutline } from "./outline/from-page.ts";
import { either } from "./outline/outline.ts";
import type { Page, PageExample, Section } from "./page/page.ts";
import { roleOf } from "./page/role.ts";
import { Findings, type Verdict } from "./verdict.ts";

/** Holds a page against the subject it describes. */
export function judgePage(page: Page, subject: Subject | undefined): Verdict {
  const findings = new Findings();
  if (page.openApi === undefined && page.sections.length === 0) {
    if (page.banner !== undefined || subject !== undefined)
      findings.lost.push("it names a message and describes no field of it");
    else findings.notes.push("it describes no message");
  } else if (subject === undefined) findings.notes.push(unknownSubject(page));
  else if (page.openApi) judgeFragment(page, subject, findings);
  else judgeSections(page, subject, findings);
  return findings.verdict(page.name, subject);
}

function unknownSubject({ banner, openApi, title }: Page): string {
  const name = openApi ? `${openApi.method} ${openApi.path}` : (banner?.tag ?? title);
  return `no spec describes "${name}"`;
}

function judgeFragment({ name, openApi }: Page, subject: Subject, findings: Findings): void {
  if (!openApi) return;
  let document: unknown;
  try {
    document = parse(openApi.text, { maxAliasCount: 100 });
  } catch (cause) {
    findings.lost.push(`its OpenAPI fragment is no YAML: ${String(cause).split("\n")[0]}`);
    return;
  }
  judgeOperation(name, document, openApi, subject, findings);
}

function judgeSections(page: Page, subject: Subject, findings: Findings): void {
  const roles = subject.messages.map((message) => message.role);
  const byRole = new Map<SubjectMessage, Section[]>();
  for (const section of page.sections) {
    const role = roleOf(section.labels, roles);
    const message = subject.messages.find((candidate) => candidate.role === role);
    if (message) byRole.set(message, [...(byRole.get(message) ?? []), section]);
    else {
      const label = section.labels.join(" / ");
      findings.notes.push(
        `${page.name}:${section.line}: "${label}" is none of the messages of ${subject.name}`,
      );
    }
  }
  for (const message of subject.messages) {
    const sections = byRole.get(message);
    if (sections) judgeMessage(page.name, message, sections, findings);
    else findings.lost.push(`it has no section for the ${message.role}`);
  }
  for (const example of page.examples) judgeExample(page.name, subject, example, findings);
}

function judgeMessage(
  page: string,
  message: SubjectMessage,
  sections: readonly Section[],
  findings: Findings,
): void {
  if (message.outline.types?.has("array") && !message.outline.fields) {
    findings.notes.push(`${page}: what the positions of the ${message.role} hold is not compared`);
    return;
  }
  const outlines = sections.map((section) => {
    // What every FIX message begins and ends with is described on pages of its own.
    const fields = section.fields.filter(
      ({ name }) => !(message.role === "body" && /^(header|trailer)$/i.test(name)),
    );
    const { outline, unknown } = pageOutline(page, fields);
    for (const { path, type, line } of unknown)
      findings.notes.push(`${page}:${line}: the type "${type}" of ${path} is not understood`);
    return outline;
  });
  findings.compare(message, either(outlines, outlines[0]?.at ?? page));
}

function judgeExample(page: string, subject: Subject, example: PageExample, findings: Findings): void {
  const { labels, language, text, line } = example;
  const isFix = subject.messages.some(({ role }) => role === "body");
  if (isFix ? !/^8=FIX/.test(text.trim()) : !/^json5?$/.test(language)) return;
  const roles = subject.messages.map((message) => message.role);
  const role = roleOf(labels, roles);
  const candidates = subject.messages.filter((message) => role === undefined || message.role === role);
  const reasons = candidates.map((message) => message.refuse?.(text));
  findings.example(
    `${page}:${line}`,
    labels.at(-1) ?? "",
    reasons.includes(undefined) ? undefined : reasons[0],
  );
}
