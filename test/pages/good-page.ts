/** What every page has to be: well nested, in one language, and made of nothing but itself. */
import { expect } from "vitest";

const empty = new Set(["meta", "link", "input", "br", "path"]);
const tag = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"]*")?)*)\s*(\/?)>/g;

/** What is wrong with the nesting of the tags; an empty list is a good page. */
export function nestingFaults(page: string): readonly string[] {
  const open: string[] = [];
  const faults: string[] = [];
  const body = page.replace(/<!doctype html>/, "").replace(/<style>[^<]*<\/style>/, "");
  const rest = body.replaceAll(tag, (_, close: string, name: string, __: string, self: string) => {
    if (close === "/") {
      const last = open.pop();
      if (last !== name) faults.push(`</${name}> closes <${last}>`);
    } else if (!empty.has(name) && self === "") open.push(name);
    return "";
  });
  if (open.length > 0) faults.push(`left open: ${open.join(", ")}`);
  if (/[<>]/.test(rest)) faults.push(`a sign of HTML in the text: ${/.{0,20}[<>].{0,20}/.exec(rest)?.[0]}`);
  return faults;
}

export function expectGoodPage(page: string): void {
  expect(nestingFaults(page)).toEqual([]);
  expect(page).toMatch(/^<!doctype html>\n<html lang="(fr|ar|en)" dir="(ltr|rtl)">/);
  const tags = [...page.matchAll(tag)].map(([whole, , name = "", attributes = ""]) => ({
    whole,
    name,
    attributes,
  }));
  expect(tags.filter(({ name }) => /^(script|iframe|img|object|base)$/i.test(name))).toEqual([]);
  const names = tags.flatMap(({ attributes }) =>
    [...attributes.matchAll(/\s([a-zA-Z-]+)(?:="[^"]*")?/g)].map(([, name]) => name),
  );
  expect(names.filter((name = "") => /^(style|on[a-z]+)$/i.test(name))).toEqual([]);
  expect(page).not.toMatch(/<script|\sstyle="/i);
  // No address of anybody else: paths of ours, a part of the page itself, an empty icon, and numbers to call.
  for (const [, address = ""] of page.matchAll(/(?:href|src|action)="([^"]*)"/g)) {
    expect(address).toMatch(/^(?:\/(?!\/)|#[a-z]+$|tel:\+?\d|data:,$)/);
  }
  expect(page).not.toMatch(/url\(|@import|https?:\/\//);
  expect(page).not.toMatch(/undefined|\[object|NaN/);
}
