/** Escaping: what is put into a page stays text, wherever it came from. */
import { Html, html, trusted } from "@barq/pages/html";
import { describe, expect, it } from "vitest";
import { nestingFaults } from "./good-page.ts";

describe("html", () => {
  it("escapes whatever is put in, in text and in attributes", () => {
    const hostile = `"><img src=x onerror='alert(1)'>&amp;`;
    expect(html`<a title="${hostile}">${hostile}</a>`.toString()).toBe(
      '<a title="&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;amp;">&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;amp;</a>',
    );
  });

  it("keeps what is HTML already, in lists too, and leaves out what is nothing", () => {
    const rows = ["a<b", html`<b>c</b>`];
    expect(html`${rows}${null}${false}${undefined}${0}${12n}`.toString()).toBe("a&lt;b<b>c</b>012");
  });

  it("does not take something that looks like HTML for HTML", () => {
    const lookalike = JSON.parse('{"text":"<b>"}');
    expect(() => html`${[lookalike]}`.toString()).toThrow();
    expect(new Html("<b>").toString()).toBe(trusted("<b>").toString());
  });
});

describe("the check of nesting that the other tests rely on", () => {
  it("finds tags that are not closed, crossed, or come from text", () => {
    expect(nestingFaults("<p><b>x</b></p><br>")).toEqual([]);
    expect(nestingFaults("<p><b>x</p></b>")).toHaveLength(2);
    expect(nestingFaults("<p>x")).toEqual(["left open: p"]);
    expect(nestingFaults("<p>a < b</p>")).toHaveLength(1);
  });
});
